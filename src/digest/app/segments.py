"""What a segment names, held against what there is: fields, lists and sections."""

from collections.abc import Collection, Sequence

from digest.app.ports import SubscriberStore
from digest.deliver.segment import Among, Attribute, Kind, Plural, Segment, leaves
from digest.deliver.segment_attributes import ATTRIBUTES
from digest.deliver.segment_errors import wrong
from digest.deliver.segment_letters import fold
from digest.deliver.segment_writing import quote
from digest.errors import UsageError
from digest.model.publication import Publication
from digest.text.section_ids import section_id
from digest.text.values import nearest

MOST_NAMED = 12


def refuse_unknown(segment: Segment | None, *, subscribers: SubscriberStore) -> None:
    """Take no name for a field that nobody has, for it is most likely mistyped.

    One that is written as `field "…"` may be one that nobody has yet.

    Raises:
        UsageError: There is no such attribute or field; names the one that may be meant.
    """
    for leaf in leaves(segment.rule) if segment else ():
        attribute = None if isinstance(leaf, Among) else leaf.attribute
        if (
            segment
            and isinstance(attribute, Attribute)
            and attribute.kind is Kind.FIELD
            and not attribute.spelled_out
            and not subscribers.has_field(attribute.name)
        ):
            raise unknown(segment, attribute, fields=subscribers.field_names())


def unknown(segment: Segment, attribute: Attribute, *, fields: Sequence[str]) -> UsageError:
    """Make the error about a name that means nothing."""
    name = attribute.name
    # "state" is far from "digest_state", and means it.
    ours = (one for one in ATTRIBUTES if one.endswith(f"_{name.lower()}"))
    close = next(ours, None) or nearest(name, [*fields, *ATTRIBUTES])
    hint = f"Did you mean {close}?" if close else f"There are: {', '.join(ATTRIBUTES)}"
    if not close and fields:
        more = ", …" if len(fields) > MOST_NAMED else ""
        hint += f"; and the fields {', '.join(fields[:MOST_NAMED])}{more}"
    return wrong(
        segment.typed or segment.text,
        attribute.at if segment.typed else 0,
        f"no reader has a field {quote(name)}, and no attribute is called so",
        f"{hint} A field that nobody has yet is written: field {quote(name)}"
        if close
        else f"{hint}. A field that nobody has yet is written: field {quote(name)}",
        length=len(name),
    )


def refuse_mistyped(
    segment: Segment | None,
    lists: Sequence[str],
    publication: Publication,
    *,
    subscribers: SubscriberStore,
) -> None:
    """Send nothing by a name that nobody knows: `not in` a mistyped list is everybody.

    Raises:
        UsageError: No reader has a field, or nobody knows a list or a section.
    """
    refuse_unknown(segment, subscribers=subscribers)
    named = names_in(segment)
    plurals = {one.plural for one in named} | ({Plural.LISTS} if lists else set())
    known = known_names(plurals, publication, subscribers=subscribers)
    for name in lists:
        refuse_list(name, known[Plural.LISTS])
    for one in named:
        refuse_among(one, segment, known[one.plural])


def refuse_list(name: str, known: Sequence[str]) -> None:
    """Take no list that nobody is on, and that digest.toml does not name.

    Raises:
        UsageError: Nobody knows it; names the one that may be meant.
    """
    if is_known(Among(name=name, plural=Plural.LISTS), known):
        return
    close = nearest(name, list(known))
    remedy = f"Did you mean {close}?" if close else tell_known(known)
    raise UsageError(f"--list: nobody is on a list {quote(name)}.", f"{remedy} Nothing was sent.")


def refuse_among(named: Among, segment: Segment | None, known: Sequence[str]) -> None:
    """Take no name in a segment for a list or a section that nobody knows.

    Raises:
        UsageError: Nobody knows it; points at it.
    """
    if segment is None or is_known(named, known):
        return
    told, close = doubt_parts(named, known)
    remedy = f"Did you mean {quote(close)}?" if close else tell_known(known, named.plural)
    raise wrong(
        segment.typed or segment.text,
        named.at if segment.typed else 0,
        told[0].lower() + told[1:],
        f"{remedy} Nothing was sent.",
        length=len(named.typed or named.name) + len('""'),
    )


def tell_known(known: Sequence[str], plural: Plural = Plural.LISTS) -> str:
    """Tell which lists or sections there are."""
    more = ", …" if len(known) > MOST_NAMED else ""
    if known:
        return f"There are: {', '.join(known[:MOST_NAMED])}{more}."
    return f"There are no {plural.value}."


def known_lists(publication: Publication, *, subscribers: SubscriberStore) -> list[str]:
    """Name the lists that somebody is on or that digest.toml names, each once."""
    named = [*subscribers.list_names(), *(one.name for one in publication.lists)]
    return list(dict.fromkeys(named))


def names_in(segment: Segment | None) -> list[Among]:
    """Name the lists and sections that a segment asks for."""
    rules = leaves(segment.rule) if segment else ()
    return [leaf for leaf in rules if isinstance(leaf, Among)]


def known_names(
    plurals: Collection[Plural], publication: Publication, *, subscribers: SubscriberStore
) -> dict[Plural, list[str]]:
    """Name the lists, and the sections: those of digest.toml, and what somebody has chosen.

    Each takes a look at everybody, and is asked for only where it is wanted.
    """
    known: dict[Plural, list[str]] = {}
    if Plural.LISTS in plurals:
        known[Plural.LISTS] = known_lists(publication, subscribers=subscribers)
    if Plural.SECTIONS in plurals:
        named = [one.name for one in publication.sections]
        ids = set(map(section_id, named))
        known[Plural.SECTIONS] = [
            *named,
            *(one for one in subscribers.section_ids() if one not in ids),
        ]
    return known


def is_known(named: Among, known: Sequence[str]) -> bool:
    """Whether a list has this name, whatever its capitals, or a section this id."""
    if named.plural is Plural.SECTIONS:
        return named.name in map(section_id, known)
    return fold(named.name) in map(fold, known)


def find_lists(
    names: Sequence[str], publication: Publication, *, subscribers: SubscriberStore
) -> tuple[str, ...]:
    """Write the names of lists as they are kept: capitals do not matter, as in a segment.

    A name that nobody knows stays as it was typed.
    """
    if not names:
        return ()
    known = known_lists(publication, subscribers=subscribers)
    found: dict[str, None] = {}
    for name in names:
        plain = " ".join(name.split())
        same = [one for one in known if fold(one) == fold(plain)]
        found.update(dict.fromkeys(same or [plain]))
    return tuple(found)


def doubtful_lists(
    names: Sequence[str], publication: Publication, *, subscribers: SubscriberStore
) -> tuple[str, ...]:
    """Tell of lists that nobody knows, a sentence each."""
    if not names:
        return ()
    known = known_lists(publication, subscribers=subscribers)
    named = [Among(name=one, plural=Plural.LISTS) for one in names]
    doubts = [doubt_of(one, known) for one in named]
    return tuple(dict.fromkeys(one for one in doubts if one))


def doubtful_names(
    segment: Segment | None, publication: Publication, *, subscribers: SubscriberStore
) -> tuple[str, ...]:
    """Tell of the lists and sections that a segment names and nobody knows, a sentence each."""
    named = names_in(segment)
    plurals = {one.plural for one in named}
    known = known_names(plurals, publication, subscribers=subscribers)
    doubts = [doubt_of(one, known[one.plural]) for one in named]
    return tuple(dict.fromkeys(one for one in doubts if one))


def doubt_of(named: Among, known: Sequence[str]) -> str:
    """Tell that a name is not known; empty when it is."""
    if is_known(named, known):
        return ""
    told, close = doubt_parts(named, known)
    return f"{told}; did you mean {quote(close)}?" if close else f"{told}."


def doubt_parts(named: Among, known: Sequence[str]) -> tuple[str, str]:
    """Tell that a name is not known, as it was typed, and which one may be meant, if any."""
    typed = named.typed or named.name
    told = (
        f"Nobody is on a list {quote(typed)}"
        if named.plural is Plural.LISTS
        else f"digest.toml has no section {quote(typed)}"
    )
    return told, nearest(typed, list(known)) or ""
