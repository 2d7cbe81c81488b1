"""How many messages a relay takes over one connection, learnt from how it ends them."""

from dataclasses import dataclass

from digest.adapters.smtp_loss import CLOSED
from digest.model.delivery import Phase, Reply

MOST_MESSAGES = 250
CLOSING = 421
# It shuts down, or we were idle: neither says that the messages were too many.
OTHER_REASONS = frozenset({"4.3.2", "4.4.2"})


@dataclass(slots=True)
class Allowance:
    """What later connections of a run may carry.

    Attributes:
        messages: How many messages, from 1.
        silent_after: After how many the relay last closed without a word.
    """

    messages: int = MOST_MESSAGES
    silent_after: int = 0

    def hear(self, reply: Reply, *, carried: int) -> None:
        """Learn from what ended a connection.

        A relay that closes without a word may as well have been restarted: it means something
        when it happens twice after the same number.

        Args:
            reply: Its last one, or the loss.
            carried: Messages that were carried before.
        """
        if not carried or reply.phase is not Phase.MAIL:
            return
        told = reply.code == CLOSING and reply.enhanced not in OTHER_REASONS
        if reply.lost and reply.text == CLOSED:
            told = self.silent_after == carried
            self.silent_after = carried
        if told:
            self.messages = min(self.messages, carried)
