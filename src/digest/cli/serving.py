"""The command that serves the public pages."""

import os
import signal
from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.answer import Answer, print_line, print_lines, write_json
from digest.cli.invocation import Invocation
from digest.cli.opening import open_settings
from digest.errors import ConfigError, ExitStatus, StoreError

if TYPE_CHECKING:
    from digest.config import Settings
    from digest.web.front import Front
    from digest.web.logs import Log
    from digest.web.premises import Premises
    from digest.web.serving import Doors, Helpers, ServeWish

NEEDED = ("starlette", "uvicorn", "python_multipart", "prometheus_client")
STATUSES = {
    signal.SIGINT: ExitStatus.OK,  # Ctrl-C is how one ends it
    signal.SIGTERM: ExitStatus.TERMINATED,
}


def add_commands(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(serve)


def serve(
    context: typer.Context,
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="Address of this machine to listen on.")
    ] = "127.0.0.1",
    port: Annotated[
        int,
        typer.Option("--port", metavar="PORT", min=0, max=65535, help="0 takes any free port."),
    ] = 8000,
    trust_proxy: Annotated[
        bool,
        typer.Option(
            "--trust-proxy", help="A web server of yours passes requests on, and says for whom."
        ),
    ] = False,
    metrics_port: Annotated[
        int | None,
        typer.Option(
            "--metrics-port",
            metavar="PORT",
            min=0,
            max=65535,
            help="Tell /healthz and /metrics there.",
        ),
    ] = None,
    form: Annotated[
        bool,
        typer.Option("--form", help="Print the sign-up form for a site of yours; serve nothing."),
    ] = False,
) -> Answer:
    """Serve the public pages: sign-up, preferences, archive.

    Readers confirm, choose, pause and leave there; the letters that these pages bring about are
    sent meanwhile. SIGHUP reads settings and templates again; Ctrl-C ends it.
    """
    refuse_missing()
    from digest.web.serving import ServeWish

    invocation, settings = open_settings(context)
    wish = ServeWish(host=host, port=port, metrics_port=metrics_port, trust_proxy=trust_proxy)
    return print_form(invocation, settings, wish) if form else run_serve(invocation, settings, wish)


def refuse_missing() -> None:
    """Refuse to begin without what the pages need.

    Raises:
        ConfigError: It is not installed.
    """
    if any(find_spec(name) is None for name in NEEDED):
        raise ConfigError(
            "The public pages need more than is installed here.",
            "Install it: pip install 'digest-desk[web]'",
        )


def run_serve(invocation: Invocation, settings: "Settings", wish: "ServeWish") -> Answer:
    """Serve until somebody ends it."""
    import asyncio

    from digest.config import read_settings
    from digest.web.listening import address_of
    from digest.web.premises import Premises, choose_public_url
    from digest.web.serving import opened_doors, serve
    from digest.wiring import find_loop_factory, make_clock, opened_renderer, opened_stores

    choose_public_url(settings, host=wish.host, own_url="", trust_proxy=wish.trust_proxy)
    with (
        opened_doors(wish) as doors,
        opened_stores(settings) as stores,
        opened_renderer(settings) as renderer,
    ):
        premises = Premises(
            settings=settings,
            read=lambda: read_settings(settings.folder, os.environ),
            stores=stores,
            renderer=renderer,
            clock=make_clock(invocation.now),
            host=wish.host,
            own_url=address_of(doors.pages),
            trust_proxy=wish.trust_proxy,
        )
        helpers = make_helpers(invocation, premises)
        with asyncio.Runner(loop_factory=find_loop_factory()) as runner:
            asked = runner.run(
                serve(
                    premises,
                    doors,
                    helpers,
                    trust_proxy=wish.trust_proxy,
                    started=lambda: tell_start(invocation, premises, doors, helpers.log),
                )
            )
    status = STATUSES[asked] if asked else ExitStatus.BUG
    return Answer(
        lines=["The pages are no longer served.      Next: digest serve, digest subscribers list"],
        status=status,
        silent_when_quiet=True,
    )


def print_form(invocation: Invocation, settings: "Settings", wish: "ServeWish") -> Answer:
    """Print the form for other sites, in every language of the publication."""
    from digest.web.premises import Premises
    from digest.web.snippet import write_snippets
    from digest.wiring import make_clock, opened_renderer, opened_stores

    with opened_stores(settings) as stores, opened_renderer(settings) as renderer:
        premises = Premises(
            settings=settings,
            read=lambda: settings,
            stores=stores,
            renderer=renderer,
            clock=make_clock(invocation.now),
            host=wish.host,
            own_url=f"http://{wish.host}:{wish.port}",
        )
        front = premises.open_front(settings)
        forms = write_snippets(front)
        keep_words(front)
    shown = [
        f"<!-- {language} -->\n{html}" if len(forms) > 1 else html
        for language, html in forms.items()
    ]
    if not invocation.quiet:
        tell_form_address(premises)
    return Answer(
        lines=[line for html in shown for line in html.splitlines()],
        data={"forms": [{"language": one, "html": html} for one, html in forms.items()]},
    )


def tell_form_address(premises: "Premises") -> None:
    """Print where the form is taken, beside the form."""
    from digest.config import ENV_NAME

    where = premises.public_url
    print_line(
        f"Paste it into a page; it is taken at {where}/subscribe      Next: digest serve",
        to_stderr=True,
    )
    if not premises.settings.machine.public_url:
        print_line(
            "That is this machine alone. For others, write into "
            f"{ENV_NAME} where readers reach the pages: DIGEST_PUBLIC_URL=https://news.example.org",
            to_stderr=True,
        )


def keep_words(front: "Front") -> None:
    """Keep the words of the form, so that they are known when somebody agrees to them."""
    try:
        front.desk.stores.sign_ups.keep_texts(tuple(front.texts.values()))
    except StoreError as error:
        print_line(
            f"Warning: {error.message} The words of the form could not be kept for the proof. "
            "Before you change them, start digest serve, or print the form again.",
            to_stderr=True,
        )


def make_helpers(invocation: Invocation, premises: "Premises") -> "Helpers":
    """Gather what the pages need from outside."""
    from digest.cli.record_shown import shape_person
    from digest.web.logs import Log
    from digest.web.serving import Helpers
    from digest.wiring import make_picture_maker, make_picture_store

    return Helpers(
        log=Log(
            lambda line: print_line(line, to_stderr=True),
            now=premises.clock.now,
            quiet=invocation.quiet,
        ),
        pictures=make_picture_store(premises.settings),
        maker=make_picture_maker(),
        shape=shape_person,
    )


def tell_start(invocation: Invocation, premises: "Premises", doors: "Doors", log: "Log") -> None:
    """Print where the pages are, at once, and what readers will not get as things are."""
    from digest.web.listening import address_of

    url, public = address_of(doors.pages), premises.public_url
    metrics = address_of(doors.health) if doors.health else None
    if invocation.as_json:
        write_json({"url": url, "public_url": public, "metrics": metrics, "status": "ok"})
    if invocation.quiet:
        return
    lacks = list_lacks(premises.settings)
    if invocation.as_json:
        for line in lacks:
            log.tell(line)
        return
    where = f"{public}, which a web server passes on to {url}" if url != public else url
    print_line(f"The public pages are at {where}")
    if metrics:
        print_line(f"Health and metrics are at {metrics}/healthz and {metrics}/metrics")
    print_lines(lacks)
    print_line(
        f"Ctrl-C ends it.      Next: open {public}/subscribe; "
        "for a form on another site: digest serve --form"
    )


def list_lacks(settings: "Settings") -> list[str]:
    """Say what readers will not get as things are: a link that works for them, or a letter."""
    from digest.config import ENV_NAME

    lacks = []
    if not settings.machine.public_url:
        lacks.append(
            "Letters link to this machine alone; for readers write "
            f"DIGEST_PUBLIC_URL=https://news.example.org into {ENV_NAME}."
        )
    scheme, _, folder = settings.machine.relay.partition(":")
    if scheme == "maildir":
        box = folder.rstrip("/")
        lacks.append(f"Letters go into {box}/, to nobody, until DIGEST_RELAY is set.")
    return lacks
