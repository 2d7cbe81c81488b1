"""The archive, its feeds and pictures, for everybody."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from digest.render.archive import PAGE
from digest.web.answers import Refused, give, give_paper, lead_to
from digest.web.headers import Kind, write_headers
from digest.web.papers import Papers
from digest.web.pictures import Cards

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

MEDIA = {
    "html": "text/html",
    "json": "application/feed+json",
    "txt": "text/plain",
    "xml": "application/xml",
    "jpg": "image/jpeg",
    "png": "image/png",
}
FEED = "application/rss+xml"


class ReadingRoom:
    """Shows the archive.

    Args:
        papers: Its pages and feeds.
        cards: Pictures of shared links.
        read_picture: Reads a picture of the publication by its name, beside the loop.
        base: Tells the path of the public pages.
    """

    def __init__(
        self,
        papers: Papers,
        cards: Cards,
        *,
        read_picture: Callable[[str], bytes | None],
        base: Callable[[], str],
    ) -> None:
        self._papers = papers
        self._cards = cards
        self._read_picture = read_picture
        self._base = base

    def routes(self) -> "list[Route]":
        """List the ways here."""
        from starlette.routing import Route

        ways = {
            "/feed.xml": "feed",
            "/feed.json": "feed",
            "/robots.txt": "robots",
            "/sitemap.xml": "sitemap",
            "/sitemap-{number:int}.xml": "sitemap",
            "/archive": "archive",
            "/archive/{path:path}": "archive",
        }
        return [
            Route("/archive/pictures/{name}", self.show_picture, name="picture"),
            Route("/favicon.ico", self.show_no_icon, name="icon"),
            *(Route(path, self.lead_to_archive, name="top") for path in ("/", "/index.html")),
            *(Route(path, self.show_file, name=name) for path, name in ways.items()),
        ]

    async def show_no_icon(self, request: "Request") -> "Response":
        """Say that there is no icon, which every browser asks for and would note as a fault."""
        del request
        from starlette.responses import Response

        return Response(status_code=204, headers=write_headers(Kind.CARD))

    async def lead_to_archive(self, request: "Request") -> "Response":
        """Lead to the archive, which may be somewhere else one day."""
        del request
        return lead_to(f"{self._base()}/archive/", kind=Kind.ARCHIVE, status=307)

    async def show_file(self, request: "Request") -> "Response":
        """Show a page, a list, a feed or a card."""
        path = file_of(request.scope["path"])
        known = request.headers.get("if-none-match", "")
        card = await self._cards.find(path)
        if card:
            return give_paper(card, MEDIA["jpg"], kind=Kind.CARD, known=known)
        paper = await self._papers.find(path)
        if paper:
            return give_paper(paper, media_of(path), kind=Kind.ARCHIVE, known=known)
        # A page's links hold below its own folder only.
        if "." not in path.rpartition("/")[2] and await self._papers.find(f"{path}/{PAGE}"):
            return lead_to(f"{self._base()}/{path}/", kind=Kind.ARCHIVE, status=308)
        raise Refused(404)

    async def show_picture(self, request: "Request") -> "Response":
        """Show a picture that mails show from here; it never changes under its name."""
        name = request.path_params["name"]
        body = await self._papers.run(lambda: self._read_picture(name))
        if body is None:
            raise Refused(404)
        return give(body, MEDIA[name.rpartition(".")[2]], kind=Kind.PICTURE)


def file_of(path: str) -> str:
    """Tell the file of a request's path."""
    inner = path.removeprefix("/")
    return inner + PAGE if inner.endswith("/") or not inner else inner


def media_of(path: str) -> str:
    """Tell the media type of a file of the archive."""
    return FEED if path.endswith("feed.xml") else MEDIA.get(path.rpartition(".")[2], MEDIA["html"])
