"""Lint a desk's templates as a whole: as they stand, with invented editions, and with letters."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from digest.app.ports import ThemeLinter
from digest.model.message import Finding, Level, Rendered
from digest.model.signup import LetterKind, LetterWish
from digest.render.layers import BASE, SHIPPED
from digest.render.samples import PAGES, PUBLICATION, SAMPLES, Sample

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TEMPLATE = "template"
LAYOUT = "forbidden-css"
# With these no theme can be opened, or no story shown, which every rendering would tell again.
NEEDS_THEME = frozenset(
    {"not-toml", "unknown-token", "token-value", "missing-token", "contrast", "not-inlined",
     "word-value", "word-place", "missing-word", "macro-arguments"}
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateReport:
    """What was found.

    Attributes:
        themes: Those that were looked through.
        findings: By file, line and column; each once.
    """

    themes: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> int:
        """How many findings keep an edition from being made, or break it."""
        return sum(one.level is Level.ERROR for one in self.findings)

    @property
    def warnings(self) -> int:
        """How many are worth a look."""
        return len(self.findings) - self.errors


def check_templates(
    themes: Sequence[str],
    *,
    desk: ThemeLinter,
    shipped: ThemeLinter,
    advance: Callable[[int, int], None] = lambda _done, _total: None,
) -> TemplateReport:
    """Lint themes.

    Args:
        themes: Their names.
        desk: Lints with the desk's own files.
        shipped: The same without them: what our own themes do as well is not told of the desk's.
        advance: Told how many renderings are done, of how many.
    """
    found: list[Finding] = []
    known = KnownFindings(shipped)
    total, done = len(themes) * (len(SAMPLES) + len(LetterKind)), 0
    for theme in themes:
        still = desk.lint(theme)
        found += still
        for tried in try_theme(theme, desk=desk, known=known):
            found += unless_told(tried, still)
            done += 1
            advance(done, total)
            if any(is_stopped(one) for one in tried):
                break
    ordered = sorted(dict.fromkeys(found), key=place_of)
    return TemplateReport(themes=tuple(themes), findings=tuple(tell_once(ordered)))


def place_of(finding: Finding) -> tuple[bool, str, int, int, str]:
    """Order findings: the desk's files first, then by name, line and column."""
    file = finding.file or ""
    is_ours = file.startswith(f"{SHIPPED}/")
    return is_ours, file, finding.line or 0, finding.column or 0, finding.message


class KnownFindings:
    """What the rules say of a sample in our own theme, which is not the desk's doing.

    Args:
        shipped: Renders without the desk's files.
    """

    def __init__(self, shipped: ThemeLinter) -> None:
        self.shipped = shipped
        self.found: dict[int, set[tuple[str, str]]] = {}

    def of(self, sample: Sample) -> set[tuple[str, str]]:
        """Look a sample over, once."""
        key = id(sample)
        if key not in self.found:
            publication = replace(PUBLICATION, theme=BASE, language=sample.edition.language)
            trial = self.shipped.try_out(sample.edition, publication, public_url=sample.public_url)
            findings = look_over(sample, trial.rendered) if trial.rendered else []
            self.found[key] = {key_of(one) for one in findings}
        return self.found[key]


def try_theme(
    theme: str, *, desk: ThemeLinter, known: KnownFindings
) -> Iterator[Sequence[Finding]]:
    """Render each sample, and each letter."""
    for sample in SAMPLES.values():
        yield try_sample(theme, sample, desk=desk, known=known)
    publication = replace(PUBLICATION, theme=theme)
    for kind in LetterKind:
        wish = LetterWish(kind=kind, language=publication.language, hours=48)
        yield desk.try_letter(wish, publication, public_url=PAGES).findings


def try_sample(
    theme: str, sample: Sample, *, desk: ThemeLinter, known: KnownFindings
) -> list[Finding]:
    """Render a sample, and look the mail over by the rules of `digest check`."""
    publication = replace(PUBLICATION, theme=theme, language=sample.edition.language)
    trial = desk.try_out(sample.edition, publication, public_url=sample.public_url)
    if trial.rendered is None:
        return list(trial.findings)
    found = look_over(sample, trial.rendered)
    if found:
        found = [one for one in found if key_of(one) not in known.of(sample)]
    return [replace(one, file=theme, line=None, column=None, fix=None, edits=()) for one in found]


def is_stopped(finding: Finding) -> bool:
    """Tell whether a rendering had no end; the other samples would have none either."""
    return finding.rule == TEMPLATE and finding.line is None


def key_of(finding: Finding) -> tuple[str, str]:
    """Tell findings about the same thing by these."""
    return finding.rule, finding.message


def look_over(sample: Sample, rendered: Rendered) -> list[Finding]:
    """Apply the rules of `digest check` to a sample's mail."""
    from digest.check.rules import check_edition

    return check_edition(
        sample.edition,
        rendered,
        replace(PUBLICATION, language=sample.edition.language),
        path="",
        public_url=sample.public_url,
        now=NOON,
    )


def unless_told(found: Iterable[Finding], still: Sequence[Finding]) -> Iterator[Finding]:
    """Leave out what rendering finds at a line of which something is told already."""
    told = {(one.file, one.line) for one in still if one.line}
    rules = {one.rule for one in still}
    for one in found:
        if one.rule == LAYOUT and LAYOUT in rules:
            continue
        if one.rule == TEMPLATE and ((one.file, one.line) in told or rules & NEEDS_THEME):
            continue
        if (one.file, one.line) not in told:
            yield one


def tell_once(ordered: Sequence[Finding]) -> Iterator[Finding]:
    """Tell a mistake once, however many samples show it."""
    told: set[tuple[str, str | None, int | None, str]] = set()
    for one in ordered:
        key = (one.rule, one.file, one.line, one.message)
        if key not in told:
            told.add(key)
            yield one
