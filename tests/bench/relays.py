"""Where the messages go: Postfix's sink, our own faster one, and a whole Postfix that discards."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 60.0
MAIN_CF = """compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/mail.log
maillog_file_prefixes = {folder}
daemon_directory = /usr/lib/postfix/sbin
command_directory = /usr/sbin
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = loopback-only
inet_protocols = ipv4
myhostname = relay.example.org
mynetworks = 127.0.0.0/8
mydestination =
alias_maps =
alias_database =
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_tls_security_level = none
default_transport = discard:
relay_transport = discard:
local_transport = discard:
virtual_transport = discard:
"""
MASTER_CF = """127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""


def free_port() -> int:
    """Find a port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(port: int) -> None:
    """Wait until somebody answers."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


@contextmanager
def our_sink(*arguments: str) -> Iterator[int]:
    """Our own sink, which does next to nothing; with a certificate and its key it has STARTTLS."""
    command = [sys.executable, "-m", "tests.bench.servers", "mail", *arguments]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.terminate()


@contextmanager
def postfix_sink(program: str) -> Iterator[int]:
    """Postfix's smtp-sink, which takes mail for a test and forgets it."""
    port = free_port()
    owner = ["-u", "nobody"] if os.geteuid() == 0 else []
    with subprocess.Popen([program, *owner, f"127.0.0.1:{port}", "1024"]) as process:
        try:
            wait_for(port)
            yield port
        finally:
            process.terminate()


@contextmanager
def whole_postfix(folder: Path) -> Iterator[int]:
    """A Postfix of our own: it takes mail as a relay does, fsync and all, and then discards it."""
    port = free_port()
    config = folder / "config"
    for place in (folder, config, folder / "queue", folder / "data"):
        place.mkdir(exist_ok=True)
        place.chmod(0o755)
    shutil.chown(folder / "data", "postfix")
    (config / "main.cf").write_text(MAIN_CF.format(folder=folder), encoding="ascii")
    (config / "master.cf").write_text(MASTER_CF.format(port=port), encoding="ascii")
    control = ["postfix", "-c", str(config)]
    subprocess.run([*control, "start"], check=True, capture_output=True)
    try:
        wait_for(port)
        yield port
    finally:
        subprocess.run([*control, "stop"], check=True, capture_output=True)


def why_no_postfix() -> str:
    """Tell why a Postfix of our own cannot be started here; empty when it can."""
    if not shutil.which("postfix"):
        return "install postfix"
    return "" if os.geteuid() == 0 else "only root can start it"


def wait_until_empty(queue: Path) -> None:
    """Wait until Postfix has dealt with all it took, so that nobody pays for another's mail."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        left = (
            name
            for part in ("incoming", "active", "maildrop")
            for _, _, names in os.walk(queue / part)
            for name in names
        )
        if next(left, None) is None:
            return
        time.sleep(0.2)
