"""Leaving: by the page that a mail links to, and by the button of a mail program (RFC 8058)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.app.leave import find_leaver, leave
from digest.web import showing
from digest.web.answers import show_page
from digest.web.forms import Form, read_form
from digest.web.office import Office
from digest.web.ways import TOKEN, two_ways

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

ONE_CLICK = "one-click"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeavingRoom:
    """Lets readers go.

    Attributes:
        office: What requests are answered with.
    """

    office: Office

    def routes(self) -> "list[BaseRoute]":
        """List the ways here."""
        return [two_ways(f"/unsubscribe/{TOKEN}", self.show, self.take, name="unsubscribe")]

    async def show(self, request: "Request") -> "Response":
        """Show the button. A scanner of mail comes here as well, and changes nothing."""
        return await self._show_button(request, status=200)

    async def take(self, request: "Request") -> "Response":
        """Let somebody go; a mail program gets the same page as a person, and follows no redirect.

        What is posted says so. Anything else that posts here is shown the button.
        """
        office, token = self.office, request.path_params["token"]
        how = way_of(await read_form(request))
        if not how:
            return await self._show_button(request, status=400)
        desk = office.front.desk
        left = await office.turns.write(lambda: leave(desk, token, how=how))
        if left is None:
            raise office.refuse_token(request)
        if not left.already:
            office.metrics.leavings.labels(how).inc()
        return show_page(showing.show_left(office.visit(request, left.subscriber.language), left))

    async def _show_button(self, request: "Request", *, status: int) -> "Response":
        desk, token = self.office.front.desk, request.path_params["token"]
        person = await self.office.turns.read(lambda: find_leaver(desk, token))
        if person is None:
            raise self.office.refuse_token(request)
        visit = self.office.visit(request, person.language)
        return show_page(showing.show_leaving(visit, person, token=token), status=status)


def way_of(form: Form) -> str:
    """Tell how somebody leaves; empty when what was posted does not say that they do."""
    fields = {name.casefold(): value.strip().casefold() for name, value in form.fields}
    if fields.get("list-unsubscribe") == ONE_CLICK:
        return ONE_CLICK
    return "page" if fields.get("leave") == "yes" else ""
