"""Two versions of one article: which text is kept."""

from dataclasses import replace
from typing import Any

from digest.model.article import Article, Precision, Sighting

EXACTNESS = (None, Precision.MONTH, Precision.DAY, Precision.MINUTE)


def keep_newer(kept: Article, came: Article) -> Article:
    """Lay a newly fetched version over the one that is kept.

    Address, source and first sighting stay, sightings add up. What the new version leaves
    empty changes nothing. Its text replaces the old one when it differs in more than spaces,
    unless it has shrunk to less than half: that is a teaser, not a correction. The instant of
    publication changes only for one that is known better, for a feed that dates every
    correction anew would make old news fresh.

    Returns:
        `kept` itself when nothing has changed.
    """
    merged = replace(kept, sightings=join_sightings(kept, came))
    if is_whole(kept, came):
        merged = replace(merged, **changed_text(kept, came))
    if knows_better(kept, came):
        merged = replace(
            merged,
            published=came.published,
            precision=came.precision,
            zone_known=came.zone_known,
        )
    return kept if merged == kept else merged


def says_otherwise(kept: Article, came: Article) -> bool:
    """Tell whether a new version says something else than one whose text was known.

    A text that takes the place of a mere teaser is no change of what the article says.
    """

    def told(one: Article) -> tuple[str, ...]:
        return tuple(" ".join((part or "").split()) for part in (one.headline, one.dek, one.body))

    return bool(kept.body) and told(kept) != told(came)


def is_compared_anew(kept: Article, came: Article) -> bool:
    """Tell whether a new version differs in anything by which articles are compared."""
    fields = ("headline", "dek", "lede", "body", "dateline", "published", "precision")
    return any(getattr(kept, name) != getattr(came, name) for name in fields)


def is_whole(kept: Article, came: Article) -> bool:
    """Whether a new version's text can stand in place of the old one."""
    return 2 * len(came.body) >= len(kept.body)


def changed_text(kept: Article, came: Article) -> dict[str, Any]:
    """Name every field of the text that says something new."""
    fields: dict[str, Any] = {}
    for name in ("headline", "dateline", "dek", "lede", "body", "language", "section"):
        new, old = getattr(came, name), getattr(kept, name)
        if new and " ".join(new.split()) != " ".join((old or "").split()):
            fields[name] = new
    if came.byline and came.byline != kept.byline:
        fields["byline"] = came.byline
    if came.image and came.image != kept.image:
        fields["image"] = came.image
    return fields


def knows_better(kept: Article, came: Article) -> bool:
    """Whether a new version knows the instant of publication more exactly."""
    if came.published is None:
        return False
    old, new = EXACTNESS.index(kept.precision), EXACTNESS.index(came.precision)
    return new > old or (new == old and came.zone_known and not kept.zone_known)


def join_sightings(kept: Article, came: Article) -> tuple[Sighting, ...]:
    """Put the places of both together, each once, the first one first."""
    return tuple(dict.fromkeys((*kept.sightings, *came.sightings)))
