"""The body of an answer: read and unpacked piece by piece, never more than the limits."""

import zlib
from dataclasses import dataclass

from digest.adapters.fetch_guard import Unfetchable

MEBI = 2**20
GZIP_MAGIC = b"\x1f\x8b"
GZIP = ("gzip", "x-gzip")
DEFLATE = "deflate"
PLAIN = ("", "identity")
ACCEPTED = "gzip, deflate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much patience and room a document gets.

    Attributes:
        wire_bytes: Most bytes as sent.
        decoded_bytes: Most bytes once unpacked.
        seconds: Most time for one document, its redirects included; waiting for a free place is
            not counted.
        redirects: Most redirects.
        per_host: Most requests to one host at once.
        total: Most requests in all at once.
    """

    wire_bytes: int = 10 * MEBI
    decoded_bytes: int = 20 * MEBI
    seconds: float = 30.0
    redirects: int = 5
    per_host: int = 2
    total: int = 50


def tell_size(count: int) -> str:
    """Write a limit as people do: "10 MiB"."""
    return f"{count / MEBI:g} MiB" if count >= MEBI else f"{count:,} bytes"


class Body:
    """The bytes of one answer, unpacked as they come.

    Args:
        coding: The Content-Encoding as sent.
        limits: Of its size.
    """

    def __init__(self, coding: str, limits: Limits) -> None:
        self._coding = coding.strip().lower()
        self._limits = limits
        self._wire = 0
        self._decoded: list[bytes] = []
        self._left = limits.decoded_bytes
        self._held = b""
        self._streams = 0
        self._inflater: zlib._Decompress | None = None
        if self._coding not in (*PLAIN, *GZIP, DEFLATE):
            raise Unfetchable(f"it is packed as {self._coding[:40]!r}, which nobody asked for")

    def take(self, piece: bytes) -> None:
        """Take the next piece.

        Raises:
            Unfetchable: A limit is passed, or it cannot be unpacked.
        """
        self._wire += len(piece)
        if self._wire > self._limits.wire_bytes:
            raise Unfetchable(f"larger than {tell_size(self._limits.wire_bytes)}")
        if self._coding in PLAIN:
            self._keep(piece)
            return
        try:
            self._unpack(piece)
        except zlib.error as error:
            raise Unfetchable("what came cannot be unpacked") from error

    def whole(self) -> bytes:
        """Tell all of it, once everything has come.

        Raises:
            Unfetchable: It ends too early.
        """
        if self._inflater is not None or (self._held and not self._streams):
            raise Unfetchable("the answer broke off")
        return b"".join(self._decoded)

    def _keep(self, piece: bytes) -> None:
        self._left -= len(piece)
        if self._left < 0:
            raise Unfetchable(f"larger than {tell_size(self._limits.decoded_bytes)} once unpacked")
        self._decoded.append(piece)

    def _unpack(self, piece: bytes) -> None:
        piece = self._held + piece
        self._held = b""
        while piece:
            if self._inflater is None:
                if len(piece) < len(GZIP_MAGIC):
                    self._held = piece
                    return
                # A gzip body may be several, one after the other; what else follows is padding.
                if self._streams and not (self._coding in GZIP and piece.startswith(GZIP_MAGIC)):
                    return
                self._inflater = zlib.decompressobj(self._window_bits(piece))
            # One byte more than may come, so that a bomb is seen without being unpacked.
            self._keep(self._inflater.decompress(piece, self._left + 1))
            if not self._inflater.eof:
                return
            piece = self._inflater.unused_data
            self._inflater = None
            self._streams += 1

    def _window_bits(self, piece: bytes) -> int:
        if self._coding in GZIP:
            return 16 + zlib.MAX_WBITS
        # "deflate" is zlib's wrapper (RFC 9110 section 8.4.1.2); some servers leave it out.
        wrapped = piece[0] & 0x0F == zlib.DEFLATED and int.from_bytes(piece[:2], "big") % 31 == 0
        return zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS
