"""What a forked `digest` may be rigged with before it begins; the engine itself stays as it is."""

import os
import pickle
import resource
import signal
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.e2e.failpoints import Steps


@dataclass(slots=True, kw_only=True)
class Rig:
    """How a run differs from an ordinary one.

    Attributes:
        renderings: A folder that keeps renderings between runs, which take longest of all.
        die: Step before which, or after which (True), the process is killed.
        lease: Seconds for which a batch is held without a sign of life.
        patience: Seconds to wait for a locked database.
        batch: Most readers in one batch.
        room: Bytes that each file may have; nought for no limit.
        full: Name of a call of the ledger, and which of them, from which on the disk is full.
        jump: Seconds by which the clock jumps when SIGUSR1 comes.
        machine: Name of the machine that the process takes itself to be on.
    """

    renderings: str = ""
    die: tuple[int, bool] | None = None
    lease: float = 0
    patience: float = 0
    batch: int = 0
    room: int = 0
    full: tuple[str, int] | None = None
    jump: float = 0
    machine: str = ""


def rig(options: dict[str, Any]) -> Callable[[], None]:
    """Do it; what comes back is to be called at the end of a run that lived."""
    chosen = Rig(**options)
    if chosen.renderings:
        keep_renderings(Path(chosen.renderings))
    if chosen.lease:
        shorten_lease(timedelta(seconds=chosen.lease))
    if chosen.patience:
        set_default("patience", timedelta(seconds=chosen.patience))
    if chosen.batch:
        set_default("readers_a_batch", chosen.batch)
    take_room(chosen)
    if chosen.jump:
        let_clock_jump(timedelta(seconds=chosen.jump))
    if chosen.machine:
        be_elsewhere(chosen.machine)
    if not chosen.die:
        return lambda: None
    steps = Steps(at=chosen.die[0], after=chosen.die[1])
    steps.watch()
    return steps.tell


def keep_renderings(folder: Path) -> None:
    """Render once, in the child with limits as ever, and remember it for the runs to come."""
    from digest.adapters.templates import ChildRenderer

    render = ChildRenderer.render

    def render_once(renderer: Any, *arguments: Any, **options: Any) -> Any:
        assert set(options) == {"content_hash", "public_url"}
        # Variants of an edition have its hash.
        edition = sha256(repr(arguments).encode()).hexdigest()
        path = folder / quote("-".join([*sorted(options.values()), edition]), safe="")
        if not path.exists():
            draft = folder / str(os.getpid())
            draft.write_bytes(pickle.dumps(render(renderer, *arguments, **options)))
            draft.rename(path)
        return pickle.loads(path.read_bytes())  # noqa: S301 - our own

    replace(ChildRenderer, "render", render_once)


def replace(owner: object, name: str, value: object) -> None:
    """Put something else in the place of what is there. The process is not used again."""
    assert hasattr(owner, name)
    setattr(owner, name, value)


def shorten_lease(lease: timedelta) -> None:
    holders = [
        module
        for name, module in list(sys.modules.items())
        if name.startswith("digest.") and isinstance(getattr(module, "LEASE", None), timedelta)
    ]
    assert holders, "nobody knows how long a lease is"
    for module in holders:
        replace(module, "LEASE", lease)


def set_default(name: str, value: object) -> None:
    from digest.adapters.store import open_store

    defaults = open_store.__kwdefaults__
    assert defaults is not None
    assert name in defaults
    defaults[name] = value


def take_room(chosen: Rig) -> None:
    if chosen.room:
        limit_files(chosen.room)
    if chosen.full:
        fill_disk(*chosen.full)


def be_elsewhere(machine: str) -> None:
    """Be on another machine than the others: none sees of another whether its process has ended."""
    from digest.adapters import owner

    replace(owner, "read_machine", lambda: machine)
    replace(socket, "gethostname", lambda: machine)


def limit_files(most: int) -> None:
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))


def fill_disk(call: str, which: int) -> None:
    """Let no file grow from the moment of a call of the ledger on."""
    from digest.adapters.store.ledger import SqlLedger

    original = getattr(SqlLedger, call)
    calls = 0

    def limited(ledger: Any, *arguments: Any, **options: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == which:
            limit_files(0)
        return original(ledger, *arguments, **options)

    replace(SqlLedger, call, limited)


def let_clock_jump(span: timedelta) -> None:
    from digest.adapters.clock import FixedClock, SystemClock

    jumped = timedelta()

    def jump(_number: int, _frame: object) -> None:
        nonlocal jumped
        jumped += span
        os.write(2, b"the clock has jumped\n")

    def jumping(now: Callable[[Any], datetime]) -> Callable[[Any], datetime]:
        return lambda clock: now(clock) + jumped

    signal.signal(signal.SIGUSR1, jump)
    for kind in (FixedClock, SystemClock):
        replace(kind, "now", jumping(kind.now))
