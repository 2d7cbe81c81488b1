"""Whether a text ends like one: with a whole sentence or clause, nothing left open."""

# ruff: noqa: RUF001 - letters and marks of many scripts are meant here

import re

from digest.text.abbreviations import abbreviations_of, base_language
from digest.text.quotes import are_balanced

# No sentence ends on one of these; whatever was cut there was cut in the middle of a phrase.
_NEVER = {
    "en": "the a an and or but nor of my your their its whose into onto than because although"
    " whereas"
    " unless per via toward towards amid among amongst between upon every",
    "de": "der die das dem den des ein eine einer eines einem einen und oder aber sondern sowie"
    " dass"
    " weil obwohl nachdem während im am beim vom zum zur seiner seinem seinen ihrem ihren mein dein"
    " als ob für ohne durch",
    "fr": "le la les l' l un une des du de d' d au aux et ou mais ni car que qu' qu dont leur leurs"
    " son sa ses mon ma mes ton ta tes notre votre nos vos ce cet cette ces dans sur sous par pour"
    " avec chez entre vers",
    "es": "el la los las un una unos unas y e o u ni pero sino de del al que su sus mi mis tu tus"
    " nuestro nuestra en con por para sin sobre desde hasta entre hacia cuyo cuya",
    "it": "il lo la i gli le l' un uno una un' e ed o ma di del dello della dei degli delle d' a"
    " al allo"
    " alla ai agli alle da dal dalla dai in nel nella nei negli nelle su sul sulla sui con per"
    " tra fra entro verso senza durante presso"
    " che il cui mio tuo suo sua suoi sue loro ogni",
    "nl": "de het een en of maar want dat van zijn haar hun ons onze mijn jouw wiens bij voor met"
    " tussen tegen zonder omdat hoewel terwijl",
    "pt": "o a os as um uma uns umas e ou mas nem de do da dos das em no na nos nas ao aos à às por"
    " pelo pela pelos pelas para com sem sobre desde até entre que seu sua seus suas cujo cuja",
    "ru": "и а но или что чтобы в во на с со к ко о об от до за для при у по из без через между над"
    " под перед если когда как",
    "pl": "i a ale lub oraz że żeby w we na z ze do od po o u za dla przy przez bez między nad pod",
    "el": "ο η το οι τα του της των τον την τους τις ένας μια και ή αλλά ότι να για με σε από στο"
    " στη"
    " στην στον στα στους στις",
}
NEVER = {language: frozenset(words.split()) for language, words in _NEVER.items()}
# A clause does not end on these either, though a sentence may ("what it is for").
_WEAK = {
    "en": "in on at to for from with by as that which who whom whose if when while where so not"
    " no his"
    " her our this these those is are was were be been being has have had will would can could"
    " should cannot can't won't don't didn't doesn't isn't aren't wasn't weren't"
    " may might must do does did about after before over under against during without within"
    " through"
    " across since until like such both either neither it he she they we i you there more most very"
    " also just only even said says one two three some any all each another other mr mrs dr late"
    " early back only up out off first",
    "de": "in an auf aus bei mit nach seit von vor zu gegen um unter über zwischen bis wie wenn"
    " ist sind"
    " war waren hat haben hatte wird werden wurde kann können soll sollen will wollen er sie es"
    " ihr sein"
    " seine ihre kein keine nicht auch nur so sehr dieser diese dieses mehr sich",
    "fr": "à en comme si quand où qui ne pas plus se il elle ils elles on est sont était a ont"
    " avait"
    " après avant depuis sans contre très aussi selon",
    "es": "a como si cuando donde no más se le lo es son era fue ha han había muy también tras"
    " según",
    "it": "come se quando dove non più si è sono era ha hanno aveva molto anche dopo secondo",
    "nl": "in op aan uit door over onder na naar te om als die er is zijn was waren heeft hebben"
    " had"
    " wordt worden niet ook hij zij ze zich",
    "pt": "como se quando onde não mais é são era foi tem há muito também após segundo lhe",
}
WEAK = {
    language: words | frozenset(_WEAK.get(language, "").split())
    for language, words in NEVER.items()
}
LONGEST_TITLE = 20
LONGEST_TAIL = 80  # a search from every place of a long row of stops would take its square
# French sets a space before its closing mark: « Nous restons. »
SPACED = r"[ \u00a0\u202f]?[»›]"
END = re.compile(rf"[.!?。！？｡।॥؟۔։።។။]+(?:{SPACED}|[\"”’«“‘'‹)\]」』）】])*$")
GREEK_END = re.compile(rf"[.!?;\u037e]+(?:{SPACED}|[\"”’«“‘'‹)\]])*$")
ELLIPSIS = re.compile(rf"(?:…|\.\.+|。。+|\[\s*(?:…|\.\.+)\s*\])(?:{SPACED}|[\"”’)\]])*$")
LAST_WORD = re.compile(r"([\w'’]+)\W*$")


def ends_well(text: str, language: str = "en") -> bool:
    """Tell whether a summary ends at the end of a sentence or a clause.

    Args:
        text: Plain text.
        language: BCP 47 tag; decides which words cannot be the last one.

    Returns:
        True when it ends with a full stop (or its like, also before a closing quotation mark), all
        quotations and brackets are closed, and the last word is not one like "the", "of" or "Mr.".
        False for an ellipsis, for a text that just stops, and for an empty one.
    """
    text = text.strip()
    end = GREEK_END if base_language(language) == "el" else END
    tail = text[-LONGEST_TAIL:]
    if not end.search(tail) or ELLIPSIS.search(tail):
        return False
    title = text[-LONGEST_TITLE:].rpartition(" ")[2]
    if title.endswith(".") and title[:-1] in abbreviations_of(language).titles:
        return False
    return not dangles(text, NEVER, language) and are_balanced(text)


def ends_weakly(text: str, language: str = "en") -> bool:
    """Tell whether a clause cut here would hang in the air: its last word asks for another."""
    return dangles(text, WEAK, language)


def dangles(text: str, words: dict[str, frozenset[str]], language: str) -> bool:
    """Tell whether the last word of a text is one of the language's `words`, in small letters."""
    last = LAST_WORD.search(text[-LONGEST_TAIL:])
    if not last or not last[1].islower():
        return False
    return last[1].replace("’", "'") in words.get(base_language(language), words["en"])
