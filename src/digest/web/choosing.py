"""Preferences: what a reader gets, a pause, an end, and everything that is kept about them."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from digest.app.leave import come_back, leave
from digest.app.preferences import (
    PreferencesSheet,
    SheetMistake,
    SheetWish,
    forget_me,
    read_sheet,
    save_sheet,
    tell_everything,
)
from digest.model.record import PersonReport
from digest.web import showing
from digest.web.answers import give, lead_to, show_page
from digest.web.forms import Form, read_form
from digest.web.headers import Kind
from digest.web.office import Office
from digest.web.ways import TOKEN, two_ways

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

PREFERENCES = f"/preferences/{TOKEN}"
SAVED = "saved"


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferencesRoom:
    """Lets readers choose.

    Attributes:
        office: What requests are answered with.
        shape: Writes everything that is kept about a person as `subscribers show --json` does.
    """

    office: Office
    shape: Callable[[PersonReport], dict[str, Any]]

    def routes(self) -> "list[BaseRoute]":
        """List the ways here."""
        from starlette.routing import Route

        return [
            two_ways(PREFERENCES, self.show, self.take, name="preferences"),
            Route(f"{PREFERENCES}/everything", self.show_everything, name="everything"),
            Route(f"{PREFERENCES}/everything.json", self.give_everything, name="everything"),
            two_ways(f"{PREFERENCES}/forget", self.show_forget, self.forget, name="forget"),
        ]

    async def show(self, request: "Request") -> "Response":
        """Show what a reader has chosen."""
        sheet = await self._sheet(request)
        return self._show(request, sheet, is_saved=request.query_params.get(SAVED) == "1")

    async def take(self, request: "Request") -> "Response":
        """Keep what a reader chose, let them go, or let them come back."""
        form = await read_form(request)
        match form.one("action"):
            case "save":
                return await self._save(request, form)
            case "leave":
                return await self._leave(request)
            case "back":
                return await self._come_back(request)
            case _:
                return self._show(request, await self._sheet(request), status=400)

    async def _save(self, request: "Request", form: Form) -> "Response":
        office, token = self.office, request.path_params["token"]
        wish = SheetWish(
            lists=form.all("list"),
            sections=form.all("section"),
            frequency=form.one("frequency"),
            language=form.one("language"),
            pause=form.one("pause"),
        )
        desk = office.front.desk
        mistakes = await office.turns.write(lambda: save_sheet(desk, token, wish))
        if mistakes is None:
            raise office.refuse_token(request)
        if not mistakes:
            # In the language that was chosen, whatever the address named before.
            return lead_to(f"{office.front.path(f'/preferences/{token}')}?{SAVED}=1")
        sheet = await self._sheet(request)
        return self._show(request, sheet, mistakes=mistakes, wish=wish, status=422)

    async def _leave(self, request: "Request") -> "Response":
        office, token = self.office, request.path_params["token"]
        desk = office.front.desk
        left = await office.turns.write(lambda: leave(desk, token, how="preferences"))
        if left is None:
            raise office.refuse_token(request)
        if not left.already:
            office.metrics.leavings.labels("preferences").inc()
        return show_page(showing.show_left(office.visit(request, left.subscriber.language), left))

    async def _come_back(self, request: "Request") -> "Response":
        desk, token = self.office.front.desk, request.path_params["token"]
        await self.office.turns.write(lambda: come_back(desk, token))
        sheet = await self._sheet(request)
        visit = self.office.visit(request, sheet.language)
        return lead_to(visit.own(f"/preferences/{token}"))

    async def show_everything(self, request: "Request") -> "Response":
        """Show everything that is kept about a reader."""
        report = await self._everything(request)
        visit = self.office.visit(request, report.subscriber.language)
        token = request.path_params["token"]
        return show_page(showing.show_everything(visit, report, token=token))

    async def give_everything(self, request: "Request") -> "Response":
        """Give it as a file, for other programs."""
        told = json.dumps(self.shape(await self._everything(request)), ensure_ascii=False, indent=1)
        return give(
            told.encode("utf-8", "replace") + b"\n",
            "application/json",
            kind=Kind.DATA,
            more={"Content-Disposition": 'attachment; filename="everything.json"'},
        )

    async def show_forget(self, request: "Request") -> "Response":
        """Show the button that erases."""
        sheet = await self._sheet(request)
        visit = self.office.visit(request, sheet.language)
        return show_page(showing.show_forget(visit, sheet, token=request.path_params["token"]))

    async def forget(self, request: "Request") -> "Response":
        """Erase a reader at their own wish."""
        office, token = self.office, request.path_params["token"]
        await read_form(request)
        visit = office.visit(request, (await self._sheet(request)).language)
        desk = office.front.desk
        if not await office.turns.write(lambda: forget_me(desk, token)):
            raise office.refuse_token(request)
        office.metrics.leavings.labels("forgotten").inc()
        return show_page(showing.show_forgotten(visit))

    async def _sheet(self, request: "Request") -> PreferencesSheet:
        desk, token = self.office.front.desk, request.path_params["token"]
        sheet = await self.office.turns.read(lambda: read_sheet(desk, token))
        if sheet is None:
            raise self.office.refuse_token(request)
        return sheet

    async def _everything(self, request: "Request") -> PersonReport:
        desk, token = self.office.front.desk, request.path_params["token"]
        report = await self.office.turns.read(lambda: tell_everything(desk, token))
        if report is None:
            raise self.office.refuse_token(request)
        return report

    def _show(
        self,
        request: "Request",
        sheet: PreferencesSheet,
        *,
        status: int = 200,
        mistakes: tuple[SheetMistake, ...] = (),
        wish: SheetWish | None = None,
        is_saved: bool = False,
    ) -> "Response":
        html = showing.show_sheet(
            self.office.visit(request, sheet.language),
            sheet,
            token=request.path_params["token"],
            mistakes=mistakes,
            wish=wish,
            is_saved=is_saved,
        )
        return show_page(html, status=status)
