"""A language model's subject and preheader: what is asked, and what is taken."""

from collections.abc import Sequence
from dataclasses import replace

from digest.app.asking import Question
from digest.app.judging import Yardstick, judge
from digest.app.prompts import ask_line, key_of, tell_item
from digest.app.writing import Desk
from digest.model.proposal import ProposalKind
from digest.text.facts import SourceFacts, SourceText


def list_lines(desk: Desk) -> list[Question]:
    """List the questions about subject and preheader, which are about what the edition says."""
    items = desk.edition.items
    language = desk.publication.language
    asked = [(ProposalKind.SUBJECT, items)]
    asked += [(ProposalKind.PREHEADER, items[1:])] if len(items) > 1 else []
    questions: list[Question] = []
    for kind, some in asked:
        prompt = ask_line(kind, some, language=language)
        questions.append(
            Question(key=key_of(prompt, model=desk.writer.model), kind=kind, prompt=prompt)
        )
    return questions


def take_lines(desk: Desk, questions: Sequence[Question]) -> None:
    """Put a good subject and a good preheader into the edition; note why another is not."""
    told = [text for item in desk.edition.items for text in tell_item(item).values()]
    source = SourceText(text="\n\n".join(told), language=desk.edition.language)
    facts = SourceFacts(source)
    for question in questions:
        text = desk.answer_to(question)
        if text is None:
            continue
        is_subject = question.kind is ProposalKind.SUBJECT
        standing = desk.edition.subject if is_subject else desk.edition.preheader
        yard = Yardstick(
            kind=question.kind,
            language=desk.publication.language,
            words=desk.words,
            facts=facts,
            source=source.text,
            others=() if is_subject else (desk.edition.subject,),
        )
        if reason := judge(text, yard):
            desk.refuse(question.kind, "", reason, standing)
            continue
        desk.lines.append(question.kind)
        desk.edition = (
            replace(desk.edition, subject=text)
            if is_subject
            else replace(desk.edition, preheader=text)
        )
