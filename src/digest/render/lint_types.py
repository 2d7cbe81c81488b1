"""What the values that templates see are made of: which names each has, and what stands there."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from markupsafe import Markup

from digest.render.strings import Strings
from digest.render.theme import Theme
from digest.render.variables import EditionView, LetterView, SectionView, StoryView

# What the arguments of our macros are, by their names.
ARGUMENTS: Mapping[str, Any] = {
    "edition": EditionView,
    "theme": Theme,
    "story": StoryView,
    "section": SectionView,
    "words": Strings,
}
SEEN: Mapping[str, Any] = {"edition": EditionView, "theme": Theme}
# What those of letters see besides.
SEEN_IN_LETTERS: Mapping[str, Any] = {"letter": LetterView}
LOOP = (
    "index", "index0", "revindex", "revindex0", "first", "last", "length", "depth", "depth0",
    "previtem", "nextitem", "cycle", "changed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Made:
    """A value of which only the names are known, with what stands under each."""

    names: Mapping[str, Any] = field(default_factory=dict)


LOOP_VALUE = Made(dict.fromkeys(LOOP))


def without_none(hint: Any) -> Any:  # noqa: ANN401 - a type
    """Take what a value is when it is there."""
    if get_origin(hint) in (Union, UnionType):
        kept = [one for one in get_args(hint) if one is not NoneType]
        return kept[0] if len(kept) == 1 else None
    return hint


def names_of(hint: Any) -> Mapping[str, Any] | None:  # noqa: ANN401 - a type, or `Made`
    """List the names of a value with what stands under each; None when that is not known."""
    hint = without_none(hint)
    if isinstance(hint, Made):
        return hint.names
    if hint in (str, Markup):
        return dict.fromkeys(name for name in dir(str) if not name.startswith("_"))
    if hint in (int, bool) or get_origin(hint) is tuple:
        return {}
    return read_names(hint) if isinstance(hint, type) and is_dataclass(hint) else None


@lru_cache(maxsize=32)
def read_names(kind: Any) -> Mapping[str, Any]:  # noqa: ANN401 - a dataclass
    """List the fields and properties of a dataclass."""
    hints = get_type_hints(kind)
    found = {
        one.name: hints[one.name]
        for one in fields(kind)
        if get_origin(hints[one.name]) is not Mapping
    }
    for name, value in vars(kind).items():
        if isinstance(value, property) and not name.startswith("_"):
            found[name] = get_type_hints(value.fget).get("return")
    return found


def element_of(hint: Any) -> Any:  # noqa: ANN401 - a type
    """Tell what a loop over a value meets; None when that is not known."""
    hint = without_none(hint)
    parts = get_args(hint) if get_origin(hint) is tuple else ()
    return parts[0] if parts else None


def describe_theme(theme: Theme | None) -> Any:  # noqa: ANN401 - a type, or `Made`
    """Tell what `theme` is, with the tokens that a theme has added."""
    if theme is None:
        return Theme
    names = dict(read_names(Theme))
    for part, value in (("sizes", theme.sizes), ("radii", theme.radii)):
        kind: Any = type(value)
        names[part] = Made({**read_names(kind), **dict.fromkeys(value.more, int)})
    return Made(names)
