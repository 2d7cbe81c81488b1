"""The desk at which a language model's texts are put into a draft."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from digest.app.asking import Budget, Question, ask_all
from digest.app.ports import ProposalStore, Writer
from digest.model.edition import Edition
from digest.model.proposal import ProposalKind, Refusal, Written
from digest.model.publication import Publication
from digest.text.answers import clean_answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """What a language model wrote into a draft.

    Attributes:
        model: Its name.
        summaries: How many summaries are its own.
        lines: Which of subject and preheader are its own.
        refusals: What was refused, and why.
        kept: How many answers were there from an earlier draft.
        tokens: What the new ones cost.
        failures: Why answers did not come, each once; empty when all came.
    """

    model: str
    summaries: int = 0
    lines: tuple[ProposalKind, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    kept: int = 0
    tokens: int = 0
    failures: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Desk:
    """One draft in the making.

    Attributes:
        edition: As it stands by now.
        writer: The model.
        publication: Its language and its limits.
        proposals: Answers that are kept.
        budget: What may be asked.
        came: New answers, by key.
        old: Answers that were kept, by key.
        kinds: What each answer is for.
        refusals: What was refused.
        summaries: How many were taken.
        lines: Which of subject and preheader were taken.
    """

    edition: Edition
    writer: Writer
    publication: Publication
    proposals: ProposalStore
    budget: Budget
    old: dict[str, str] = field(default_factory=dict)
    came: dict[str, Written] = field(default_factory=dict)
    kinds: dict[str, ProposalKind] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    summaries: int = 0
    lines: list[ProposalKind] = field(default_factory=list)

    @property
    def words(self) -> int:
        """Most words of a summary."""
        return self.publication.edition.summary_words

    async def fetch(self, questions: Sequence[Question]) -> None:
        """Look up the answers that are kept, and ask for the others."""
        self.kinds |= {one.key: one.kind for one in questions}
        known = self.proposals.proposals([one.key for one in questions])
        self.old |= {key: one.answer for key, one in known.items()}
        missing = [one for one in questions if one.key not in known]
        await ask_all(missing, writer=self.writer, budget=self.budget, answers=self.came)

    def answer_to(self, question: Question) -> str | None:
        """Find the answer to a question as clean text; None when there is none."""
        came = self.came.get(question.key)
        raw = came.text if came else self.old.get(question.key)
        return None if raw is None else clean_answer(raw)

    def refuse(self, kind: ProposalKind, about: str, reason: str, instead: str) -> None:
        """Note what was refused, and what stands in its place."""
        self.refusals.append(Refusal(kind=kind, about=about, reason=reason, instead=instead))
