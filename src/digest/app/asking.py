"""Ask a language model for several texts, within its limits, and never wait for long."""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from digest.app.ports import Writer
from digest.model.proposal import Prompt, ProposalKind, WriterFailure, Written
from digest.model.publication import LlmRules
from digest.text.words import estimate_tokens

AT_ONCE = 4
FAILURES_IN_A_ROW = 2
# All of an edition's questions together; what has not come by then is not waited for.
LONGEST_WAIT = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One text that is wished for.

    Attributes:
        key: What its answer is kept by.
        kind: What it is for.
        prompt: What is asked.
    """

    key: str
    kind: ProposalKind
    prompt: Prompt


@dataclass(slots=True, kw_only=True)
class Budget:
    """What may still be asked, and why no more.

    Attributes:
        calls: Questions that are left.
        tokens: Tokens that are left; what is under way is taken off already.
        spent: Tokens that answers have cost.
        failures: In a row.
        reasons: Why some texts did not come, each once.
        closed: Whether nothing more is asked.
    """

    calls: int
    tokens: int
    spent: int = 0
    failures: int = 0
    reasons: list[str] = field(default_factory=list)
    closed: bool = False

    def reserve(self, question: Question) -> bool:
        """Take a question off what is left; False when there is no room for it."""
        cost = most_tokens_of(question)
        if self.calls < 1:
            self.close("the calls of this edition are used up")
        elif cost > self.tokens:
            self.close("the tokens of this edition are used up")
        if self.closed:
            return False
        self.calls -= 1
        self.tokens -= cost
        return True

    def settle(self, question: Question, answer: Written | WriterFailure) -> None:
        """Put an answer's true cost in place of what was reserved."""
        if isinstance(answer, Written):
            self.failures = 0
            self.spent += answer.tokens
            self.tokens += most_tokens_of(question) - answer.tokens
            return
        # What a failed question has cost nobody tells: it stays taken off.
        self.failures += 1
        self.note(answer.reason)
        if answer.is_final or self.failures >= FAILURES_IN_A_ROW:
            self.closed = True

    def close(self, reason: str) -> None:
        """Ask nothing more."""
        if not self.closed:
            self.note(reason)
        self.closed = True

    def note(self, reason: str) -> None:
        """Remember why a text did not come."""
        if reason not in self.reasons:
            self.reasons.append(reason)


def most_tokens_of(question: Question) -> int:
    """Tell the most that a question can cost."""
    prompt = question.prompt
    return estimate_tokens(prompt.orders, prompt.material) + prompt.most_tokens


def open_budget(rules: LlmRules) -> Budget:
    """Begin an edition."""
    return Budget(calls=rules.calls, tokens=rules.tokens)


async def ask_all(
    questions: Sequence[Question], *, writer: Writer, budget: Budget, answers: dict[str, Written]
) -> None:
    """Ask for some texts, a few at a time, the first ones first.

    Args:
        questions: In the order of their weight.
        writer: The model.
        budget: What may be asked; told what it cost and what went wrong.
        answers: Gains what came, by key; whoever gives up waiting keeps what is there.
    """
    waiting = deque(questions)

    async def take_turns() -> None:
        while waiting and not budget.closed:
            question = waiting.popleft()
            if not budget.reserve(question):
                return
            answer = await writer.propose(question.prompt)
            budget.settle(question, answer)
            if isinstance(answer, Written):
                answers[question.key] = answer

    await asyncio.gather(*(take_turns() for _ in range(min(AT_ONCE, len(questions)))))
