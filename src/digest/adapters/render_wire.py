"""What travels between a renderer and its child: one line of JSON each way, checked when read.

JSON, because a child that a template has taken over must not be able to hand us an object.
"""

from dataclasses import dataclass, field

from digest.model.edition import Edition
from digest.model.message import Finding, Rendered
from digest.model.publication import Publication
from digest.model.signup import LetterWish


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderLimits:
    """What one rendering may take.

    Attributes:
        cpu_seconds: Of processor time.
        memory_bytes: Of address space.
        wall_seconds: Until the answer; then the child is killed.
    """

    cpu_seconds: int = 10
    memory_bytes: int = 1 << 30
    wall_seconds: float = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One rendering.

    Attributes:
        edition, publication, content_hash, public_url: As for `Renderer.render`.
        with_mjml: Whether the MJML is wanted, too.
        only_lint: Whether the theme is linted, and nothing rendered.
        on_trial: Whether everything that is wrong is wanted, not the first of it.
        letter: A letter to be rendered, in place of the edition; None for an edition.
        theme: Name of the theme.
        files: Its files by path.
        cpu_seconds, memory_bytes: Limits that the child sets for itself.
    """

    edition: Edition
    publication: Publication
    with_mjml: bool = False
    only_lint: bool = False
    on_trial: bool = False
    letter: LetterWish | None = None
    content_hash: str
    public_url: str
    theme: str
    files: dict[str, str] = field(repr=False)
    cpu_seconds: int
    memory_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of it: the message, with its MJML when it is wanted, or what is wrong.

    Of a theme that is linted or tried, everything that is wrong.
    """

    rendered: Rendered | None = None
    mjml: str = field(default="", repr=False)
    message: str = ""
    hint: str = ""
    findings: tuple[Finding, ...] = ()
