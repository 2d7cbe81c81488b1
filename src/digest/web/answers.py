"""Answers: pages, files and ways to other pages, each with the headers of its kind."""

from typing import TYPE_CHECKING

from digest.web.headers import Kind, write_headers

if TYPE_CHECKING:
    from starlette.responses import Response

    from digest.web.shelf import Paper


class Refused(Exception):
    """A request that is answered with a page that says why, and nothing else.

    Args:
        status: Of the answer.
        retry: Seconds after which it may be asked again; None where that would not help.
    """

    def __init__(self, status: int, *, retry: int | None = None) -> None:
        super().__init__(status)
        self.status = status
        self.retry = retry


def show_page(html: str, *, kind: Kind = Kind.PRIVATE, status: int = 200) -> "Response":
    """Answer with a page."""
    return give(html.encode("utf-8", "replace"), "text/html", kind=kind, status=status)


def give(
    body: bytes, media: str, *, kind: Kind, status: int = 200, more: dict[str, str] | None = None
) -> "Response":
    """Answer with bytes of a media type."""
    from starlette.responses import Response

    text = media.startswith("text/") or media.endswith(("json", "xml"))
    headers = write_headers(kind, more)
    headers["Content-Type"] = f"{media}; charset=utf-8" if text else media
    return Response(body, status_code=status, headers=headers)


def give_paper(paper: "Paper", media: str, *, kind: Kind, known: str) -> "Response":
    """Answer with a file, or with the word that who asks has it already.

    Args:
        paper: The file.
        media: Its media type.
        kind: What it is.
        known: The If-None-Match field of the request; may be empty.
    """
    tags = {tag.strip().removeprefix("W/") for tag in known.split(",")}
    fresh = paper.etag in tags or known.strip() == "*"
    return give(
        b"" if fresh else paper.body,
        media,
        kind=kind,
        status=304 if fresh else 200,
        more={"ETag": paper.etag},
    )


def lead_to(path: str, *, kind: Kind = Kind.PRIVATE, status: int = 303) -> "Response":
    """Lead to another page of ours.

    Args:
        path: From the top of the host; nothing that somebody typed.
        kind: What is led from.
        status: 303 after a form was sent, 308 from an address that is not quite right.
    """
    return give(b"", "text/plain", kind=kind, status=status, more={"Location": path})
