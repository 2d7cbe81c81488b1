"""How often somebody may ask: buckets of tokens that fill up again, in memory of a bounded size."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

MINUTE = 60.0
HOUR = 60 * MINUTE
MOST_KEYS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How much is too much.

    Attributes:
        burst: So many at once.
        every: Seconds after which there may be one more.
    """

    burst: int
    every: float


class Buckets:
    """A bucket for each key. Of those that nobody has used for long, none is kept.

    Args:
        rate: How much is too much.
        tick: Tells seconds since some moment, never less than before.
        most: How many keys are remembered.
    """

    def __init__(self, rate: Rate, *, tick: Callable[[], float], most: int = MOST_KEYS) -> None:
        self._rate = rate
        self._tick = tick
        self._most = most
        # Tokens that were left, and when that was; who came last stands last.
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._left)

    def take(self, key: str) -> bool:
        """Take one token; tell whether there was one."""
        left = self.look(key)
        enough = left >= 1.0
        self._left[key] = (left - 1.0 if enough else left, self._tick())
        self._left.move_to_end(key)
        while len(self._left) > self._most:
            self._left.popitem(last=False)
        return enough

    def look(self, key: str) -> float:
        """Tell how many tokens a key has at this moment."""
        left, at = self._left.get(key, (float(self._rate.burst), self._tick()))
        return min(float(self._rate.burst), left + (self._tick() - at) / self._rate.every)

    def wait(self, key: str) -> int:
        """Tell after how many seconds, at least one, there is a token for a key."""
        return max(1, round((1.0 - self.look(key)) * self._rate.every + 0.5))


# A newsroom's open day behind one address still fits; a list of addresses typed by a machine does
# not. An address is written to once a day all the same (`deliver/signing_up.py`).
SIGN_UPS_OF_A_NETWORK = Rate(burst=40, every=30.0)
SIGN_UPS_OF_AN_ADDRESS = Rate(burst=5, every=HOUR / 2)
BAD_TOKENS_OF_A_NETWORK = Rate(burst=30, every=10.0)


@dataclass(slots=True, kw_only=True)
class Limits:
    """All limits of a server.

    Attributes:
        tick: Tells seconds since some moment, never less than before.
    """

    tick: Callable[[], float]
    sign_ups: Buckets = field(init=False)
    addresses: Buckets = field(init=False)
    guesses: Buckets = field(init=False)

    def __post_init__(self) -> None:
        self.sign_ups = Buckets(SIGN_UPS_OF_A_NETWORK, tick=self.tick)
        self.addresses = Buckets(SIGN_UPS_OF_AN_ADDRESS, tick=self.tick)
        self.guesses = Buckets(BAD_TOKENS_OF_A_NETWORK, tick=self.tick)

    def may_sign_up(self, network: str, address: str) -> bool:
        """Tell whether a sign-up is heeded; both buckets are charged.

        Args:
            network: Where it comes from.
            address: Address key, or what was typed in its place.
        """
        return self.sign_ups.take(network) & self.addresses.take(address)
