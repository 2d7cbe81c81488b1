"""Our own SMTP client: verified TLS or nothing, and every loss told by its phase.

What smtplib and its kin cannot tell, it can: a drop before the final dot from one after it.
"""

import asyncio
import os
import socket
import ssl
from functools import partial

from digest.adapters.smtp_allowance import Allowance
from digest.adapters.smtp_loss import Lost, within
from digest.adapters.smtp_offer import Offer, read_offer
from digest.adapters.smtp_relay_url import RelaySettings, parse_relay
from digest.adapters.smtp_reply import RawReply, make_reply
from digest.adapters.smtp_session import Limits, SmtpSession
from digest.adapters.smtp_sign_in import LOGIN, PLAIN, sign_in_login, sign_in_plain
from digest.adapters.smtp_wire import Wire
from digest.errors import RelayError, RelayUnavailable
from digest.model.delivery import Phase

__all__ = ["Limits", "RelaySettings", "SmtpRelay", "SmtpSession", "parse_relay"]

# The very most; a run begins with two and finds out how many are of use.
SESSIONS = 50
READY = 250
GREETING = 220
SIGNED_IN = 235
# The answers of one who does not know EHLO (RFC 5321 section 3.2).
UNKNOWN_COMMAND = frozenset({500, 502, 504})
LATER = "Send again later. Is DIGEST_RELAY right?"
CREDENTIALS = "Look at user and password of DIGEST_RELAY, and at what the relay allows."
# What OpenSSL says when the other side talks SMTP in clear.
NO_TLS_THERE = "WRONG_VERSION_NUMBER"
UNWELCOME = "Ask the relay's operator why it refuses this machine. Is DIGEST_RELAY right?"


def why_not(error: Exception) -> str:
    """Say why there is no connection, in the system's words: asyncio's hold a Python tuple."""
    number = getattr(error, "errno", None)
    return os.strerror(number).lower() if number else str(error)


class SmtpRelay:
    """Opens sessions with a relay.

    Args:
        settings: From `parse_relay`.
        sessions: How many may be open at once, at the very most.
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
        self._tls_session: ssl.SSLSession | None = None
        self._allowance = Allowance()

    def sessions(self) -> int:
        """How many sessions may be open at once, at the very most."""
        return self._sessions

    async def open(self) -> SmtpSession:
        """Open a session, ready for MAIL.

        Raises:
            RelayUnavailable: It cannot be reached or is not able to serve now.
            RelayError: It refuses us, or offers no safe connection.
        """
        wire = Wire(await self._connect())
        try:
            offer = await self._introduce(wire)
        except Lost as lost:
            wire.close()
            raise self._unavailable(str(lost)) from lost
        except ssl.SSLError as error:
            wire.close()
            raise self._unsafe(error) from error
        except BaseException:
            wire.close()
            raise
        self._tls_session = wire.tls_session
        return SmtpSession(wire, offer, self._limits, self._allowance)

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
                reason = why_not(error)
            except BaseException:
                sock.close()
                raise
            else:
                return sock
        raise self._unavailable(reason)

    async def _introduce(self, wire: Wire) -> Offer:
        """Greet, make the wire safe, sign in; tell what the relay offers from then on."""
        settings = self._settings
        if settings.tls == "implicit":
            await self._secure(wire)
        greeting = await wire.read_reply(self._limits.command)
        self._expect(Phase.GREETING, greeting, GREETING)
        offer = await self._greet(wire)
        if settings.tls == "starttls":
            await self._start_tls(wire, offer)
            # What was offered in clear may have been forged (RFC 3207 section 4.2).
            offer = await self._greet(wire)
        if settings.user:
            await self._sign_in(wire, offer)
        return offer

    async def _ask(self, wire: Wire, command: str) -> RawReply:
        if wire.has_arrived:
            raise Lost("the relay speaks out of turn")
        await wire.send(command.encode() + b"\r\n", self._limits.block)
        return await wire.read_reply(self._limits.command)

    async def _greet(self, wire: Wire) -> Offer:
        name = wire.own_name()
        reply = await self._ask(wire, f"EHLO {name}")
        if reply.code in UNKNOWN_COMMAND and self._settings.tls == "none":
            # Without EHLO there is neither TLS nor a password, which only this scheme can do.
            reply = await self._ask(wire, f"HELO {name}")
            self._expect(Phase.EHLO, reply, READY)
            return Offer()
        self._expect(Phase.EHLO, reply, READY)
        return read_offer(reply.lines)

    async def _start_tls(self, wire: Wire, offer: Offer) -> None:
        if not offer.starttls:
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
        # One context for all sessions: a TLS session can be taken up only with the same one.
        self._tls = self._tls or ssl.create_default_context()
        await wire.start_tls(
            self._tls, self._settings.host, self._limits.connect, self._tls_session
        )

    async def _sign_in(self, wire: Wire, offer: Offer) -> None:
        """Sign in; under TLS only."""
        if not wire.secure:
            raise RelayError("Nobody signs in over a wire that is not safe.")
        ask = partial(self._ask, wire)
        user, password = self._settings.user, self._settings.password
        if PLAIN in offer.mechanisms:
            reply = await sign_in_plain(ask, user, password)
        elif LOGIN in offer.mechanisms:
            reply = await sign_in_login(ask, user, password)
        else:
            raise RelayError(
                f"The relay {self._settings.place} offers no way to sign in that we know.",
                "It needs AUTH PLAIN or LOGIN; leave user and password out if it wants none.",
            )
        self._expect(Phase.AUTH, reply, SIGNED_IN)

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
                CREDENTIALS if phase is Phase.AUTH else UNWELCOME,
            )
        raise RelayUnavailable(
            f"The relay {self._settings.place} does not serve us now, at {said}", LATER
        )

    def _unavailable(self, reason: str) -> RelayUnavailable:
        return RelayUnavailable(
            f"The relay {self._settings.place} cannot be reached: {reason}.", LATER
        )

    def _unsafe(self, error: ssl.SSLError) -> RelayError:
        reason = error.reason or str(error)
        if isinstance(error, ssl.SSLCertVerificationError):
            reason = error.verify_message or reason
        if error.reason == NO_TLS_THERE:
            return RelayError(
                f"The relay {self._settings.place} does not begin with TLS. Nothing was sent.",
                "If it offers STARTTLS, as on port 587, write smtp:// in place of smtps://.",
            )
        return RelayError(
            f"The relay {self._settings.place} offers no safe connection: {reason}.",
            "Nothing was sent. Its certificate must be valid for that name; "
            "SSL_CERT_FILE names further authorities.",
        )
