"""An edition as a message: both parts, rendered once for all readers."""

from dataclasses import dataclass
from functools import cache

from digest.model.edition import Edition
from digest.model.message import Inspection, PersonalContext, Rendered, Sentinel
from digest.model.publication import Publication
from digest.render.characters import printable, steer
from digest.render.environment import render_template
from digest.render.folding import fewest_folds, fold, fold_order, weigh_folds
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
            words=choose_strings(self.theme.strings, edition.language, self.publication.timezone),
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
            subject=steer(view.subject, view.told_dir or view.dir),
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
    order = fold_order(edition)

    @cache
    def folded(count: int) -> tuple[EditionView, str]:
        view = job.view(fold(edition, order[:count]))
        return view, job.html(view)

    def size(count: int) -> int:
        return len(folded(count)[1].encode())

    if size(0) <= FOLD_OVER or not order:
        return folded(0)
    saved = weigh_folds(edition, order)
    return folded(fewest_folds(size, saved, size=size(0), limit=FOLD_OVER))
