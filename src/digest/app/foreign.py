"""Which program a table of people comes from, told by its header row."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from digest.app.foreign_buttondown import read_buttondown
from digest.app.foreign_cells import BadMoment, Cells, Found
from digest.app.foreign_ghost import read_ghost
from digest.app.foreign_listmonk import read_listmonk
from digest.app.foreign_mailchimp import read_mailchimp
from digest.app.foreign_substack import read_substack
from digest.app.subscriber_rows import COLUMNS, Layout, free_name
from digest.errors import UsageError

CSV = "csv"
MAIL = re.compile("mail|correo|courriel|почт|メール|邮件|電子郵件")
# Columns that only a table made for us has.
# Columns that stand in many programs' exports, and in tables of anybody's own.
ANYBODYS = frozenset(("email", "status", "created_at", "type", "expiry"))
OURS = frozenset(COLUMNS) - {"email", "name", "language", "timezone", "lists"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """Another program's export.

    Attributes:
        id: As in `--from`.
        title: For people.
        addresses: Names that its column of addresses may have.
        marks: Columns that it is known by: all those of any of these sets.
        telltales: A column that each kind of its exports has, as it is written there.
        read_row: Reads a row without its address; raises BadMoment.
        names_freely: Whether its owner may call the column of addresses as they like: then it is
            the first one that speaks of mail.
    """

    id: str
    title: str
    addresses: tuple[str, ...]
    marks: tuple[frozenset[str], ...]
    telltales: tuple[str, ...]
    read_row: Callable[[str, Cells, Sequence[str]], Found]
    names_freely: bool = False

    def knows(self, columns: Sequence[str]) -> bool:
        """Whether a header row is one of this program's."""
        small = [one.casefold() for one in columns]
        has_address = self._find_address(small) is not None
        return has_address and any(some <= set(small) for some in self.marks)

    def lay_out(self, columns: Sequence[str]) -> Layout:
        """Tell where its columns stand.

        Raises:
            UsageError: There is no column of addresses.
        """
        small = [one.casefold() for one in columns]
        at = self._find_address(small)
        if at is None:
            raise UsageError(
                f"This is no {self.title}: it has no column {self.addresses[0]!r}.",
                "Leave --from out, or write --from csv for a table of your own.",
            )
        fields: dict[str, int] = {}
        for position, column in enumerate(columns):
            if position != at:
                fields[free_name(column or f"column {position + 1}", fields)] = position
        return Layout({"email": at}, tuple(fields.items()))

    def _find_address(self, small: Sequence[str]) -> int | None:
        """Tell where the addresses stand, by names in small letters."""
        at = next((small.index(one) for one in self.addresses if one in small), None)
        if at is None and self.names_freely:
            at = next((at for at, one in enumerate(small) if MAIL.search(one)), None)
        return at

    def has_any(self, columns: Sequence[str]) -> bool:
        """Whether a header row has at least one column that is this program's own."""
        small = {one.casefold() for one in columns}
        own = {one.casefold() for one in self.telltales}.union(*self.marks) - ANYBODYS
        return bool(own & small)

    def read(
        self,
        layout: Layout,
        values: Sequence[str],
        lists: Sequence[str],
        left_out: Counter[str] | None = None,
    ) -> Found:
        """Read a row: a person, somebody who has left, or why it cannot be used.

        Args:
            layout: Of the table.
            values: One for each column.
            lists: Lists that every row is added to.
            left_out: Where columns are counted whose value cannot be read.
        """
        cells = Cells([(name, values[at]) for name, at in layout.fields], left_out)
        try:
            return self.read_row(values[layout.known["email"]], cells, lists)
        except BadMoment as error:
            return error.reason


def some(*names: str) -> frozenset[str]:
    """Put names of columns together."""
    return frozenset(names)


FORMATS = (
    Foreign(
        id="listmonk",
        title="listmonk export",
        addresses=("email",),
        telltales=("uuid",),
        marks=(some("uuid", "attributes", "status", "created_at"),),
        read_row=read_listmonk,
    ),
    Foreign(
        id="mailchimp",
        title="Mailchimp export",
        addresses=("email address", "email"),
        telltales=("Email Address",),
        marks=(
            some("optin_time", "leid"),
            some("optin_time", "member_rating"),
            some("optin_time", "confirm_time"),
            some("unsub_time", "unsub_campaign_title"),
            some("clean_time", "clean_campaign_title"),
        ),
        read_row=read_mailchimp,
        names_freely=True,
    ),
    Foreign(
        id="ghost",
        title="Ghost export",
        addresses=("email",),
        telltales=("subscribed_to_emails",),
        marks=(
            some("subscribed_to_emails", "complimentary_plan"),
            some("subscribed_to_emails", "stripe_customer_id"),
        ),
        read_row=read_ghost,
    ),
    Foreign(
        id="substack",
        title="Substack export",
        addresses=("email",),
        telltales=("active_subscription", "Stripe plan"),
        marks=(
            some("active_subscription", "email_disabled"),
            some("active_subscription", "expiry"),
            some("expiry", "email_disabled"),
            some("stripe plan", "start date"),
            some("subscription source (free)", "start date"),
        ),
        read_row=read_substack,
    ),
    Foreign(
        id="buttondown",
        title="Buttondown export",
        addresses=("email_address", "email"),
        telltales=("email_address", "creation_date"),
        marks=(
            some("creation_date", "type"),
            some("creation_date", "subscriber_type"),
            some("creation_date", "unsubscription_date"),
            some("creation_date", "secondary_id"),
        ),
        read_row=read_buttondown,
    ),
)


def find_foreign(columns: Sequence[str], name: str, *, kind: str | None = None) -> Foreign | None:
    """Tell which program a header row comes from; None for a table of our own kind.

    Args:
        columns: Names, trimmed.
        name: The file's name.
        kind: What somebody says that it is; None guesses.

    Raises:
        UsageError: Nobody in it has ever subscribed, or there is no such kind.
    """
    if kind is None:
        found = guess_foreign(columns)
    elif kind == CSV:
        found = None
    else:
        found = name_foreign(kind)
        refuse_other(found, columns, name)
        refuse_nobodys(found, columns, name)
    if found and found.id == "mailchimp" and name.casefold().startswith("nonsubscribed"):
        raise UsageError(
            f"{name} holds contacts who have never subscribed: nobody may be mailed of them.",
            "Import the file of subscribed contacts, and those of unsubscribed and cleaned ones.",
        )
    return found


def guess_foreign(columns: Sequence[str]) -> Foreign | None:
    """Tell which program a header row comes from; None when it is nobody's that we know."""
    if any(one.casefold() in OURS for one in columns):
        return None
    return next((one for one in FORMATS if one.knows(columns)), None)


def refuse_other(said: Foreign, columns: Sequence[str], name: str) -> None:
    """Refuse a file that is another program's for certain: who has left would be mailed.

    Raises:
        UsageError: Its columns are those of another program, and not of this one.
    """
    guessed = guess_foreign(columns)
    if guessed and not said.knows(columns):
        raise UsageError(
            f"{name} has the columns of a {guessed.title}, not of a {said.title}.",
            f"Leave --from out, or write --from {guessed.id}.",
        )


def refuse_nobodys(said: Foreign, columns: Sequence[str], name: str) -> None:
    """Refuse a file as a program's that has no column of its own: who has left would be mailed.

    Raises:
        UsageError: None of its columns is the program's.
    """
    if not said.has_any(columns):
        wanted = " or ".join(map(repr, said.telltales))
        raise UsageError(
            f"{name} has no column {wanted}, as every {said.title} has.", "Leave --from out."
        )


def describe_format(kind: str) -> str:
    """Begin a sentence with whose export it is; a table of our own kind needs no word."""
    return "" if kind == CSV else f"{name_foreign(kind).title}, "


def name_foreign(kind: str) -> Foreign:
    """Find a program's export by its id.

    Raises:
        UsageError: There is none.
    """
    found = next((one for one in FORMATS if one.id == kind), None)
    if found is None:
        known = ", ".join((CSV, *(one.id for one in FORMATS)))
        raise UsageError(f"--from {kind!r} is not known.", f"There are: {known}.")
    return found
