"""Rendering in a child process with limits, so that no template can hold up or hurt the desk."""

import os
import select
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Self

from digest.adapters.render_wire import Answer, RenderLimits, Request
from digest.adapters.theme_files import hash_files, read_theme_files
from digest.errors import RenderError
from digest.model.edition import Edition
from digest.model.message import Inspection, Rendered
from digest.model.publication import Publication
from digest.model.signup import LetterWish

if TYPE_CHECKING:
    from digest.render.theme import Theme

COMMAND = (sys.executable, "-P", "-B", "-m", "digest.adapters.render_child")
# Where Python and its packages are; nothing else of the environment is a template's business.
KEPT = ("PATH", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "HOME", "SYSTEMROOT")
KEPT_OF_COVERAGE = "COVERAGE_"
NO_EDITION = Edition(slug="", number=0, language="", subject="")
MOST_ANSWER = 16 * 2**20
CHUNK = 2**16
PATIENCE = 2.0


class ChildRenderer:
    """Renders in a child process that is started when it is needed and used again.

    Args:
        desk: The desk's folder of templates; it may be missing.
        limits: What one rendering may take.
    """

    def __init__(self, desk: Path, *, limits: RenderLimits | None = None) -> None:
        self.desk = desk
        self.limits = limits or RenderLimits()
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def render(
        self, edition: Edition, publication: Publication, *, content_hash: str, public_url: str
    ) -> Rendered:
        """Render both parts of an edition.

        Raises:
            RenderError: The theme is wrong or the limits were passed; names the template line.
        """
        return self._render(
            edition, publication, content_hash=content_hash, public_url=public_url
        ).rendered

    def inspect(
        self, edition: Edition, publication: Publication, *, content_hash: str, public_url: str
    ) -> Inspection:
        """Render both parts of an edition, and keep the MJML that its HTML was made of.

        Raises:
            RenderError: As for `render`.
        """
        return self._render(
            edition, publication, content_hash=content_hash, public_url=public_url, with_mjml=True
        )

    def letter(
        self, wish: LetterWish, publication: Publication, *, content_hash: str, public_url: str
    ) -> Rendered:
        """Render both parts of a letter to single people.

        Raises:
            RenderError: As for `render`.
        """
        answer = self.answer(
            edition=NO_EDITION,
            letter=wish,
            publication=publication,
            content_hash=content_hash,
            public_url=public_url,
        )
        if answer.rendered is None:
            raise RenderError(answer.message, answer.hint)
        return answer.rendered

    def tokens(self, theme: str) -> "Theme":
        """Read a theme's tokens: colours, fonts, widths.

        Raises:
            RenderError: A file of it cannot be used.
        """
        from digest.render.layers import find_layers
        from digest.render.tokens import read_layers

        # Not opened here, outside of the child's limits: only TOML is read.
        return read_layers(find_layers(theme, read_theme_files(theme, desk=self.desk)))

    def strings(self, theme: str) -> dict[str, Any]:
        """Read the mail's own words by language, the desk's own among them.

        Raises:
            RenderError: A file of the theme cannot be used.
        """
        from digest.render.strings import read_strings

        return read_strings(read_theme_files(theme, desk=self.desk))

    def theme_digest(self, theme: str) -> str:
        """Hash (SHA-256, hex) of every file that a theme may use, for the content hash.

        Raises:
            RenderError: A file cannot be used.
        """
        return hash_files(read_theme_files(theme, desk=self.desk))

    def _render(
        self,
        edition: Edition,
        publication: Publication,
        *,
        content_hash: str,
        public_url: str,
        with_mjml: bool = False,
    ) -> Inspection:
        """Let the child render."""
        answer = self.answer(
            edition=edition,
            publication=publication,
            with_mjml=with_mjml,
            content_hash=content_hash,
            public_url=public_url,
        )
        if answer.rendered is None:
            raise RenderError(answer.message, answer.hint)
        return Inspection(rendered=answer.rendered, mjml=answer.mjml)

    def answer(self, *, publication: Publication, **wish: Any) -> Answer:  # noqa: ANN401
        """Ask the child for what `Request` has names for.

        Raises:
            RenderError: It passed its limits, or ended.
        """
        import msgspec

        request = Request(
            **wish,
            publication=publication,
            theme=publication.theme,
            files=read_theme_files(publication.theme, desk=self.desk),
            cpu_seconds=self.limits.cpu_seconds,
            memory_bytes=self.limits.memory_bytes,
        )
        line = self._ask(msgspec.json.encode(request) + b"\n")
        try:
            return msgspec.json.decode(line, type=Answer)
        except msgspec.MsgspecError as error:
            self._kill()
            raise RenderError("The rendering process answered with nonsense.") from error

    def close(self) -> None:
        """End the child process."""
        child, self._child = self._child, None
        if child is None:
            return
        with child:
            if child.stdin:
                with suppress(BrokenPipeError):
                    child.stdin.close()
            try:
                child.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                child.kill()

    def _ask(self, request: bytes) -> bytes:
        """Hand a request to the child and wait for its answer, within the time limit."""
        child = self._start()
        deadline = monotonic() + self.limits.wall_seconds
        try:
            return exchange(child, request, deadline)
        except TimeoutError as error:
            self._kill()
            raise RenderError(
                f"Rendering took longer than {self.limits.wall_seconds:g} seconds and was stopped.",
                "Look for a loop in the theme's templates.",
            ) from error
        except EOFError as error:
            raise RenderError(
                self._ended(), "Run it again; if it stays, look at the theme."
            ) from error

    def _start(self) -> subprocess.Popen[bytes]:
        """Give the living child, or a new one."""
        if self._child is None or self._child.poll() is not None:
            self.close()
            self._child = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                COMMAND,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=small_environment(),
                bufsize=0,
                # Ctrl-C is for us: what is being made is finished. It ends with its input, which
                # ends with us, whatever ends us.
                start_new_session=True,
            )
        return self._child

    def _ended(self) -> str:
        """Tell why the child is gone."""
        status = self._child.wait() if self._child else 0
        self.close()
        if status == -signal.SIGXCPU:
            return (
                f"Rendering took more than {self.limits.cpu_seconds} seconds of processor time "
                "and was stopped."
            )
        if status == -signal.SIGKILL:
            return "The rendering process was killed; the machine may be short of memory."
        return f"The rendering process ended by itself (status {status})."

    def _kill(self) -> None:
        """End the child at once."""
        if self._child:
            self._child.kill()
        self.close()


def small_environment() -> dict[str, str]:
    """Pick what the child needs of the environment: no secret of the desk reaches a template."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    measured = {
        name: value for name, value in os.environ.items() if name.startswith(KEPT_OF_COVERAGE)
    }
    return kept | measured | {"LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"}


def exchange(child: subprocess.Popen[bytes], request: bytes, deadline: float) -> bytes:
    """Write a request and read one line back.

    Both at once: a child that does not read must not hold us up.

    Raises:
        TimeoutError: The deadline passed.
        EOFError: The child ended, or wrote without end.
    """
    if child.stdin is None or child.stdout is None:
        raise EOFError
    source, sink = child.stdout.fileno(), child.stdin.fileno()
    os.set_blocking(sink, False)
    answer = bytearray()
    while not answer.endswith(b"\n"):
        left = deadline - monotonic()
        writing = [sink] if request else []
        readable, writable, _ = select.select([source], writing, [], max(0.0, left))
        if not readable and not writable:
            raise TimeoutError
        if writable:
            request = request[write(sink, request) :]
        if readable:
            chunk = os.read(source, CHUNK)
            answer += chunk
            if not chunk or len(answer) > MOST_ANSWER:
                raise EOFError
    return bytes(answer)


def write(sink: int, request: bytes) -> int:
    """Write as much as fits; tells how much."""
    try:
        return os.write(sink, request[:CHUNK])
    except BrokenPipeError as error:
        raise EOFError from error
    except BlockingIOError:
        return 0
