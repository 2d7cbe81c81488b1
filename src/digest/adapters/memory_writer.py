"""A language model in memory: it answers what somebody writes for it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from digest.model.proposal import Prompt, WriterFailure, Written


@dataclass(slots=True)
class MemoryWriter:
    """Answers at once, and remembers what it was asked.

    Args:
        answer: Makes the answer to a question: a text, a failure, or an answer with its cost.
        model: Its name.
    """

    answer: Callable[[Prompt], str | Written | WriterFailure]
    model: str = "scripted"
    asked: list[Prompt] = field(default_factory=list)
    closed: bool = False

    async def propose(self, prompt: Prompt) -> Written | WriterFailure:
        """Ask for one text."""
        self.asked.append(prompt)
        answer = self.answer(prompt)
        return Written(text=answer, tokens=100) if isinstance(answer, str) else answer

    async def close(self) -> None:
        """Be closed."""
        self.closed = True
