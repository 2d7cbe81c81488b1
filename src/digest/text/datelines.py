"""The place that opens a story: "ASTANA, 28 September (Agency) – …"."""

# ruff: noqa: RUF001 - letters and marks of many scripts are meant here

import re

from digest.text.names import AGENCIES, is_organisation
from digest.text.places import PLACES

LONGEST_DATELINE = 110
SHORTEST_PLACE = 4
SHORTEST_LEDE = 40
_UPPER = r"[^\W\d_a-zß-öø-ÿа-яё]"
_PLACE = rf"(?:(?:St|Ste|Ft|Mt|ST|FT|MT)\.\s)?{_UPPER}[^\W\d_]*(?:['’-][^\W\d_]+)*"
_SMALL = r"(?:de|del|la|le|les|los|of|upon|am|an|der|di|do|da|sur|en|und|and|al|el|am|den|aan)"
PLACE = rf"{_PLACE}(?:(?:\s|/|\s/\s)(?:{_PLACE}|{_SMALL}\s{_PLACE})){{0,4}}"
_MONTH = r"[^\W\d_]{3,12}\.?"
DATE = (
    rf"(?:(?:le|den|il|el|em|on)\s+)?(?:{_MONTH},?\s+)?(?:\d{{1,2}}(?:\.|º|er|st|nd|rd"
    rf"|th)?\s+(?:de\s+)?{_MONTH}"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}[./]\d{{1,2}}[.]?)"
    r"(?:,?\s+(?:de\s+)?\d{4}|[./]\d{2,4})?"
)
AGENCY = r"(?:[(\[][^()\[\]\d]{2,50}(?:/[^()\[\]]{2,30})?[)\]]|/[A-Z][\w .]{2,30}/)"
DASH = r"(?:\s*[–—]\s*|\s*[.]?\s*-{1,2}\s+|\s+[-–—|]\s*|\s*:\s+)"
# No dash: "NEW DELHI, Feb 11 (PTI) The", or a full stop before a whole sentence: "Berlin. Die".
UNMARKED = r"(?<=[)\]])\s*|\.\s+(?=[^\W\d_][^.!?]{24})"
DATELINE = re.compile(
    rf"^\s*(?P<place>{PLACE})(?P<region>\s*,\s*{PLACE})?(?P<inner>\s*[(\[][^()\[\]\d]{{2,30}}[)\]])?"
    rf"(?:\s*[,.]?\s*(?P<date>{DATE}))?(?:\s*[,./]?\s*(?P<agency>{AGENCY}|[A-ZА-Я]{{2,12}}"
    rf"|[a-z]{{2,6}}(?=\s\|)))?"
    rf"(?P<second>\s*[,.]\s*{DATE})?(?P<dash>{DASH}|{UNMARKED})(?=[^\W_a-zа-я]|[\"“„«‘'¿¡(])",
)
# An agency without a place: "(AP) -- The", "(CNN)The", "By PTI: The".
AGENCY_ALONE = re.compile(
    r"^\s*(?:\((?P<marked>[A-Z][^()\d.]{1,39})\)(?P<dash>\s*[–—-]{1,2}\s)?|By\s(?P<named>[^:.\d]{2,40}):)\s*"
    r"(?=[^\W_a-zа-я]|[\"“„«‘'(])"
)
TRAILING_AGENCY = re.compile(r"^[А-ЯЁ][А-Яа-яё-]{2,20}(?:\s[А-ЯЁ][а-яё]{2,20})?\.\s+(?=[А-ЯЁ«])")
# "(새벽나루=푸른강일보) 민서윤 기자 = 역 앞": place, paper and reporter.
KOREAN_DATELINE = re.compile(
    r"^\s*[(\[](?P<place>[\uac00-\ud7af]{2,6})=[^()\[\]]{2,20}[)\]]\s*"
    r"(?:[\uac00-\ud7af]{2,4}\s?(?:기자|특파원)\s*=\s*)?(?=\S)"
)
# "CNN — The": the outlet alone.
OUTLET = re.compile(r"^\s*([A-Z]{2,8}|[A-Z][a-z]{3,14})\s+[–—-]{1,2}\s+(?=[^\W_a-zа-я]|[\"“„«‘'(])")
CJK_DATELINE = re.compile(
    r"^\s*[(（【]?(?P<place>[\u3400-\u9fff]{2,6}?)[)）】]?\s*[(（【](?:[^()（）【】]{2,16})[)）】]\s*[-–—─]*\s*(?=\S)"
)
# Labels of the desk, and names that are no place; all of them are printed in capitals.
_LABELS = (
    "exclusive breaking update updated watch video photo photos pictures analysis opinion explainer"
    " live review interview comment editorial feature factbox timeline profile obituary correction"
    " alert urgent news sport sports business culture world politics weather recap poll quiz"
    " podcast"
    " exklusiv kommentar reportage eilmeldung analyse meinung ticker liveticker direct enquête"
    " entretien infographie portrait récit édito exclusivo exclusiva opinión análisis vídeo urgente"
    " última entrevista esclusiva intervista opinione ultim'ora análise atenção nato un eu uk us"
    " usa"
    " nasa fbi cia unesco unicef opec covid who imf warning note fact true false yes no it he she"
    " we"
    " срочно видео фото мнение обновлено"
)
LABELS = frozenset(_LABELS.split())


def split_dateline(paragraph: str) -> tuple[str, str | None]:
    """Split the dateline off the paragraph that opens a story.

    A place in ordinary letters counts only with a date or an agency behind it or when it is a
    well-known one: "Wind power – once a niche – …" has none.

    Args:
        paragraph: Such as "ASTANA, 28 September (Agency) – The harbour is open.".

    Returns:
        The text after it and the place as printed ("ASTANA"), None where only an agency stands;
        the paragraph as given and None when it has no dateline.
    """
    desk = AGENCY_ALONE.match(paragraph[:LONGEST_DATELINE])
    outlet = OUTLET.match(paragraph[:LONGEST_DATELINE])
    if outlet and outlet[1].casefold() in AGENCIES:
        return _split_place(paragraph[outlet.end() :])
    if desk and (desk["dash"] or _is_agency(desk["marked"] or "") or _is_desk(desk["named"] or "")):
        return _split_place(paragraph[desk.end() :])
    return _split_place(paragraph)


def _split_place(paragraph: str) -> tuple[str, str | None]:
    match = DATELINE.match(paragraph[: 2 * LONGEST_DATELINE])
    if match and match.end() <= LONGEST_DATELINE and _is_place(match):
        told = paragraph[match.end() :].lstrip()
        # Behind the dash stands the agency, as Russian wires print it.
        return (TRAILING_AGENCY.sub("", told) if match["date"] else told), match["place"]
    for pattern in (CJK_DATELINE, KOREAN_DATELINE):
        found = pattern.match(paragraph[:LONGEST_DATELINE])
        if found and paragraph[found.end() :].strip():
            return paragraph[found.end() :], found["place"]
    return paragraph, None


def _is_place(match: re.Match[str]) -> bool:
    place = match["place"]
    small = place.casefold()
    words = re.split(r"[\s/]+", small)
    if small in AGENCIES or any(word in LABELS for word in words):
        return False
    agency = (match["agency"] or match["inner"] or "").strip(" ()[]")
    supported = bool(match["date"] or match["agency"])
    known = bool(match["date"]) or _is_agency(agency)
    famous = any(part.strip() in PLACES for part in small.split("/"))
    dash = match["dash"].strip()
    if not dash:
        return known
    if dash == ".":
        return famous
    if dash == ":":
        # "SHUT: No lorries since 2024." is a caption; behind a place a whole lede follows.
        whole = len(match.string) - match.end() >= SHORTEST_LEDE
        likely = place.isupper() and (supported or (_is_long_enough(small) and whole))
        return known or famous or likely
    if supported:
        return known or place.isupper() or famous
    return known or famous or (place.isupper() and _is_long_enough(small))


def _is_long_enough(place: str) -> bool:
    """Whether capitals are a place's, not an abbreviation's: "LIMA" is one, "WHO" and "EU" not."""
    return len(place.replace(" ", "").replace(".", "")) >= SHORTEST_PLACE


def _is_agency(text: str) -> bool:
    words = re.split(r"[\s/]+", text.casefold())
    return any(word in AGENCIES for word in words) or text.casefold() in AGENCIES


def _is_desk(text: str) -> bool:
    written = text.replace(" of ", " ").istitle() and " " in text
    return _is_agency(text) or (written and is_organisation(text))
