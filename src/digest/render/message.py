"""An edition as a message: both parts, rendered once for all readers."""

from bisect import bisect_left
from dataclasses import dataclass, replace

from digest.model.edition import Edition
from digest.model.message import Inspection, PersonalContext, Rendered, Sentinel
from digest.model.publication import Publication
from digest.render.characters import printable
from digest.render.environment import render_template
from digest.render.html import render_html, render_mjml
from digest.render.opening import TEXT, OpenTheme
from digest.render.plain import tidy_lines
from digest.render.sentinels import make_sentinels
from digest.render.strings import choose_strings
from digest.render.variables import EditionView
from digest.render.view import make_view, readdress

FOLD_OVER = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What every rendering of one edition shares."""

    publication: Publication
    theme: OpenTheme
    public_url: str
    sentinels: tuple[Sentinel, ...]

    def view(self, edition: Edition) -> EditionView:
        """Make what the template of the HTML part sees."""
        return make_view(
            edition,
            self.publication,
            words=choose_strings(self.theme.strings, edition.language),
            public_url=self.public_url,
            sentinels=self.sentinels,
            context=PersonalContext.URL,
        )

    def html(self, view: EditionView) -> str:
        """Render the HTML part."""
        return render_html(view, self.theme)

    def rendered(self, view: EditionView, html: str, language: str) -> Rendered:
        """Put both parts together; the text part is rendered from the same view."""
        text = readdress(view, self.sentinels, PersonalContext.TEXT)
        values = {"edition": text, "theme": self.theme.theme}
        return Rendered(
            language=language,
            subject=view.subject,
            html=html,
            text=tidy_lines(render_template(self.theme.text, self.theme.file(TEXT), values)),
            sentinels=self.sentinels,
        )


def render_edition(
    edition: Edition,
    publication: Publication,
    *,
    theme: OpenTheme,
    content_hash: str,
    public_url: str,
) -> Rendered:
    """Render both parts of an edition. The same arguments give the same bytes.

    A mail that a reader's program would clip loses no story: the later ones of each section are
    folded into headlines, as few as are needed, in both parts alike.

    Args:
        edition: As read from its file.
        publication: Its publication.
        theme: Opened.
        content_hash: Over everything that reaches the mail; the sentinels are derived from it.
        public_url: Base of the public pages, without a final slash; empty when there are none.

    Raises:
        RenderError: The theme is wrong.
    """
    job = open_job(publication, theme=theme, content_hash=content_hash, public_url=public_url)
    return job.rendered(*fit(printable(edition), job), edition.language)


def inspect_edition(
    edition: Edition,
    publication: Publication,
    *,
    theme: OpenTheme,
    content_hash: str,
    public_url: str,
) -> Inspection:
    """Render both parts of an edition, and keep the MJML that its HTML was made of.

    Args:
        edition: As read from its file.
        publication: Its publication.
        theme: Opened.
        content_hash: As for `render_edition`.
        public_url: As for `render_edition`.

    Raises:
        RenderError: The theme is wrong.
    """
    job = open_job(publication, theme=theme, content_hash=content_hash, public_url=public_url)
    view, html = fit(printable(edition), job)
    rendered = job.rendered(view, html, edition.language)
    return Inspection(rendered=rendered, mjml=render_mjml(view, theme))


def open_job(
    publication: Publication, *, theme: OpenTheme, content_hash: str, public_url: str
) -> Job:
    """Put together what every rendering of one edition shares."""
    return Job(
        publication=printable(publication),
        theme=theme,
        public_url=public_url,
        sentinels=make_sentinels(content_hash, public_url=public_url),
    )


def fit(edition: Edition, job: Job) -> tuple[EditionView, str]:
    """Render the HTML part with as few stories folded as its size wants, and tell what it shows."""
    whole = job.view(edition)
    html = job.html(whole)
    if len(html.encode()) <= FOLD_OVER:
        return whole, html
    order = fold_order(edition)
    counts = range(1, len(order) + 1)
    # More folds never make a longer mail, so the least number can be searched for by halves.
    at = bisect_left(
        counts,
        1,
        key=lambda count: (
            len(job.html(job.view(fold(edition, order[:count]))).encode()) <= FOLD_OVER
        ),
    )
    folded = job.view(fold(edition, order[: at + 1]))
    return folded, job.html(folded)


def fold_order(edition: Edition) -> list[tuple[int, int]]:
    """Order the stories that may be folded: the last of the longest sections first.

    Returns:
        Places as (section, story). The hero, what is paid for, and briefs are not among them.
    """
    places = [
        (section, item)
        for section, items in enumerate(one.items for one in edition.sections)
        for item, story in enumerate(items)
        if story.summary and not story.sponsor and story is not edition.items[0]
    ]
    return sorted(places, key=lambda place: (place[1], place[0]), reverse=True)


def fold(edition: Edition, places: list[tuple[int, int]]) -> Edition:
    """Show the stories at these places as headlines only."""
    chosen = set(places)
    sections = tuple(
        replace(
            section,
            items=tuple(
                replace(item, summary="") if (at, place) in chosen else item
                for place, item in enumerate(section.items)
            ),
        )
        for at, section in enumerate(edition.sections)
    )
    return replace(edition, sections=sections)
