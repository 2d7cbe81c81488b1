"""One edition for readers of several languages: what of it the program can put into another."""

from dataclasses import fields, replace

from digest.compose.week_words import choose_week_words
from digest.compose.words import Words, choose_words
from digest.model.edition import Edition

TAKES_HEADLINES = "also"
# Names of sections; the other words stand inside texts.
NAMES = tuple(one.name for one in fields(Words) if one.name != TAKES_HEADLINES)


def to_translate(edition: Edition, language: str) -> Edition:
    """Make the edition that somebody translates: the same stories, its own words in `language`.

    The names of sections that the program has given, and what opens the preheader, are translated;
    a name that the desk has given stays. The bench is left out: nobody translates what is not sent.
    """
    old, new = choose_words(edition.language), choose_words(language)
    week, new_week = choose_week_words(edition.language), choose_week_words(language)
    names = {getattr(old, name): getattr(new, name) for name in NAMES} | {week.top: new_week.top}
    preheader = open_anew(edition.preheader, old.also, new.also)
    return replace(
        edition,
        language=language,
        subject=open_anew(edition.subject, week.subject, new_week.subject),
        preheader=open_anew(preheader, week.also, new_week.also),
        sections=tuple(
            replace(section, name=names.get(section.name, section.name))
            for section in edition.sections
        ),
        bench=(),
    )


def framed(edition: Edition, language: str) -> Edition:
    """Put an edition between the words and dates of another language; its stories stay."""
    return replace(to_translate(edition, language), told_in=edition.told_in or edition.language)


def open_anew(preheader: str, old: str, new: str) -> str:
    """Open a preheader with the words of another language, if it opens with the program's own."""
    before, _, after = old.partition("{}")
    if not (before and preheader.startswith(before) and preheader.endswith(after)):
        return preheader
    return new.replace("{}", preheader[len(before) : len(preheader) - len(after)])
