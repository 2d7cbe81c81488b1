"""Whether two articles that sound alike tell the same event."""

from dataclasses import dataclass
from datetime import timedelta

from digest.edit.fingerprints import Fingerprint
from digest.model.tie import TieKind

# Later than this an event is told by its sequels.
LONGEST_EVENT = timedelta(hours=72)
# After a longer pause nobody goes on with a story without telling it anew.
LONGEST_PAUSE = timedelta(days=8)
# Published so far apart, two articles belong to two days.
OTHER_DAY = timedelta(hours=12)
# Part of the shorter text that stands in the other one when it is a copy; within one source it
# has to be more, for a paper repeats itself without telling the same story.
COPIED = 0.285
COPIED_AT_HOME = 0.5
# A short piece of a text in which every few words were replaced keeps few runs of three words, but
# most of its words; two papers' own words agree in no more than half of them.
HELD = 0.65
COPIED_AND_HELD = 0.12
# So much is a copy even where the headlines name different places.
SURELY_COPIED = 0.9
# How alike two articles are that tell one event in their own words.
ALIKE = 0.2
ALIKE_AT_HOME = 0.45
# Names that only one of them knows, figures of which none agree, days in between, or hardly any
# text: each doubt asks for so much more likeness.
DOUBTFUL = 1.5
# Part of the names in each of two headlines that makes them two stories when the other article
# does not know them, nor most other names; and of the repeated words, where letters do not mark
# names.
STRANGE = 0.5
STRANGE_WORDS = 0.3
# Names in each of two texts from which on they tell something, and which part of them, by weight,
# the other text should know. It is one doubt when it knows less, and two when it knows few.
MANY_NAMES = 4
MOST_NAMES = 0.5
FEW_NAMES = 0.35
# Figures in each of two texts from which on some should agree, and which part of them at least.
MANY_NUMBERS = 4
AGREEING = 0.15
FEW_WORDS = 30
# Letters at its beginning that all forms of a name have in common.
FORM = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What two articles share, measured.

    Attributes:
        copied: Part of the shorter text that stands in the longer one, in runs of three words.
        held: Part of the words of the shorter text that the longer one has.
        alike: How alike their rare words are.
        named: Part of the names of one that the other knows, of that one of which more is known.
    """

    copied: float
    held: float
    alike: float
    named: float


def judge(ours: Fingerprint, theirs: Fingerprint, measured: Likeness) -> TieKind | None:
    """Tell how two articles belong together; None when they do not."""
    if measured.alike < ALIKE and measured.copied < COPIED_AND_HELD:
        return None
    if come_from_elsewhere(ours, theirs):
        return None
    if measured.copied >= SURELY_COPIED:
        return TieKind.COPY
    strange = sorted((unknown(ours, theirs), unknown(theirs, ours)))
    most = STRANGE if ours.names and theirs.names else STRANGE_WORDS
    others = strange[0] >= most and (strange[0] == 1 or measured.named < MOST_NAMES)
    if others or is_column(ours, theirs):
        return None
    if is_copy(measured, at_home=ours.source == theirs.source):
        return TieKind.COPY
    doubts = count_doubts(ours, theirs, measured.named)
    doubts += strange[0] > 0 or (strange[1] > STRANGE and not is_short(ours, theirs))
    return judge_event(ours, theirs, measured.alike, doubts)


def judge_event(
    ours: Fingerprint, theirs: Fingerprint, alike: float, doubts: int
) -> TieKind | None:
    """Tell whether two articles in other words tell one event, or one goes on with the other.

    Args:
        ours: One article.
        theirs: The other.
        alike: How alike they are.
        doubts: How much speaks against it.
    """
    at_home = ours.source == theirs.source
    apart = abs(ours.moment - theirs.moment)
    if apart <= LONGEST_EVENT:
        late = apart > LONGEST_EVENT / 2
        if alike >= (ALIKE_AT_HOME if at_home else ALIKE) * DOUBTFUL ** (doubts + late):
            return TieKind.EVENT
    goes_on = apart > (OTHER_DAY if at_home else LONGEST_EVENT)
    return TieKind.SEQUEL if goes_on and alike >= ALIKE * DOUBTFUL**doubts else None


def is_copy(measured: Likeness, *, at_home: bool) -> bool:
    """Tell whether one text is the other one, shortened or lightly rewritten."""
    if at_home:
        return measured.copied >= COPIED_AT_HOME
    return measured.copied >= COPIED or (
        measured.copied >= COPIED_AND_HELD and measured.held >= HELD
    )


def count_doubts(ours: Fingerprint, theirs: Fingerprint, named: float) -> int:
    """Count what speaks against one event: figures, names, and too little text to be sure."""
    has_names = min(len(ours.names), len(theirs.names)) >= MANY_NAMES
    return sum(
        (
            disagree(ours, theirs),
            is_short(ours, theirs),
            has_names and named < MOST_NAMES,
            has_names and named < FEW_NAMES,
        )
    )


def is_short(ours: Fingerprint, theirs: Fingerprint) -> bool:
    """Tell whether one of two articles is hardly more than a headline."""
    return min(len(ours.sequence), len(theirs.sequence)) < FEW_WORDS


def is_column(ours: Fingerprint, theirs: Fingerprint) -> bool:
    """Tell whether two articles are the same column of two days in one paper.

    The weather, the stars or the market report: they have one headline, or they are full of
    figures and these are new.
    """
    if ours.source != theirs.source or abs(ours.moment - theirs.moment) <= OTHER_DAY:
        return False
    mine, yours = ([one.words[at] for at in one.sequence[: one.headline]] for one in (ours, theirs))
    return (mine == yours and bool(mine)) or disagree(ours, theirs)


def unknown(ours: Fingerprint, theirs: Fingerprint) -> float:
    """Tell which part of the names in our headline their text never mentions, in whatever form.

    Two strikes in two cities sound alike; each headline has a name that the other article does
    not know.
    """
    strange = ours.subjects.difference(theirs.words)
    if strange:
        forms = {word[:FORM] for word in theirs.names or theirs.words if len(word) >= FORM}
        strange = frozenset(name for name in strange if name[:FORM] not in forms)
    return len(strange) / len(ours.subjects) if strange else 0.0


def is_form(name: str, word: str) -> bool:
    """Tell whether a name may be a form of another one: "Norway" and "Norwegian"."""
    return name[:FORM] == word[:FORM] and min(len(name), len(word)) >= FORM


def come_from_elsewhere(ours: Fingerprint, theirs: Fingerprint) -> bool:
    """Tell whether each comes from a place of which the other does not speak."""
    return all(
        one.place and one.place.isdisjoint((*other.words, *other.place))
        for one, other in ((ours, theirs), (theirs, ours))
    )


def disagree(ours: Fingerprint, theirs: Fingerprint) -> bool:
    """Tell whether two texts are full of figures, and next to none of them agree."""
    fewest = min(len(ours.numbers), len(theirs.numbers))
    shared = len(ours.numbers & theirs.numbers)
    return fewest >= MANY_NUMBERS and shared < AGREEING * fewest
