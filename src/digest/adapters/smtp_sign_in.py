"""Signing in to a relay with PLAIN (RFC 4616) or LOGIN, and keeping what was said to ourselves."""

from base64 import b64encode
from collections.abc import Awaitable, Callable

from digest.adapters.smtp_reply import RawReply

CONTINUE = 334
# With its line end a command may have 512 octets; more goes into a line of its own (RFC 4954).
LONGEST_COMMAND = 510
PLAIN = "PLAIN"
LOGIN = "LOGIN"
Ask = Callable[[str], Awaitable[RawReply]]


async def sign_in_plain(ask: Ask, user: str, password: str) -> RawReply:
    """Sign in with PLAIN and tell the reply that decided, secrets blotted out."""
    whole = encode(f"\0{user}\0{password}")
    command = f"AUTH PLAIN {whole}"
    if len(command) > LONGEST_COMMAND:
        reply = await ask("AUTH PLAIN")
        reply = await ask(whole) if reply.code == CONTINUE else reply
    else:
        reply = await ask(command)
    return hide(reply, [whole, encode(password), password])


async def sign_in_login(ask: Ask, user: str, password: str) -> RawReply:
    """Sign in with LOGIN and tell the reply that decided, secrets blotted out."""
    words = [encode(user), encode(password)]
    reply = await ask("AUTH LOGIN")
    for word in words:
        if reply.code == CONTINUE:
            reply = await ask(word)
    return hide(reply, [*words, password])


def encode(text: str) -> str:
    """Write a text in base 64, as AUTH wants it."""
    return b64encode(text.encode()).decode("ascii")


def hide(reply: RawReply, secrets: list[str]) -> RawReply:
    """Blot out of a reply what nobody may read, since a relay may repeat what it was told."""
    lines = reply.lines
    for secret in secrets:
        lines = tuple(line.replace(secret, "***") for line in lines)
    return RawReply(code=reply.code, lines=lines)
