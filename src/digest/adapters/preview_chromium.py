"""Photographs of a page by Chromium, which is started without a window and without a network."""

import os
import re
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from digest.errors import UsageError

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--metrics-recording-only",
    "--no-default-browser-check",
    "--no-first-run",
    "--no-pings",
    "--hide-scrollbars",
    "--force-device-scale-factor=1",
    # Every name and every address leads nowhere, whatever a mail names.
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=127.0.0.1:9",
    "--virtual-time-budget=4000",
)
PATIENCE = 60.0
FIRST_WINDOW = (2400, 1200)
# More than that cannot be drawn in one piece.
LARGEST = 16_000
MEASURED = re.compile(r'data-measured="(\d{1,6}) (\d{1,6})"')


def find_chromium() -> str:
    """Find Chromium, or a browser made of it.

    Raises:
        UsageError: There is none.
    """
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        raise UsageError(
            f"A contact sheet needs Chromium, and none is on PATH ({', '.join(NAMES)}).",
            "Install one (on Debian: apt install chromium), or look at the page: digest preview",
        )
    return found


def photograph(html: str, target: Path) -> None:
    """Photograph a page that says itself how large it is.

    Args:
        html: Once it has been laid out its root has `data-measured="WIDTH HEIGHT"`.
        target: The PNG.

    Raises:
        UsageError: There is no Chromium, or it fails.
    """
    program = find_chromium()
    with TemporaryDirectory(prefix="digest-preview-") as name:
        folder = Path(name)
        page, picture = folder / "page.html", folder / "page.png"
        page.write_text(html, encoding="utf-8", errors="replace")
        laid_out = run(program, folder, FIRST_WINDOW, "--dump-dom", page.as_uri())
        measured = MEASURED.search(laid_out)
        size = (int(measured[1]), int(measured[2])) if measured else FIRST_WINDOW
        window = (min(size[0], LARGEST), min(size[1], LARGEST))
        run(program, folder, window, f"--screenshot={picture}", page.as_uri())
        if not picture.exists():
            # One that is fenced in by a package of its own may not use the system's folder.
            raise UsageError(
                f"{program} has made no picture in {folder.parent}.",
                "Let TMPDIR name a folder that it may use, or look at the page: digest preview",
            )
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(picture, target)
        except OSError as error:
            raise UsageError(
                f"{target} cannot be written: {error.strerror}.", "Name another folder."
            ) from error


def run(program: str, folder: Path, window: tuple[int, int], *words: str) -> str:
    """Run Chromium once, in a group of its own, so that all of it can be ended when it is late.

    Raises:
        UsageError: It fails, or takes too long.
    """
    command = [
        program,
        *FLAGS,
        # Its own fence cannot be put up by the superuser.
        *(["--no-sandbox"] if os.geteuid() == 0 else []),
        f"--user-data-dir={folder / 'profile'}",
        f"--window-size={window[0]},{window[1]}",
        *words,
    ]
    with subprocess.Popen(  # noqa: S603 - a browser that was found on PATH, our own words
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as child:
        try:
            out = wait_for(child)
        except subprocess.TimeoutExpired as error:
            raise UsageError(
                f"{program} took longer than {PATIENCE:g} seconds and was stopped.",
                "Try it again, or look at the page: digest preview",
            ) from error
    if child.returncode:
        raise UsageError(
            f"{program} ended with status {child.returncode}.",
            "Try it again, or look at the page: digest preview",
        )
    return out.decode("utf-8", "replace")


def wait_for(child: "subprocess.Popen[bytes]") -> bytes:
    """Wait until Chromium has ended; it does not outlive us when it is late or we are stopped.

    Raises:
        subprocess.TimeoutExpired: It takes too long.
    """
    try:
        return child.communicate(timeout=PATIENCE)[0]
    except BaseException:
        # With its helpers: they are one group.
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        raise
