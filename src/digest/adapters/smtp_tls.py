"""TLS between two buffers of bytes: what came in is opened, what goes out is sealed."""

import ssl

LONGEST_RECORD = 16_384


class Tls:
    """One TLS connection, which does not know how its bytes travel.

    Args:
        context: Verifies the certificate.
        host: The name that it must be for.
        earlier: A connection of before with the same relay and context, to be taken up again.
    """

    def __init__(
        self, context: ssl.SSLContext, host: str, earlier: ssl.SSLSession | None = None
    ) -> None:
        self._incoming = ssl.MemoryBIO()
        self._outgoing = ssl.MemoryBIO()
        self._tls = context.wrap_bio(
            self._incoming, self._outgoing, server_hostname=host, session=earlier
        )
        self.shaken = False

    @property
    def session(self) -> ssl.SSLSession | None:
        """What the next connection may take up, so that it need not prove everything anew."""
        return self._tls.session

    @property
    def resumed(self) -> bool:
        """Whether an earlier connection was taken up."""
        return bool(self._tls.session_reused)

    @property
    def pending(self) -> bool:
        """Whether something has come in that nobody has opened."""
        return bool(self._incoming.pending)

    def take_in(self, raw: bytes) -> None:
        """Take in what has arrived; nothing means that nothing more will."""
        if raw:
            self._incoming.write(raw)
        else:
            self._incoming.write_eof()

    def shake_hands(self) -> bool:
        """Go on with the handshake as far as what has come in allows.

        Returns:
            Whether it is done.

        Raises:
            ssl.SSLError: It cannot be done.
        """
        try:
            self._tls.do_handshake()
        except ssl.SSLWantReadError:
            return False
        self.shaken = True
        return True

    def open_into(self, buffer: bytearray) -> bool:
        """Open what has come in.

        Args:
            buffer: Gets what was said, also when an error follows it.

        Returns:
            Whether the other side has ended the conversation.

        Raises:
            ssl.SSLError: Something was not sealed by the other side.
        """
        try:
            while self._incoming.pending or self._incoming.eof or self._tls.pending():
                plain = self._tls.read(LONGEST_RECORD)
                if not plain:
                    return True
                buffer += plain
        except ssl.SSLWantReadError:
            pass
        except ssl.SSLEOFError:
            return True
        return False

    def seal(self, data: bytes) -> int:
        """Seal what goes out, in records of its own.

        Returns:
            How many sealed bytes wait to go out.

        Raises:
            ssl.SSLError: Nothing can be sealed any more.
        """
        done = 0
        while done < len(data):
            done += self._tls.write(memoryview(data)[done:])
        return self._outgoing.pending

    def take_out(self) -> bytes:
        """Take everything that waits to go out."""
        return self._outgoing.read()
