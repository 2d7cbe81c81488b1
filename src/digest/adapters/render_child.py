"""The child process that renders: it may compute, and nothing else.

Started as `python -m digest.adapters.render_child`. It reads one request a line from standard
input and writes one answer a line to standard output, until its input ends.
"""

import resource
import sys
from functools import lru_cache
from typing import TYPE_CHECKING, Any, BinaryIO

from digest.adapters.render_wire import Answer, Request
from digest.errors import RenderError
from digest.model.message import Rendered
from digest.model.signup import LetterWish

if TYPE_CHECKING:
    from digest.render.opening import OpenTheme

MOST_OPEN_FILES = 64
NEEDED = (
    "babel.dates",
    "cssutils",
    "digest.render.letters",
    "digest.render.message",
    "html.entities",
    "lxml.html",
    "markdown_it",
    "nh3",
    "premailer",
)


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until there are no more."""
    import msgspec

    import_all()
    close_doors()
    for line in requests:
        request = msgspec.json.decode(line, type=Request)
        limit(request)
        answers.write(msgspec.json.encode(answer(request)) + b"\n")
        answers.flush()


def import_all() -> None:
    """Import what rendering needs while files can still be opened.

    Raises:
        RenderError: The compiler of MJML is not the one that we know.
    """
    from importlib import import_module

    for name in NEEDED:
        import_module(name)
    if not callable(getattr(import_module("mjml"), "mjml2html", None)):
        raise RenderError(
            "Another package took the place of mjml-python.", "pip uninstall mjml; then try again."
        )


def close_doors() -> None:
    """Give up writing files, starting processes and leaving core dumps."""
    for what, most in (
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, MOST_OPEN_FILES),
    ):
        hard = resource.getrlimit(what)[1]
        lowest = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (lowest, lowest))


def limit(request: Request) -> None:
    """Allow so much more processor time, and so much memory in all."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime) + 1
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    soft = spent + request.cpu_seconds
    unlimited = hard == resource.RLIM_INFINITY
    resource.setrlimit(resource.RLIMIT_CPU, (soft if unlimited else min(soft, hard), hard))
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (request.memory_bytes, hard))


def answer(request: Request) -> Answer:
    """Render one edition. Whatever goes wrong is an answer."""
    try:
        return make_answer(request)
    except RenderError as error:
        return Answer(message=error.message, hint=error.hint)
    except MemoryError:
        return Answer(message="Rendering needs more memory than it may have.")
    except Exception as error:  # noqa: BLE001 - the parent has to be told whatever it is
        return Answer(message=f"Rendering failed: {type(error).__name__}: {error}.")


def make_answer(request: Request) -> Answer:
    """Do what is asked for.

    Raises:
        RenderError: The theme is wrong.
    """
    from digest.render.message import inspect_edition, render_edition

    if request.only_lint:
        from digest.render.lint_theme import lint_theme

        return Answer(findings=tuple(lint_theme(request.theme, request.files)))
    theme = opened(request.theme, tuple(sorted(request.files.items())))
    if request.letter:
        return answer_letter(request, request.letter, theme)
    if request.on_trial:
        from digest.render.trial import try_edition

        trial = try_edition(
            request.edition,
            request.publication,
            theme=theme,
            content_hash=request.content_hash,
            public_url=request.public_url,
        )
        return Answer(rendered=trial.rendered, findings=trial.findings)
    make = inspect_edition if request.with_mjml else render_edition
    made = make(
        request.edition,
        request.publication,
        theme=theme,
        content_hash=request.content_hash,
        public_url=request.public_url,
    )
    if isinstance(made, Rendered):
        return Answer(rendered=made)
    return Answer(rendered=made.rendered, mjml=made.mjml)


def answer_letter(request: Request, wish: LetterWish, theme: "OpenTheme") -> Answer:
    """Render a letter, or try it.

    Raises:
        RenderError: The theme is wrong.
    """
    from digest.render.letters import render_letter

    given: Any = {
        "theme": theme,
        "content_hash": request.content_hash,
        "public_url": request.public_url,
    }
    if not request.on_trial:
        return Answer(rendered=render_letter(wish, request.publication, **given))
    from digest.render.trial import try_letter

    trial = try_letter(wish, request.publication, **given)
    return Answer(rendered=trial.rendered, findings=trial.findings)


@lru_cache(maxsize=4)
def opened(name: str, files: tuple[tuple[str, str], ...]) -> "OpenTheme":
    """Open a theme, once."""
    from digest.render.opening import open_theme

    return open_theme(name, dict(files))


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
