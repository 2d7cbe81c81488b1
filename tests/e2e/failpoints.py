"""Counts every step of a process that somebody else could see, and kills it at one of them.

A step is each statement and each commit of SQLite, whoever makes it; each connect, send and
receive of a network socket; each write, fsync, rename and removal of a file.
"""

import os
import signal
import socket
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

FILE_CALLS = ("write", "fsync", "fdatasync", "ftruncate", "replace", "rename", "link", "unlink")
WIRE_CALLS = {
    "connect": "connect",
    **dict.fromkeys(("send", "sendall", "sendmsg"), "send"),
    **dict.fromkeys(("recv", "recv_into", "recvmsg"), "recv"),
}
NETWORK = (socket.AF_INET, socket.AF_INET6)
write = os.write


@dataclass(slots=True)
class Steps:
    """Counts, and dies right before or right after step `at`.

    Attributes:
        at: From 1; 0 lives on.
        after: Whether that step is still made.
        count: Steps so far.
        names: How many of each kind.
    """

    at: int
    after: bool
    count: int = 0
    names: Counter[str] = field(default_factory=Counter)
    lock: Any = field(default_factory=threading.Lock)

    def make(self, name: str, call: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        """Make a step, unless it is the one to die before."""
        with self.lock:
            self.count += 1
            self.names[name] += 1
            mine = self.count == self.at
        if mine and not self.after:
            self.die(name)
        try:
            return call(*arguments, **options)
        finally:
            if mine and self.after:
                self.die(name)

    def die(self, name: str) -> None:
        write(2, f"died {'after' if self.after else 'before'} step {self.at}: {name}\n".encode())
        os.kill(os.getpid(), signal.SIGKILL)

    def tell(self) -> None:
        """Tell a run that lived how many steps it has made of each kind."""
        told = ", ".join(f"{name} {count}" for name, count in sorted(self.names.items()))
        write(2, f"lived {self.count} steps: {told}\n".encode())

    def watch(self) -> None:
        """Put the counter before everything that is a step."""
        for name in FILE_CALLS:
            setattr(os, name, partial(self.make, name, getattr(os, name)))
        for name, kind in WIRE_CALLS.items():
            setattr(socket.socket, name, self.on_wire(kind, getattr(socket.socket, name)))
        connect = partial(sqlite3.connect, factory=self.make_connection())
        sqlite3.connect = sqlite3.dbapi2.connect = connect  # type: ignore[assignment]

    def on_wire(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def made(sock: socket.socket, *arguments: Any) -> Any:
            if sock.family not in NETWORK:
                return call(sock, *arguments)
            return self.make(name, call, sock, *arguments)

        return made

    def make_connection(self) -> type[sqlite3.Connection]:
        """A connection to SQLite all of whose statements are steps."""
        make = self.make

        class Cursor(sqlite3.Cursor):
            def execute(self, sql: str, *given: Any) -> Any:
                return make(name_statement(sql), super().execute, sql, *given)

            def executemany(self, sql: str, *given: Any) -> Any:
                return make(name_statement(sql), super().executemany, sql, *given)

        class Connection(sqlite3.Connection):
            def cursor(self, factory: Any = Cursor) -> Any:
                return super().cursor(factory)

            def execute(self, sql: str, *given: Any) -> Any:
                return self.cursor().execute(sql, *given)

            def executemany(self, sql: str, *given: Any) -> Any:
                return self.cursor().executemany(sql, *given)

            def commit(self) -> None:
                make("COMMIT", super().commit)

            def rollback(self) -> None:
                make("ROLLBACK", super().rollback)

        return Connection


def name_statement(sql: str) -> str:
    return sql.split(maxsplit=1)[0].upper()
