"""The form on which people sign up, here and on other sites, and the link that confirms it."""

import asyncio
import re
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from digest.app.signup import SignUpOutcome, SignUpWish, confirm, find_sign_up, sign_up
from digest.deliver.audience import address_key
from digest.web import showing
from digest.web.answers import lead_to, show_page
from digest.web.forms import Form, read_form
from digest.web.headers import Kind
from digest.web.networks import kept_network
from digest.web.office import Office
from digest.web.visit import Visit
from digest.web.ways import TOKEN, two_ways
from digest.web.wording import find_agreed

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

LONGEST_ADDRESS = 320
# What a browser says of the site whose page a form stood on.
ORIGIN = re.compile(r"https?://([a-z0-9.-]{1,200}(?::[0-9]{1,5})?)")
ELSEWHERE = ("cross-site", "same-site")
# Hidden from people; what fills it in is none.
HONEYPOT = "website"
# Seconds of which every answer to a sign-up takes a whole number.
EVEN = 0.025


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUpRoom:
    """Takes sign-ups, and confirms them.

    Attributes:
        office: What requests are answered with.
    """

    office: Office

    def routes(self) -> "list[BaseRoute]":
        """List the ways here."""
        from starlette.routing import Route

        return [
            two_ways("/subscribe", self.show_form, self.take_form, name="subscribe"),
            Route("/subscribe/", self.lead_to_form, methods=["GET", "POST"], name="subscribe"),
            Route("/subscribe/sent", self.show_sent, name="sent"),
            two_ways(f"/confirm/{TOKEN}", self.show_link, self.take_link, name="confirm"),
        ]

    async def show_form(self, request: "Request") -> "Response":
        """Show the form."""
        return show_page(showing.show_form(self.office.visit(request)), kind=Kind.FORM)

    async def lead_to_form(self, request: "Request") -> "Response":
        """Lead to the form from an address that is not quite its own; a form goes along."""
        visit = self.office.visit(request)
        return lead_to(visit.front.path("/subscribe", lang=visit.named), status=308)

    async def take_form(self, request: "Request") -> "Response":
        """Take a sign-up. Whatever is known of an address, and whatever is heeded: one answer."""
        began = perf_counter()
        form = await read_form(request)
        visit = self.office.visit(request, form.one("language"))
        email = form.one("email")[:LONGEST_ADDRESS]
        key = address_key(email)
        taken = key is not None and await self._take(request, form, visit, key)
        if not taken:
            html = showing.show_form(visit, email=email, lists=form.all("list"), wrong=True)
            return show_page(html, status=422)
        await even_out(perf_counter() - began)
        return lead_to(visit.public("/subscribe/sent"))

    async def _take(self, request: "Request", form: Form, visit: Visit, key: str) -> bool:
        """Keep a sign-up, unless a robot asks or somebody asks for too many.

        Returns:
            Whether it is answered as one that was kept.
        """
        office, desk = self.office, visit.front.desk
        if form.one(HONEYPOT):
            office.metrics.refused.labels("robot").inc()
            return True
        if not office.limits.may_sign_up(office.network(request), key):
            office.metrics.refused.labels("sign-ups").inc()
            return True
        source, network = name_source(request, desk.public_url), office.asker(request)

        def keep() -> SignUpOutcome:
            return sign_up(desk, read_wish(form, visit, source=source, network=network))

        if await office.turns.write(keep) is SignUpOutcome.BAD_ADDRESS:
            return False
        office.metrics.sign_ups.inc()
        office.wake()
        return True

    async def show_sent(self, request: "Request") -> "Response":
        """Say that a letter is on its way, whoever asks."""
        return show_page(showing.show_asked(self.office.visit(request)))

    async def show_link(self, request: "Request") -> "Response":
        """Show what a link confirms, and the button that does."""
        desk, token = self.office.front.desk, request.path_params["token"]
        seen = await self.office.turns.read(lambda: find_sign_up(desk, token))
        if seen is None:
            raise self.office.refuse_token(request)
        visit = self.office.visit(request, seen.language)
        return show_page(showing.show_link(visit, seen, token=token))

    async def take_link(self, request: "Request") -> "Response":
        """Confirm; doing it again is the same."""
        office, token = self.office, request.path_params["token"]
        await read_form(request)
        desk = office.front.desk
        done = await office.turns.write(lambda: confirm(desk, token))
        if done is None:
            # Who has left since is told so, as when they open the link.
            return await self.show_link(request)
        if not (done.already or done.expired):
            office.metrics.confirmations.inc()
            office.wake()
        visit = office.visit(request, done.subscriber.language)
        return show_page(showing.show_confirmed(visit, done, token=token))


def read_wish(form: Form, visit: Visit, *, source: str, network: str) -> SignUpWish:
    """Read what somebody asks for, with the words that they agreed to.

    Args:
        form: As it was sent.
        visit: In which language it was.
        source: Where it stood.
        network: Address that it came from.

    Raises:
        StoreError: The words cannot be looked up.
    """
    front = visit.front
    agreed = find_agreed(
        form.one("text"),
        visit.language,
        present=front.texts,
        find=front.desk.stores.sign_ups.consent_text,
    )
    return SignUpWish(
        email=form.one("email"),
        language=visit.language,
        lists=form.all("list"),
        source=f"{source}, {agreed.doubt}" if agreed.doubt else source,
        text=agreed.text,
        network=kept_network(network),
    )


async def even_out(seconds: float) -> None:
    """Wait until answers that took longer and shorter look alike from outside.

    Args:
        seconds: What it has taken so far.
    """
    await asyncio.sleep(EVEN - seconds % EVEN)


def name_source(request: "Request", public_url: str) -> str:
    """Tell where a form stood: "form" for ours, "form on HOST" for one of another site.

    A site may forbid browsers to name it; newer ones then still say that it is another.
    """
    origin = ORIGIN.fullmatch(request.headers.get("origin", "").lower())
    if origin is None:
        elsewhere = request.headers.get("sec-fetch-site", "") in ELSEWHERE
        return "form on another site" if elsewhere else "form"
    ours = urlsplit(public_url).netloc.lower()
    return "form" if origin[1] == ours else f"form on {origin[1]}"
