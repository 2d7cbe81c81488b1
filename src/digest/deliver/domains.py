"""How the readers' domains take our mail: slower where one asks for it, not where one refuses.

What a domain says about our mail (RFC 3463 class x.7.x) says nothing about its readers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from digest.deliver.replies import CLOSING, Verdict
from digest.model.delivery import Outcome, Reply

# One reader's own refusal of us is no policy of their domain.
FEWEST_REFUSED = 3
REFUSED_SHARE = 0.05
# So often in a row a domain asks for patience, at one message at a time, before it is left alone.
# Some that greylist say 4.7.1 to each reader once: who is not even tried gets nowhere with them.
MOST_ASKS = 20
NOT_TRIED = "not tried: "
MANY_READERS = 25
# An address beyond ASCII, which some server on the way, or our own relay, cannot write (RFC 6531).
NOT_WRITABLE = "5.6.7"


@dataclass(frozen=True, slots=True, kw_only=True)
class PausedDomain:
    """A domain whose readers this run leaves for a later one.

    Attributes:
        domain: Its name as A-labels.
        reason: What the relay said of it.
        readers: How many were not tried.
        refuses: Whether it refuses our mail, and does not only ask for patience.
    """

    domain: str
    reason: str
    readers: int = 0
    refuses: bool = False


@dataclass(slots=True)
class Standing:
    """How a domain has fared since it first complained in this run.

    Attributes:
        tried: Messages that it answered.
        refused: How many of them by policy.
        most: How many may be on their way at once; None while it has not asked for patience.
        asks: How often in a row it asked for patience.
        reason: Why it is left alone; empty while it is not.
        refuses: Whether that is for good: it refuses our mail, and does not only ask for patience.
        left: Readers not tried since, in the last pass in which there were any.
        counted: Whether `left` is of this pass.
    """

    tried: int = 0
    refused: int = 0
    most: float | None = None
    asks: int = 0
    reason: str = ""
    refuses: bool = False
    left: int = 0
    counted: bool = True

    def note(self, reply: Reply, verdict: Verdict, flying: int) -> None:
        """Note an answer, with how many messages were on their way."""
        self.tried += 1
        if refuses_mail(reply, verdict):
            self._note_refused(quote(reply))
        elif verdict.of_domain:
            self._note_asked(quote(reply), flying)
        elif verdict.outcome is Outcome.ACCEPTED:
            self._note_taken()

    def _note_refused(self, said: str) -> None:
        """Leave the domain alone when it refuses too much of our mail."""
        self.refused += 1
        if self.refused >= max(FEWEST_REFUSED, self.tried * REFUSED_SHARE):
            self.reason = self.reason if self.refuses else f"refuses our mail: {said}"
            self.refuses = True

    def _note_asked(self, said: str, flying: int) -> None:
        """Halve what is on its way at once; leave the domain alone when that does not help."""
        self.asks += 1
        if self.asks > MOST_ASKS and self.most == 1:
            self.reason = self.reason or f"asks for patience: {said}"
        before = flying if self.most is None else min(self.most, flying)
        self.most = max(1.0, before / 2)

    def _note_taken(self) -> None:
        """Let a little more be on its way at once."""
        self.asks = 0
        if self.most is not None:
            self.most += 1 / self.most

    def leave(self) -> None:
        """Count a reader who is not tried."""
        self.left = self.left + 1 if self.counted else 1
        self.counted = True

    def begin_pass(self) -> None:
        """Be patient no longer with who asked for it, but careful: one message at a time."""
        self.counted = False
        if not self.refuses:
            self.asks, self.reason = 0, ""


@dataclass(slots=True)
class Domains:
    """How all domains have fared in this run; only those that complained are remembered."""

    _flying: dict[str, int] = field(default_factory=dict)
    _standings: dict[str, Standing] = field(default_factory=dict)

    def may_begin(self, domain: str) -> bool:
        """Whether one message more may be on its way to a domain."""
        known = self._standings.get(domain)
        return known is None or known.most is None or self._flying.get(domain, 0) < int(known.most)

    def begin(self, domain: str) -> None:
        """Note that a message is on its way."""
        self._flying[domain] = self._flying.get(domain, 0) + 1

    def take_back(self, domain: str) -> None:
        """Note that a message is not on its way after all."""
        left = self._flying[domain] - 1
        if left:
            self._flying[domain] = left
        else:
            del self._flying[domain]

    def end(self, domain: str, reply: Reply, verdict: Verdict) -> None:
        """Note how a message fared that was on its way."""
        known = self._standings.get(domain)
        if known is None and (refuses_mail(reply, verdict) or verdict.of_domain):
            known = self._standings[domain] = Standing()
        if known is not None:
            known.note(reply, verdict, self._flying[domain])
        self.take_back(domain)

    def why_paused(self, domain: str) -> str:
        """Tell why a domain is left alone; empty when it is not."""
        known = self._standings.get(domain)
        return f"{NOT_TRIED}{domain} {known.reason}" if known and known.reason else ""

    def refuses(self, domain: str) -> bool:
        """Whether a domain refuses our mail: each further attempt would cost a reader for good."""
        known = self._standings.get(domain)
        return known is not None and known.refuses

    def leave(self, domain: str) -> None:
        """Note that a reader of a paused domain is left for a later run."""
        self._standings[domain].leave()

    def begin_pass(self) -> None:
        """Go once more through those who were deferred; who asked for patience has had it."""
        for known in self._standings.values():
            known.begin_pass()

    def paused(self) -> tuple[PausedDomain, ...]:
        """Name the domains that are left alone, by name."""
        return tuple(
            PausedDomain(
                domain=name, reason=known.reason, readers=known.left, refuses=known.refuses
            )
            for name, known in sorted(self._standings.items())
            if known.reason
        )


def why_give_up(paused: Sequence[PausedDomain]) -> str:
    """Tell why a run that no domain took a message from had better be looked at by a person.

    Returns:
        A clause for an editor; empty when too few readers are concerned to tell.
    """
    refusing = [one for one in paused if one.refuses]
    if sum(one.readers for one in refusing) < MANY_READERS:
        return ""
    return f"nobody takes our mail; {refusing[0].domain} {refusing[0].reason}"


def refuses_mail(reply: Reply, verdict: Verdict) -> bool:
    """Whether a refusal speaks of all our mail, and not of the form of one address."""
    return verdict.policy and reply.enhanced != NOT_WRITABLE


def quote(reply: Reply) -> str:
    """Write what the relay said."""
    return f"{reply.code or 'connection lost'} {reply.text}".strip()


def closes_relay(reply: Reply) -> bool:
    """Whether the relay itself asks for patience, and not only for one domain (RFC 5321, 421)."""
    return reply.lost or reply.code == CLOSING
