"""What every request is answered with: the publication as it is now, the store, the limits."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.app.preferences import choose_language
from digest.web.answers import Refused
from digest.web.front import Front
from digest.web.limits import Limits
from digest.web.logs import Log
from digest.web.metrics import Metrics
from digest.web.networks import find_asker, network_of
from digest.web.turns import Turns
from digest.web.visit import Visit

if TYPE_CHECKING:
    from starlette.requests import Request


@dataclass(slots=True, kw_only=True)
class Office:
    """Everything that pages need.

    Attributes:
        front: The publication as it is now.
        turns: Beside the loop.
        limits: How often somebody may ask.
        metrics: What is counted.
        log: What is told.
        wake: Tells that a letter waits.
        trust_proxy: Whether the other end is a proxy of ours.
    """

    front: Front
    turns: Turns
    limits: Limits
    metrics: Metrics
    log: Log
    wake: Callable[[], None]
    trust_proxy: bool = False
    _told_of_proxy: bool = False

    def asker(self, request: "Request") -> str:
        """Tell the address of whoever asks."""
        forwarded = request.headers.getlist("x-forwarded-for")
        peer = request.client.host if request.client else ""
        if forwarded and not self.trust_proxy and not self._told_of_proxy:
            self._told_of_proxy = True
            self.log.tell(
                "A proxy passes requests on, and all of them count as its own. If it is yours, "
                "start digest serve with --trust-proxy."
            )
        return find_asker(peer, forwarded, trust_proxy=self.trust_proxy)

    def network(self, request: "Request") -> str:
        """Tell the network that a request counts for."""
        return network_of(self.asker(request))

    def visit(self, request: "Request", wished: str | None = None) -> Visit:
        """Choose the language of a page: the one in its address, else the one that is wished for.

        Args:
            request: What was asked.
            wished: A tag, such as the reader's; the publication's own language for an unknown one.
        """
        languages = self.front.languages
        asked = request.query_params.get("lang", "").casefold()
        named = next((one for one in languages if one.casefold() == asked), "")
        language = named or choose_language(wished, languages)
        return Visit(front=self.front, language=language, named=named)

    def refuse_token(self, request: "Request") -> Refused:
        """Say that a link is not good. Who tries many is asked to come again later.

        A good link is never refused, however many bad ones came from the same network: readers
        share networks with others, and mail programs that unsubscribe for many readers do, too.
        """
        network = self.network(request)
        if self.limits.guesses.take(network):
            return Refused(404)
        self.metrics.refused.labels("guesses").inc()
        return Refused(429, retry=self.limits.guesses.wait(network))
