"""Pictures made small and cards drawn, in one child process with limits that is used again."""

import asyncio
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from dataclasses import dataclass

from digest.adapters.card_lines import drawable
from digest.adapters.fonts import SystemFonts
from digest.adapters.picture_child import WORD, Answer, Request
from digest.adapters.readers import close_pipes, end, small_environment
from digest.model.picture import CardWish, Picture, PictureFailure, PictureWish

COMMAND = (sys.executable, "-P", "-B", "-m", "digest.adapters.picture_child")
LARGEST_ANSWER = 8 * 2**20
LARGEST_REQUEST = 10 * 2**20
PATIENCE = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureLimits:
    """What one picture may take.

    Attributes:
        cpu_seconds: Of processor time.
        memory_bytes: Of address space: 50 megapixels need less than half of it.
        wall_seconds: Until the answer; then the child is killed.
    """

    cpu_seconds: int = 10
    memory_bytes: int = 1536 * 2**20
    wall_seconds: float = 20.0


class ChildPictureMaker:
    """Hands pictures to a child process that is started when it is needed, one after the other.

    A picture that passes its limits ends the child, which costs that picture alone.

    Args:
        limits: What one picture may take.
        fonts: What cards are written with.
    """

    def __init__(
        self, *, limits: PictureLimits | None = None, fonts: SystemFonts | None = None
    ) -> None:
        self._limits = limits or PictureLimits()
        self._fonts = fonts or SystemFonts()
        self._child: Process | None = None
        self._turn = asyncio.Lock()

    @property
    def pid(self) -> int | None:
        """Number of the living process; None while there is none."""
        return self._child.pid if self._child else None

    async def shrink(self, body: bytes, wish: PictureWish) -> Picture | PictureFailure:
        """Make of a fetched file what the mail needs; whatever is wrong with it is a failure."""
        if len(body) > LARGEST_REQUEST:
            return PictureFailure(reason=f"it is larger than {LARGEST_REQUEST // 2**20} MiB")
        return await self._ask(
            Request(
                body=body,
                wish=wish,
                seconds=self._limits.cpu_seconds,
                memory=self._limits.memory_bytes,
            )
        )

    async def make_card(self, wish: CardWish) -> Picture | PictureFailure:
        """Draw an edition's card, 1200 × 630, with fonts of this machine.

        Words for which there is no font are left out.
        """
        masthead, headline, date = (
            drawable(text) for text in (wish.masthead, wish.headline, wish.date)
        )
        card = CardWish(
            masthead=masthead,
            headline=headline,
            date=date,
            language=wish.language,
            colours=wish.colours,
            picture=wish.picture,
        )
        fonts = (
            self._fonts.choose(masthead, serif=True, bold=True),
            self._fonts.choose(headline, serif=True, bold=True),
            self._fonts.choose(date, serif=False, bold=False),
        )
        return await self._ask(
            Request(
                card=card,
                fonts=fonts,
                seconds=self._limits.cpu_seconds,
                memory=self._limits.memory_bytes,
            )
        )

    async def close(self) -> None:
        """End the child process."""
        child, self._child = self._child, None
        if child is None:
            return
        end(child)
        await child.wait()
        close_pipes(child)

    async def _ask(self, request: Request) -> Picture | PictureFailure:
        """Let the child do it, when it is free."""
        import msgspec

        async with self._turn:
            try:
                async with asyncio.timeout(self._limits.wall_seconds):
                    data = await exchange(await self._living(), msgspec.msgpack.encode(request))
                answer = msgspec.msgpack.decode(data, type=Answer)
            except TimeoutError:
                await self.close()
                seconds = f"{self._limits.wall_seconds:g} s"
                return PictureFailure(reason=f"opening it took longer than {seconds}")
            except (EOFError, ConnectionError):
                return PictureFailure(reason=await self._why_ended())
            except msgspec.MsgspecError:
                await self.close()
                return PictureFailure(reason="opening it brought the process into disorder")
            except OSError as error:
                reason = f"no process can be started to open it: {error.strerror}"
                return PictureFailure(reason=reason)
            except asyncio.CancelledError:
                # What it is working on would be taken for the answer to the next one.
                await self.close()
                raise
        return answer.picture or PictureFailure(reason=answer.reason)

    async def _living(self) -> Process:
        """Give the living child, or a new one."""
        if self._child is None or self._child.returncode is not None:
            await self.close()
            self._child = await asyncio.create_subprocess_exec(
                *COMMAND,
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,
                env=small_environment(),
                # Ctrl-C is for us; it ends with its input, which ends with us.
                start_new_session=True,
            )
        return self._child

    async def _why_ended(self) -> str:
        """Tell why the child is gone."""
        status = None
        if self._child is not None:
            with suppress(TimeoutError):
                status = await asyncio.wait_for(self._child.wait(), PATIENCE)
        await self.close()
        if status == -signal.SIGXCPU:
            return f"opening it takes more than {self._limits.cpu_seconds} s of processor time"
        return "opening it ended the process that opens pictures"


async def exchange(child: Process, request: bytes) -> bytes:
    """Hand a request to the child and wait for its answer.

    Raises:
        EOFError: It ended, or answers without end.
        ConnectionError: It ended before it took everything.
    """
    if child.stdin is None or child.stdout is None:
        raise EOFError
    child.stdin.write(len(request).to_bytes(WORD, "big") + request)
    await child.stdin.drain()
    try:
        size = int.from_bytes(await child.stdout.readexactly(WORD), "big")
        if size > LARGEST_ANSWER:
            raise EOFError
        return await child.stdout.readexactly(size)
    except asyncio.IncompleteReadError as error:
        raise EOFError from error
