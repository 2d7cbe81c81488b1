"""What a segment names, held against what there is: fields, lists and sections."""

from collections.abc import Sequence

from digest.app.ports import SubscriberStore
from digest.deliver.segment import Among, Attribute, Kind, Plural, Segment, leaves
from digest.deliver.segment_attributes import ATTRIBUTES
from digest.deliver.segment_errors import wrong
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
    close = nearest(name, [*fields, *ATTRIBUTES])
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


def doubtful_names(
    segment: Segment | None, publication: Publication, *, subscribers: SubscriberStore
) -> tuple[str, ...]:
    """Tell of the lists and sections that a segment names and nobody knows, a sentence each."""
    named = [leaf for leaf in leaves(segment.rule) if isinstance(leaf, Among)] if segment else []
    if not named:
        return ()
    ids = [section_id(one.name) for one in publication.sections]
    lists = [*subscribers.list_names(), *(one.name for one in publication.lists)]
    known = {Plural.SECTIONS: ids, Plural.LISTS: lists}
    doubts = [doubt_of(one, known[one.plural]) for one in named]
    return tuple(dict.fromkeys(one for one in doubts if one))


def doubt_of(named: Among, known: Sequence[str]) -> str:
    """Tell that a name is not known; empty when it is."""
    if named.name.casefold() in (name.casefold() for name in known):
        return ""
    told = (
        f"Nobody is on a list {quote(named.name)}"
        if named.plural is Plural.LISTS
        else f"digest.toml has no section {quote(named.name)}"
    )
    close = nearest(named.name, list(known))
    return f"{told}; did you mean {quote(close)}?" if close else f"{told}."
