"""Whether a language model's text may stand in an edition: by rules alone, whoever wrote it."""

from dataclasses import dataclass

from digest.check.faithful import describe_unfaithful
from digest.check.rules import refuse_item
from digest.collect.language import choose_language
from digest.compose.items import as_markdown
from digest.edit.nut import stems
from digest.model.edition import Item
from digest.model.proposal import ProposalKind
from digest.text.abbreviations import base_language
from digest.text.answers import find_remark, has_address
from digest.text.facts import SourceFacts, find_unfaithful
from digest.text.phrases import find_junk
from digest.text.quotes import are_balanced
from digest.text.words import count_words

FEWEST_WORDS = 5
LONGEST_SUBJECT = 78
LONGEST_PREHEADER = 140
LONGEST_WORD = 60
CHARACTERS_A_WORD = 12
# A summary in free words still has half of its own from the source; advertising has hardly one.
FEWEST_STEMS = 7
SHARED = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Yardstick:
    """What a text is judged by.

    Attributes:
        kind: What it is for.
        language: The edition's tag.
        words: Most words of a summary.
        facts: The facts of its source.
        source: The source's text.
        others: What stands beside it and must not be said twice.
    """

    kind: ProposalKind
    language: str
    words: int
    facts: SourceFacts
    source: str
    others: tuple[str, ...] = ()


def judge(text: str, yard: Yardstick) -> str | None:
    """Tell why a text is refused.

    Args:
        text: Plain text on one line.
        yard: What it is judged by.

    Returns:
        One phrase for an editor, such as "“42 %” is not in the source (“24 %”)"; None when it may
        stand.
    """
    if not any(map(str.isalnum, text)):
        return "it is empty"
    reason = judge_shape(text, yard)
    if reason:
        return reason
    if found := choose_other_language(text, yard.language):
        return f"it is written in another language ({found})"
    if remark := find_remark(text, yard.source):
        return f"it speaks of itself: “{remark}”"
    unfaithful = find_unfaithful(text, yard.facts, language=yard.language, strict=True)
    if unfaithful:
        return describe_unfaithful(unfaithful[0])
    return "it is about something else than the source" if strays(text, yard) else None


def strays(text: str, yard: Yardstick) -> bool:
    """Tell whether a text has few words of its source: it follows orders that stood in there.

    In another language than the source's, or in a script without spaces, that cannot be told.
    """
    if is_unspaced(text) or base_language(yard.language) != yard.facts.language:
        return False
    ours = stems(text, yard.language)
    shared = ours & stems(yard.source, yard.language)
    return len(ours) >= FEWEST_STEMS and len(shared) < SHARED * len(ours)


def judge_shape(text: str, yard: Yardstick) -> str | None:
    """Tell what is wrong with a text's length and form."""
    if any(len(word) > LONGEST_WORD for word in text.split()) and not is_unspaced(text):
        return "it holds a word without end"
    if has_address(text):
        return "it holds an address"
    if not are_balanced(text):
        return "a quotation or bracket is left open"
    if yard.kind is ProposalKind.SUMMARY:
        return judge_summary(text, yard)
    return judge_line(text, yard)


def judge_line(text: str, yard: Yardstick) -> str | None:
    """Tell what is wrong with a subject or a preheader."""
    longest = LONGEST_SUBJECT if yard.kind is ProposalKind.SUBJECT else LONGEST_PREHEADER
    if len(text) > longest:
        return f"it has {len(text)} characters, more than {longest}"
    if text.isupper():
        return "it is all in capitals"
    if find_junk(text):
        return "it holds what is left over from a page"
    if any(text.casefold().rstrip(".") == one.casefold().rstrip(".") for one in yard.others):
        return "it says again what stands beside it"
    return None


def is_unspaced(text: str) -> bool:
    """Tell whether a text is of a script that sets no spaces, where a sentence is one word."""
    return count_words(text) > len(text.split())


def judge_summary(text: str, yard: Yardstick) -> str | None:
    """Tell what is wrong with a summary's length and form."""
    words = count_words(text)
    if words > yard.words:
        return f"it has {words} words, more than {yard.words}"
    if len(text) > yard.words * CHARACTERS_A_WORD:
        return f"it has {len(text)} characters, too many for {yard.words} words"
    if words < min(FEWEST_WORDS, yard.words):
        return "it is too short"
    item = Item(headline="It", summary=as_markdown(text))
    problem = refuse_item(item, language=yard.language)
    return problem.replace("The summary of “It” stops", "it stops") if problem else None


def choose_other_language(text: str, language: str) -> str | None:
    """Tell which other language a text is clearly written in; None when it is the right one."""
    found = choose_language(language, None, text)
    return found if found and base_language(found) != base_language(language) else None
