"""Our own SMTP client: verified TLS or nothing, and every loss told by its phase.

What smtplib and its kin cannot tell, it can: a drop before the final dot from one after it.
"""

import asyncio
import socket
import ssl
from base64 import b64encode

from digest.adapters.smtp_relay_url import RelaySettings, parse_relay
from digest.adapters.smtp_reply import RawReply, make_reply
from digest.adapters.smtp_session import Limits, SmtpSession
from digest.adapters.smtp_wire import Lost, Wire, within
from digest.errors import RelayError, RelayUnavailable
from digest.model.delivery import Phase

__all__ = ["Limits", "RelaySettings", "SmtpRelay", "SmtpSession", "parse_relay"]

# Fifty connections to a real relay were slower than ten; hosted relays allow few.
SESSIONS = 4
READY = 250
GREETING = 220
CONTINUE = 334
SIGNED_IN = 235
NOTHING_LOST = "Nothing is lost: send again later. Is DIGEST_RELAY right?"


class SmtpRelay:
    """Opens sessions with a relay.

    Args:
        settings: From `parse_relay`.
        sessions: How many may be open at once.
        limits: How long to wait.
        tls: Verifies certificates; None trusts what this machine trusts (SSL_CERT_FILE counts).
    """

    def __init__(
        self,
        settings: RelaySettings,
        *,
        sessions: int = SESSIONS,
        limits: Limits | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._settings = settings
        self._sessions = sessions
        self._limits = limits or Limits()
        self._tls = tls

    def sessions(self) -> int:
        """How many sessions may be open at once."""
        return self._sessions

    async def open(self) -> SmtpSession:
        """Open a session, ready for MAIL.

        Raises:
            RelayUnavailable: It cannot be reached or is not able to serve now.
            RelayError: It refuses us, or offers no safe connection.
        """
        wire = Wire(await self._connect())
        try:
            extensions = await self._introduce(wire)
        except Lost as lost:
            wire.close()
            raise self._unavailable(str(lost)) from lost
        except ssl.SSLError as error:
            wire.close()
            raise self._unsafe(error) from error
        except BaseException:
            wire.close()
            raise
        return SmtpSession(wire, extensions, self._limits)

    async def _connect(self) -> socket.socket:
        """Connect to the first of the relay's addresses that answers."""
        settings = self._settings
        loop = asyncio.get_running_loop()
        try:
            found = await within(
                loop.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM),
                self._limits.connect,
            )
        except (OSError, UnicodeError, Lost) as error:
            raise self._unavailable("its name cannot be resolved") from error
        reason = "its name has no address"
        for family, kind, protocol, _, address in found:
            sock = socket.socket(family, kind, protocol)
            sock.setblocking(False)
            try:
                await within(loop.sock_connect(sock, address), self._limits.connect)
            except (OSError, Lost) as error:
                sock.close()
                reason = getattr(error, "strerror", None) or str(error)
            except BaseException:
                sock.close()
                raise
            else:
                return sock
        raise self._unavailable(reason)

    async def _introduce(self, wire: Wire) -> dict[str, str]:
        """Greet, make the wire safe, sign in; tell the extensions that hold from then on."""
        settings = self._settings
        if settings.tls == "implicit":
            await self._secure(wire)
        greeting = await wire.read_reply(self._limits.command)
        self._expect(Phase.GREETING, greeting, GREETING)
        extensions = await self._greet(wire)
        if settings.tls == "starttls":
            await self._start_tls(wire, extensions)
            # What was offered in clear may have been forged (RFC 3207 section 4.2).
            extensions = await self._greet(wire)
        if settings.user:
            await self._sign_in(wire, extensions)
        return extensions

    async def _ask(self, wire: Wire, command: str) -> RawReply:
        if wire.has_arrived:
            raise Lost("the relay speaks out of turn")
        await wire.send(command.encode() + b"\r\n", self._limits.block)
        return await wire.read_reply(self._limits.command)

    async def _greet(self, wire: Wire) -> dict[str, str]:
        reply = await self._ask(wire, f"EHLO {wire.own_name()}")
        self._expect(Phase.EHLO, reply, READY)
        words = (line.split(maxsplit=1) for line in reply.lines[1:] if line)
        return {first.upper(): rest[0] if rest else "" for first, *rest in words}

    async def _start_tls(self, wire: Wire, extensions: dict[str, str]) -> None:
        if "STARTTLS" not in extensions:
            raise RelayError(
                f"The relay {self._settings.place} offers no STARTTLS: nothing was sent in clear.",
                "Ask its operator; or use smtps:// if it listens on port 465.",
            )
        reply = await self._ask(wire, "STARTTLS")
        self._expect(Phase.STARTTLS, reply, GREETING)
        # Bytes that came in clear behind the reply would count as said under TLS (CVE-2011-0411).
        if wire.has_arrived:
            raise RelayError(
                f"Somebody on the way to the relay {self._settings.place} injects commands.",
                "Nothing was sent. Try another network, and tell the relay's operator.",
            )
        await self._secure(wire)

    async def _secure(self, wire: Wire) -> None:
        context = self._tls or ssl.create_default_context()
        await wire.start_tls(context, self._settings.host, self._limits.connect)

    async def _sign_in(self, wire: Wire, extensions: dict[str, str]) -> None:
        """Sign in with PLAIN (RFC 4616) or LOGIN; under TLS only."""
        if not wire.secure:
            raise RelayError("Nobody signs in over a wire that is not safe.")
        offered = extensions.get("AUTH", "").upper().split()
        user, password = self._settings.user, self._settings.password
        words = [encode(user), encode(password)]
        whole = encode(f"\0{user}\0{password}")
        if "PLAIN" in offered:
            reply = await self._ask(wire, f"AUTH PLAIN {whole}")
        elif "LOGIN" in offered:
            reply = await self._ask(wire, "AUTH LOGIN")
            for word in words:
                if reply.code == CONTINUE:
                    reply = await self._ask(wire, word)
        else:
            raise RelayError(
                f"The relay {self._settings.place} offers no way to sign in that we know.",
                "It needs AUTH PLAIN or LOGIN; leave user and password out if it wants none.",
            )
        self._expect(Phase.AUTH, hide(reply, [whole, *words, password]), SIGNED_IN)

    def _expect(self, phase: Phase, raw: RawReply, code: int) -> None:
        """Let only the reply through that goes on.

        Raises:
            RelayUnavailable: It says "not now".
            RelayError: It says no.
        """
        if raw.code == code:
            return
        reply = make_reply(phase, raw)
        said = f"{phase.value}: {reply.code} {reply.text}".strip()
        if str(raw.code).startswith("5"):
            raise RelayError(
                f"The relay {self._settings.place} refuses us at {said}",
                "Look at user and password of DIGEST_RELAY, and at what the relay allows.",
            )
        raise RelayUnavailable(
            f"The relay {self._settings.place} does not serve us now, at {said}", NOTHING_LOST
        )

    def _unavailable(self, reason: str) -> RelayUnavailable:
        return RelayUnavailable(
            f"The relay {self._settings.place} cannot be reached: {reason}.", NOTHING_LOST
        )

    def _unsafe(self, error: ssl.SSLError) -> RelayError:
        reason = error.reason or str(error)
        if isinstance(error, ssl.SSLCertVerificationError):
            reason = error.verify_message or reason
        return RelayError(
            f"The relay {self._settings.place} offers no safe connection: {reason}.",
            "Nothing was sent. Its certificate must be valid for that name; "
            "SSL_CERT_FILE names further authorities.",
        )


def encode(text: str) -> str:
    """Write a text in base 64, as AUTH wants it."""
    return b64encode(text.encode()).decode("ascii")


def hide(reply: RawReply, secrets: list[str]) -> RawReply:
    """Blot out of a reply what nobody may read, since a relay may repeat what it was told."""
    lines = reply.lines
    for secret in secrets:
        lines = tuple(line.replace(secret, "***") for line in lines)
    return RawReply(code=reply.code, lines=lines)
