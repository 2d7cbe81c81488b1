"""The process that opens strangers' pictures: limited, used again, ended when it must be."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

import pytest
from PIL import Image
from tests.unit.adapters.pictures import HERO, MOST, STORY, noise, opened, png_bomb, slope, written

from digest.adapters.fonts import SystemFonts
from digest.adapters.picture_maker import ChildPictureMaker, PictureLimits
from digest.model.picture import CardColours, CardWish, Picture, PictureFailure

COLOURS = CardColours(ground="#ffffff", text="#1a1a1a", muted="#595959", accent="#a8241a")


def run(
    work: Callable[[ChildPictureMaker], Awaitable[None]], limits: PictureLimits | None = None
) -> None:
    async def whole() -> None:
        maker = ChildPictureMaker(limits=limits)
        try:
            await work(maker)
        finally:
            await maker.close()

    asyncio.run(whole())


def test_one_process_serves_several_pictures_and_hostile_ones_cost_only_themselves() -> None:
    async def work(maker: ChildPictureMaker) -> None:
        first = await maker.shrink(written(slope(900, 600)), STORY)
        assert isinstance(first, Picture)
        pid = maker.pid
        for hostile in (
            png_bomb(20_000, 20_000, rows=1),
            written(noise(300, 200))[:9_000],
            b"<svg onload='x'/>",
            os.urandom(5_000),
        ):
            assert isinstance(await maker.shrink(hostile, STORY), PictureFailure)
        noisy = await maker.shrink(written(noise(900, 600), "PNG"), HERO)
        assert isinstance(noisy, Picture)
        assert len(noisy.body) <= MOST
        again = await maker.shrink(written(slope(900, 600)), STORY)
        assert again == first
        assert maker.pid == pid
        await maker.close()
        # Another process makes the same bytes.
        assert await maker.shrink(written(slope(900, 600)), STORY) == first

    run(work)


def test_the_process_can_open_nothing_start_nothing_and_write_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def work(maker: ChildPictureMaker) -> None:
        assert isinstance(await maker.shrink(written(slope(90, 60)), STORY), Picture)
        look_at(maker.pid or 0)

    def look_at(pid: int) -> None:
        place = Path(f"/proc/{pid}")
        if not (place / "limits").exists():
            pytest.skip("there is no /proc here")
        lines = (place / "limits").read_text().splitlines()[1:]
        told = {line[:26].strip(): line[26:].split()[0] for line in lines}
        assert told["Max open files"] == "3"
        assert told["Max file size"] == "0"
        assert told["Max processes"] == "0"
        assert told["Max core file size"] == "0"
        assert int(told["Max address space"]) == PictureLimits().memory_bytes
        assert int(told["Max cpu time"]) <= PictureLimits().cpu_seconds + 10
        assert b"DIGEST_" not in (place / "environ").read_bytes()

    monkeypatch.setenv("DIGEST_SECRET", "a secret that no picture may see")
    run(work)


def test_a_picture_that_needs_too_much_memory_costs_that_picture() -> None:
    async def work(maker: ChildPictureMaker) -> None:
        large = written(Image.new("RGB", (6_000, 6_000)), "PNG")
        failed = await maker.shrink(large, STORY)
        assert isinstance(failed, PictureFailure)
        assert "memory" in failed.reason
        assert isinstance(await maker.shrink(written(slope(90, 60)), STORY), Picture)

    run(work, PictureLimits(memory_bytes=170 * 2**20))


async def end_child(maker: ChildPictureMaker) -> None:
    """End the process that opens pictures, and wait until that is known here."""
    pid = maker.pid or 0
    os.kill(pid, signal.SIGKILL)
    with suppress(ProcessLookupError):
        while True:
            os.kill(pid, 0)
            await asyncio.sleep(0.02)
    await asyncio.sleep(0.1)


def test_a_picture_that_takes_too_long_is_given_up_and_the_next_one_has_a_new_process() -> None:
    async def work(maker: ChildPictureMaker) -> None:
        assert isinstance(await maker.shrink(written(slope(90, 60)), STORY), Picture)
        os.kill(maker.pid or 0, signal.SIGSTOP)
        begun = asyncio.get_running_loop().time()
        failed = await maker.shrink(written(slope(90, 60)), STORY)
        assert asyncio.get_running_loop().time() - begun < 15
        assert isinstance(failed, PictureFailure)
        assert "longer than 1.5 s" in failed.reason
        assert isinstance(await maker.shrink(written(slope(90, 60)), STORY), Picture)
        await end_child(maker)
        assert isinstance(await maker.shrink(written(slope(90, 60)), STORY), Picture)

    run(work, PictureLimits(wall_seconds=1.5))


def test_a_card_is_drawn_with_and_without_a_picture_and_the_same_each_time() -> None:
    if not SystemFonts().choose("Ministers", serif=True, bold=True):
        pytest.skip("there is no font on this machine")
    wish = CardWish(
        masthead="The Daily",
        headline="Ministers back down on port levy after a night of talks 🎉",
        date="Monday, 23 November 2026",
        language="en",
        colours=COLOURS,
    )

    async def work(maker: ChildPictureMaker) -> None:
        plain = await maker.make_card(wish)
        assert isinstance(plain, Picture)
        assert opened(plain.body).size == (1200, 630)
        assert await maker.make_card(wish) == plain
        wordless = await maker.make_card(CardWish(masthead="", language="en", colours=COLOURS))
        assert isinstance(wordless, Picture)
        assert wordless.body != plain.body
        # Where no font has the letters there is what can be drawn, and never boxes.
        bare = ChildPictureMaker(fonts=SystemFonts(()))
        assert await bare.make_card(wish) == wordless
        await bare.close()
        photograph = CardWish(
            masthead="The Daily",
            headline="Ministers back down",
            language="en",
            colours=COLOURS,
            picture=written(slope(1200, 675)),
        )
        pictured = await maker.make_card(photograph)
        assert isinstance(pictured, Picture)
        image = opened(pictured.body).convert("RGB")
        assert image.getpixel((1190, 620)) == (255, 255, 255)
        assert image.getpixel((10, 100)) != (255, 255, 255)
        broken = await maker.make_card(
            CardWish(masthead="", language="en", colours=COLOURS, picture=b"\xff\xd8 no picture")
        )
        assert broken == wordless

    run(work)
