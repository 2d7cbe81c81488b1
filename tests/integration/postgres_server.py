"""A PostgreSQL server of the test's own, on a free port of this machine, in a folder of its own."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

# Nothing of it has to outlive the test; a test about crashes says otherwise.
QUICK = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "60",
}
FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/local/bin", "/opt/homebrew/bin")


@dataclass(slots=True, kw_only=True)
class PostgresServer:
    """A server that runs, and may be shut down and started again.

    Attributes:
        port: On 127.0.0.1.
        folder: Its data.
        command: Starts it.
        process: What runs now.
    """

    port: int
    folder: Path
    command: list[str] = field(repr=False)
    process: "subprocess.Popen[bytes]" = field(repr=False)

    def url(self, database: str = "postgres", *, host: str = "127.0.0.1") -> str:
        """Write the address of one of its databases."""
        return f"postgresql://digest@{host}:{self.port}/{database}"

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Shut it down: SIGINT breaks off what runs, SIGQUIT is like a loss of power."""
        self.process.send_signal(how)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            # Now and then one misses a signal that comes while it starts a process of its own.
            self.process.kill()
            self.process.wait(10)

    def start(self) -> None:
        """Start it again, on the same port."""
        self.process = start_as(choose_user(), self.command, self.folder.parent)
        wait_for(self.port, self.process)

    def run(self, sql: str, *, database: str = "postgres") -> None:
        """Run a statement outside of any transaction."""
        import psycopg

        with psycopg.connect(self.url(database), autocommit=True) as connection:
            connection.execute(sql.encode())


def find_program(name: str) -> str | None:
    """Find a program of PostgreSQL's."""
    found = shutil.which(name)
    places = [place for pattern in FOLDERS for place in sorted(Path("/").glob(pattern[1:]))]
    return found or next((str(one / name) for one in places[::-1] if (one / name).exists()), None)


def missing() -> str:
    """Tell what is not installed; empty when all is."""
    names = [name for name in ("initdb", "postgres") if not find_program(name)]
    return f"PostgreSQL is not installed ({', '.join(names)})" if names else ""


@contextmanager
def running_server(*, guests: str = "", **settings: str) -> Iterator[PostgresServer]:
    """Run a server until the block ends.

    Args:
        guests: A network, as 10.0.0.0/24, from which it is reached too; empty for none.
        settings: Of the server, in place of those that make it quick.
    """
    folder = Path(tempfile.mkdtemp(prefix="digest-postgres-"))
    who = choose_user()
    if who:
        os.chown(folder, who.pw_uid, who.pw_gid)
    data = folder / "data"
    try:
        command = [find_program("initdb") or "", "-D", str(data), "-U", "digest", "-A", "trust"]
        run_as(who, [*command, "-E", "UTF8", "--locale=C", "--no-sync"], folder)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        options = {**QUICK, **settings, "port": str(port), "listen_addresses": "127.0.0.1"}
        options["unix_socket_directories"] = str(folder)
        if guests:
            options["listen_addresses"] = "*"
            with (data / "pg_hba.conf").open("a", encoding="ascii") as rules:
                rules.write(f"host all all {guests} trust\n")
        command = [find_program("postgres") or "", "-D", str(data)]
        command += [f"--{name}={value}" for name, value in options.items()]
        server = PostgresServer(
            port=port, folder=data, command=command, process=start_as(who, command, folder)
        )
        try:
            wait_for(port, server.process)
            yield server
        finally:
            # It does not wait for clients that a failed test has left behind.
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def choose_user() -> pwd.struct_passwd | None:
    """Choose another user when we are root, as whom the server refuses to run."""
    if os.geteuid() != 0:
        return None
    known = {one.pw_name: one for one in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]


def run_as(who: pwd.struct_passwd | None, command: list[str], folder: Path) -> None:
    """Run a command to its end."""
    done = subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        user=who.pw_uid if who else None,
        group=who.pw_gid if who else None,
        extra_groups=[] if who else None,
    )
    assert done.returncode == 0, done.stderr


def start_as(
    who: pwd.struct_passwd | None, command: list[str], folder: Path
) -> subprocess.Popen[bytes]:
    """Start a command."""
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(
            command,
            cwd=folder,
            stdout=log,
            stderr=log,
            user=who.pw_uid if who else None,
            group=who.pw_gid if who else None,
            extra_groups=[] if who else None,
        )


def wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Wait until a server answers."""
    import time

    import psycopg

    for _ in range(400):
        assert process.poll() is None, "PostgreSQL ended at once"
        try:
            psycopg.connect(f"postgresql://digest@127.0.0.1:{port}/postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("PostgreSQL does not answer")
