"""Ways that pages and their forms share: one address, which shows to GET and takes from POST."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    Endpoint = Callable[[Request], Awaitable[Response]]

TOKEN = "{token}"  # noqa: S105 - the place of one in an address


def two_ways(path: str, show: "Endpoint", take: "Endpoint", *, name: str) -> "Route":
    """Make the way of a page with a form.

    Args:
        path: Below the public pages.
        show: Answers GET and HEAD; changes nothing.
        take: Answers POST.
        name: Under which both are told and counted.
    """
    from starlette.routing import Route

    async def answer(request: "Request") -> "Response":
        return await (take if request.method == "POST" else show)(request)

    return Route(path, answer, methods=["GET", "POST"], name=name)
