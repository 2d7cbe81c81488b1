"""A small IMAP server on 127.0.0.1, over TLS: as much of RFC 3501 as reading a folder takes."""

import re
import socketserver
import ssl
import threading
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

USER, PASSWORD = "bounces@example.org", "p%ss w:rd/@"
SEEN, DELETED = "\\Seen", "\\Deleted"


@dataclass(slots=True)
class Stored:
    """A mail in a folder."""

    data: bytes
    flags: set[str] = field(default_factory=set)


@dataclass(slots=True)
class ImapFolder:
    """One user with one folder, and how the server behaves.

    Attributes:
        name: The folder's.
        mails: By UID.
        commands: What was asked, without arguments of LOGIN.
        uidplus: Whether single mails can be expunged (RFC 4315).
        uid_last: Whether a mail's UID is told after it.
        drops_after: The connection is dropped instead of answering after so many commands.
        refuses_store: Whether nothing may be marked.
        talks_nonsense: Whether a search is answered with what means nothing.
        loses_after_search: The UID of a mail that somebody else moves away in between; 0 of none.
    """

    name: str = "INBOX"
    mails: dict[int, Stored] = field(default_factory=dict)
    commands: list[str] = field(default_factory=list)
    uidplus: bool = True
    uid_last: bool = False
    drops_after: int | None = None
    refuses_store: bool = False
    talks_nonsense: bool = False
    loses_after_search: int = 0

    def add(self, data: bytes, *flags: str) -> int:
        uid = max(self.mails, default=40) + 1
        self.mails[uid] = Stored(data=data, flags=set(flags))
        return uid

    def flags(self) -> list[set[str]]:
        return [mail.flags for mail in self.mails.values()]


class Talk(socketserver.StreamRequestHandler):
    """One connection."""

    server: "ImapServer"

    def handle(self) -> None:
        self.wfile.write(b"* OK ready\r\n")
        folder = self.server.imap
        while line := self.rfile.readline(70_000):
            tag, _, rest = line.decode("utf-8", "replace").strip().partition(" ")
            found = re.match(r"(?:UID )?\w*", rest, re.IGNORECASE)
            verb = found.group().upper() if found else ""
            folder.commands.append(verb)
            if folder.drops_after is not None and len(folder.commands) > folder.drops_after:
                return
            answer = self.answer(verb, rest[len(verb) :].strip())
            self.wfile.write(answer.replace(b"@TAG@", tag.encode()))
            if verb == "LOGOUT":
                return

    def answer(self, verb: str, words: str) -> bytes:
        answers: dict[str, Callable[[str], bytes]] = {
            "CAPABILITY": self.tell_capability,
            "LOGIN": lambda words: self.log_in(*re.findall(r'"((?:[^"\\]|\\.)*)"', words)),
            "AUTHENTICATE": self.authenticate,
            "SELECT": self.select,
            "LOGOUT": lambda _: b"* BYE\r\n@TAG@ OK done\r\n",
            "UID SEARCH": self.search,
            "UID FETCH": self.fetch,
            "UID STORE": self.store,
            "UID EXPUNGE": lambda words: self.expunge(self.known(words)),
            "EXPUNGE": lambda _: self.expunge(list(self.server.imap.mails)),
        }
        known = answers.get(verb)
        return known(words) if known else b"@TAG@ BAD not known\r\n"

    def tell_capability(self, _words: str) -> bytes:
        extra = b" UIDPLUS" if self.server.imap.uidplus else b""
        return b"* CAPABILITY IMAP4rev1 AUTH=PLAIN" + extra + b"\r\n@TAG@ OK done\r\n"

    def authenticate(self, _words: str) -> bytes:
        self.wfile.write(b"+ \r\n")
        _, user, password = b64decode(self.rfile.readline()).decode().split("\0")
        return self.log_in(user, password)

    def select(self, words: str) -> bytes:
        folder = self.server.imap
        if words.strip('"') != folder.name:
            return b"@TAG@ NO no such folder\r\n"
        return b"* %d EXISTS\r\n@TAG@ OK [READ-WRITE] done\r\n" % len(folder.mails)

    def log_in(self, user: str, password: str) -> bytes:
        if (user, password) == (self.server.user, self.server.password):
            return b"@TAG@ OK signed in\r\n"
        return b"@TAG@ NO [AUTHENTICATIONFAILED] refused\r\n"

    def search(self, words: str) -> bytes:
        folder = self.server.imap
        if folder.talks_nonsense:
            return b"* SEARCH\r\n@TAG@ BAD what?\r\n"
        places = re.match(r"\(?(\d+):(\d+) ", words)
        first, last = map(int, places.groups()) if places else (1, len(folder.mails))
        some = list(folder.mails.items())[first - 1 : last]
        unseen = [str(uid) for uid, mail in some if SEEN not in mail.flags]
        if folder.loses_after_search:
            folder.mails.pop(folder.loses_after_search, None)
        return f"* SEARCH {' '.join(unseen)}".rstrip().encode() + b"\r\n@TAG@ OK done\r\n"

    def known(self, words: str) -> list[int]:
        uids = [int(one) for one in words.partition(" ")[0].split(",") if one.isdigit()]
        return [uid for uid in uids if uid in self.server.imap.mails]

    def fetch(self, words: str) -> bytes:
        most = int(re.findall(r"BODY\.PEEK\[\]<0\.(\d+)>", words)[0])
        told = b"".join(self.tell(uid, most) for uid in self.known(words))
        return told + b"@TAG@ OK done\r\n"

    def store(self, words: str) -> bytes:
        if self.server.imap.refuses_store:
            return b"@TAG@ NO read-only\r\n"
        for uid in self.known(words):
            self.server.imap.mails[uid].flags |= set(re.findall(r"\\\w+", words))
        return b"@TAG@ OK done\r\n"

    def expunge(self, uids: list[int]) -> bytes:
        for uid in uids:
            if DELETED in self.server.imap.mails[uid].flags:
                del self.server.imap.mails[uid]
        return b"@TAG@ OK done\r\n"

    def tell(self, uid: int, most: int) -> bytes:
        data = self.server.imap.mails[uid].data[:most]
        number = b"UID %d" % uid
        before, after = (b"", b" " + number) if self.server.imap.uid_last else (number + b" ", b"")
        return b"* %d FETCH (%sBODY[]<0> {%d}\r\n%s%s)\r\n" % (uid, before, len(data), data, after)


class ImapServer(socketserver.ThreadingTCPServer):
    """The server."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, imap: ImapFolder, context: ssl.SSLContext, user: str, password: str) -> None:
        self.imap, self.context = imap, context
        self.user, self.password = user, password
        super().__init__(("127.0.0.1", 0), Talk)

    def finish_request(self, request: Any, client_address: Any) -> None:
        try:
            with self.context.wrap_socket(request, server_side=True) as sealed:
                super().finish_request(sealed, client_address)
        except OSError:
            pass  # a client that does not trust us, or has gone

    @property
    def port(self) -> int:
        return int(self.server_address[1])


@contextmanager
def running_imap(
    imap: ImapFolder, context: ssl.SSLContext, *, user: str = USER, password: str = PASSWORD
) -> Iterator[ImapServer]:
    """Serve a folder until the end of the block."""
    server = ImapServer(imap, context, user, password)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
