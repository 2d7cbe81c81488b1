"""What the pages that readers open themselves are answered with."""

from dataclasses import dataclass, field

from digest.app.ports import Clock, Stores
from digest.deliver.tokens import Claim, LinkKeys, Purpose, make_token, name_sign_up, read_token
from digest.model.publication import Publication
from digest.model.signup import SignUp
from digest.model.subscriber import Subscriber

MASK = "\u2022\u2022\u2022"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderDesk:
    """Everything that a reader's wish needs.

    Attributes:
        publication: The publication.
        stores: Its database.
        links: What links are signed with.
        clock: Tells the present moment.
        public_url: Base of the public pages.
    """

    publication: Publication
    stores: Stores
    links: LinkKeys = field(repr=False)
    clock: Clock
    public_url: str

    def read(self, token: str, purpose: Purpose) -> Claim | None:
        """Read a token that came with a request; None when it is not genuine."""
        return read_token(
            token,
            purpose,
            publication=self.publication.id,
            secrets=self.links.honoured(self.clock.now()),
        )

    def holder(self, token: str, *purposes: Purpose) -> Subscriber | None:
        """Find whose token this is, made for any of these purposes; None when it is nobody's."""
        claims = [self.read(token, purpose) for purpose in purposes]
        claim = next((one for one in claims if one), None)
        return self.stores.subscribers.subscriber_at(claim.subscriber_id) if claim else None

    def make(self, purpose: Purpose, reader: Subscriber) -> str:
        """Make a token that names a reader."""
        return make_token(
            self.links.signing,
            purpose,
            publication=self.publication.id,
            subscriber_id=reader.id,
        )

    def make_confirmation(self, reader: Subscriber, wish: SignUp) -> str:
        """Make the token that confirms one sign-up."""
        return make_token(
            self.links.signing,
            Purpose.CONFIRM,
            publication=self.publication.id,
            subscriber_id=reader.id,
            edition=name_sign_up(wish.at),
        )

    def open_lists(self) -> tuple[str, ...]:
        """Name the lists that readers may join and leave themselves."""
        return tuple(one.name for one in self.publication.lists if one.open)


def mask_email(email: str) -> str:
    """Show an address to whoever has its link, without telling it: j•••@example.org."""
    local, at, domain = email.rpartition("@")
    return f"{local[:1]}{MASK}{at}{domain}"
