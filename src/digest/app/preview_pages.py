"""What the preview's page asks for, answered beside the loop that serves it."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from typing import Any, TypeVar

from digest.app.ports import Fetcher
from digest.app.preview_live import LivePreview
from digest.app.preview_shapes import picture_ending, shape_look, shape_mistake, shape_reader
from digest.app.preview_sides import Wish
from digest.model.fetch import Fetched, FetchFailure
from digest.render.preview_mail import (
    Colours,
    fix_scheme,
    hide_pictures,
    open_links_outside,
    picture_addresses,
    show_pictures,
)
from digest.render.preview_model import shape_findings
from digest.render.preview_rules import write_rule_page

Result = TypeVar("Result")
Picture = tuple[str, bytes]

MOST_PICTURES = 240
EMPTY = '<!DOCTYPE html><html lang="en"><head><title>No mail yet</title></head><body></body></html>'


class PreviewPages:
    """The pages and tables of a live preview.

    Everything that renders or reads the store runs in one thread of its own, one after the other.

    Args:
        live: The edition.
        fetcher: Gives what fetches pictures, by the settings of this moment.
        hosted: Finds a picture that the publication keeps itself, by its address.
        rules: Page about each rule of `digest check`, as Markdown.
    """

    def __init__(
        self,
        live: LivePreview,
        *,
        fetcher: Callable[[], Fetcher],
        hosted: Callable[[str], Fetched | None],
        rules: Mapping[str, str],
    ) -> None:
        self._live = live
        self._fetcher = fetcher
        self._hosted = hosted
        self._rules = rules
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="preview")
        self._addresses: dict[str, str] = {}
        self._pictures: dict[str, asyncio.Task[Picture | None]] = {}
        self._missing: dict[str, str] = {}

    def close(self) -> None:
        """Wait for what is being rendered, and begin nothing more."""
        for task in self._pictures.values():
            task.cancel()
        self._thread.shutdown(wait=True, cancel_futures=True)

    async def run(self, function: Callable[..., Result], *arguments: object) -> Result:
        """Call a function in the thread where everything is rendered."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, function, *arguments)

    async def renew(self) -> tuple[int, bool]:
        """Look at what somebody has saved; tell the new version, and whether it can be shown."""
        for url in self._missing:
            self._pictures.pop(name_picture(url), None)
        self._missing.clear()
        return await self.run(self._renew)

    def _renew(self) -> tuple[int, bool]:
        version = self._live.refresh()
        return version, self._live.find_mistake() is None

    async def mail(self, query: Mapping[str, str]) -> str:
        """The mail as a frame shows it; an empty page when there is none."""
        look = await self.run(self._live.look, read_wish(query))
        if look.seen is None:
            return EMPTY
        html = look.seen.opened.html
        if query.get("images") == "off":
            html = hide_pictures(html)
        else:
            html = show_pictures(html, self._name_pictures(html))
        return open_links_outside(fix_scheme(html, read_colours(query.get("look", ""))))

    def _name_pictures(self, html: str) -> dict[str, str]:
        """Name every picture of a mail, so that no other address can be asked for."""
        named = {url: name_picture(url) for url in picture_addresses(html)[:MOST_PICTURES]}
        self._addresses |= {name: url for url, name in named.items()}
        return {url: f"pictures/{name}" for url, name in named.items()}

    async def state(self, query: Mapping[str, str]) -> dict[str, Any]:
        """Everything on the page but the mail itself and the findings."""
        return await self.run(self._state, read_wish(query))

    def _state(self, wish: Wish) -> dict[str, Any]:
        look = self._live.look(wish)
        return {
            **shape_look(look.seen),
            **self._live.describe(),
            "mistake": shape_mistake(look),
            "missing": [{"url": url, "reason": why} for url, why in self._missing.items()],
        }

    async def findings(self) -> dict[str, Any]:
        """What a check finds; null when the edition cannot be read."""
        found = await self.run(self._live.check)
        pages = {name: f"rules/{name}" for name in self._rules}
        return {"findings": None if found is None else shape_findings(found, pages=pages)}

    def rule(self, name: str) -> str | None:
        """The page about a rule; None when there is none."""
        text = self._rules.get(name)
        return None if text is None else write_rule_page(name, text)

    async def readers(self, text: str) -> dict[str, Any]:
        """Readers found by a part of their name or address."""
        found = await self.run(self._live.readers.find, text)
        return {"readers": [shape_reader(one) | {"handle": handle} for handle, one in found]}

    async def message(self, query: Mapping[str, str]) -> bytes:
        """The message as it would leave, for a mail program to open; empty when there is none."""
        look = await self.run(self._live.look, read_wish(query))
        return look.seen.opened.data if look.seen else b""

    async def picture(self, name: str) -> Picture | None:
        """A picture of the mail with its type, fetched once; None when it cannot be had."""
        address = self._addresses.get(name)
        if address is None:
            return None
        if name not in self._pictures:
            self._pictures[name] = asyncio.create_task(self._get(address))
        # Whoever else waits for it goes on waiting when one frame is closed.
        return await asyncio.shield(self._pictures[name])

    async def _get(self, address: str) -> Picture | None:
        """Find a picture in the publication's folder, else on the web, behind the fetch guard."""
        held = await self.run(self._hosted, address)
        answer = held or await self._fetcher().fetch(address)
        ending = picture_ending(answer)
        if isinstance(answer, FetchFailure):
            self._missing[address] = answer.reason
            return None
        if ending is None:
            self._missing[address] = "it is no picture"
            return None
        return f"image/{ending.replace('jpg', 'jpeg')}", answer.body


def name_picture(address: str) -> str:
    """Name a picture by its address."""
    return sha256(address.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def read_wish(query: Mapping[str, str]) -> Wish:
    """Read from which side the page wants to see the edition."""
    return Wish(
        theme=query.get("theme", ""),
        language=query.get("language", ""),
        mirrored=query.get("mirrored") == "yes",
        reader=query.get("reader", ""),
    )


def read_colours(text: str) -> Colours:
    """Read in which colours the mail is to be shown; light when nobody knows."""
    return Colours(text) if text in set(Colours) else Colours.LIGHT
