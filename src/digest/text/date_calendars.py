"""Dates of other calendars, and numbers written as words, in the figures that all others use.

Buddhist years (Thailand), Persian days, Japanese eras and years of the Republic of China become
Gregorian; Chinese numerals become figures; a Vietnamese month becomes a number. The clock and
everything else stay as they are.
"""

# ruff: noqa: RUF001, RUF003 - letters and digits of many scripts are meant here

import re
from collections.abc import Sequence
from datetime import date, timedelta

ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
_ERA = rf"(?:中華)?({'|'.join(ERAS)})\s?(元|\d{{1,3}})\s?年"
ERA = re.compile(_ERA)
# "2026年（令和8年）11月23日" tells the year twice.
ERA_AGAIN = re.compile(rf"(?<=年)\s?[(（]{_ERA}[)）]")
YEAR_AGAIN = re.compile(r"(?<=年)\s?[(（]\d{4}年?[)）]")
NUMERALS = {char: number for number, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
NUMERAL = re.compile(r"([〇零○一二三四五六七八九十]{1,4})(?=\s?[年月日號号时時点點分])")
TEN = "十"
THAI = re.compile(r"[\u0e00-\u0e7f]")
THAI_MONTHS = {
    "ม.ค.": "มกราคม", "ก.พ.": "กุมภาพันธ์", "มี.ค.": "มีนาคม", "เม.ย.": "เมษายน", "พ.ค.": "พฤษภาคม",
    "มิ.ย.": "มิถุนายน", "ก.ค.": "กรกฎาคม", "ส.ค.": "สิงหาคม", "ก.ย.": "กันยายน", "ต.ค.": "ตุลาคม",
    "พ.ย.": "พฤศจิกายน", "ธ.ค.": "ธันวาคม",
}  # fmt: skip
THAI_MONTH = re.compile("|".join(map(re.escape, THAI_MONTHS)))
THAI_WEEKDAY = re.compile(r"(?:วัน)?(?:จันทร์|อังคาร|พุธ|พฤหัสบดี|พฤหัสฯ?|ศุกร์|เสาร์|อาทิตย์)(?:\s?ที่)?")
THAI_ERA = re.compile(r"[พค]\.\s?ศ\.\s?(?=\d)")
THAI_CLOCK = re.compile(r"(\d{1,2})\s?(?:นาฬิกา|โมง)\s?(\d{1,2})\s?นาที(?:\s?\d+\s?วินาที)?")
BUDDHIST = re.compile(r"(?<!\d)(25\d\d)(?!\d)")
SHORT_BUDDHIST = re.compile(rf"((?:{'|'.join(THAI_MONTHS.values())})\s*)([3-9]\d)(?![\d:.])")
BUDDHIST_AHEAD = 543
SHORT_AHEAD = 1957
VIETNAMESE = re.compile(
    r"(?:ngày\s+)?(\d{1,2})\s+(?:tháng|thg)\s+(\d{1,2})\s*,?\s*(?:năm\s+)?(\d{4})", re.IGNORECASE
)
VIETNAMESE_DAY = re.compile(r"(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy)|chủ\s+nhật)(?!\w)", re.IGNORECASE)
ALBANIAN_HALF = re.compile(r"(?<=\d\s)([pm])\.\s?d\.")
BASQUE = re.compile(r"(?<=\d)\((?:e\)ko|a\))")
HUNGARIAN_CLOCK = re.compile(r"(\d{1,2})\s?óra\s(\d{1,2})\s?perc(?!\w)", re.IGNORECASE)
_PERSIAN_MONTHS = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند"
PERSIAN_MONTHS = {name: number + 1 for number, name in enumerate(_PERSIAN_MONTHS.split())}
PERSIAN_NAMED = re.compile(
    rf"(\d{{1,2}})\s*({'|'.join(PERSIAN_MONTHS)})\s*(?:ماه)?\s*[،,]?\s*(1[34]\d\d|[۱][۳۴][۰-۹]{{2}})"
)
PERSIAN_NUMBERS = re.compile(r"(?<!\d)(1[34]\d\d|[۱][۳۴][۰-۹]{2})([/\-])(\d{1,2})\2(\d{1,2})(?!\d)")
PERSIAN_LETTERS = re.compile(r"[\u0600-\u06ff]")
PERSIAN_LANGUAGES = frozenset({"fa", "ps", "ckb"})
# A year whose first day is known, and the years for which the rule of leap years holds.
ANCHOR = (1405, date(2026, 3, 21))
PERSIAN_YEARS = range(1365, 1473)
FIRST_HALF = 6


def spell_out(text: str, languages: Sequence[str] = ()) -> str:
    """Write the parts of a text that belong to other calendars as others write them.

    Args:
        text: A text of a few hundred characters.
        languages: Language tags of the page; plain numbers are a Persian date only in Persian, or
            among letters or digits of the Arabic script.
    """
    persian = bool(languages) and languages[0][:3].rstrip("-_").casefold() in PERSIAN_LANGUAGES
    if persian or PERSIAN_LETTERS.search(text):
        text = from_persian(text)
    text = BASQUE.sub("", text)
    if text.isascii():
        return text
    text = YEAR_AGAIN.sub("", ERA_AGAIN.sub("", text)) if "年" in text else text
    text = NUMERAL.sub(lambda match: read_numeral(match[1]), text)
    text = ERA.sub(from_era, text)
    if THAI.search(text):
        text = from_thai(text)
    text = ALBANIAN_HALF.sub(lambda match: "am" if match[1] == "p" else "pm", text)
    text = VIETNAMESE_DAY.sub(" ", text)
    text = VIETNAMESE.sub(r"\3-\2-\1", text)
    return HUNGARIAN_CLOCK.sub(r"\1:\2", text)


def from_era(match: re.Match[str]) -> str:
    """Write a year of an era as one of the common era."""
    number = 1 if match[2] == "元" else int(match[2])
    return f"{ERAS[match[1]] + number}年"


def read_numeral(text: str) -> str:
    """Write a Chinese numeral in figures: digit by digit ("二〇二六"), or with tens ("二十三")."""
    if TEN not in text:
        return "".join(str(NUMERALS[char]) for char in text)
    tens, _, ones = text.partition(TEN)
    if len(tens) > 1 or len(ones) > 1 or TEN in ones:
        return text
    return str(10 * NUMERALS.get(tens, 1) + NUMERALS.get(ones, 0))


def from_thai(text: str) -> str:
    """Write Thai short forms in full and Buddhist years as common ones."""
    text = THAI_WEEKDAY.sub(" ", THAI_MONTH.sub(lambda match: THAI_MONTHS[match[0]], text))
    text = BUDDHIST.sub(lambda match: str(int(match[1]) - BUDDHIST_AHEAD), THAI_ERA.sub("", text))
    text = THAI_CLOCK.sub(r"\1:\2", text)
    return SHORT_BUDDHIST.sub(lambda match: f"{match[1]}{SHORT_AHEAD + int(match[2])}", text)


def from_persian(text: str) -> str:
    """Write Persian days as ISO 8601 does; what is no day stays."""
    named = PERSIAN_NAMED.sub(
        lambda match: gregorian(match[3], PERSIAN_MONTHS[match[2]], match[1]) or match[0], text
    )
    return PERSIAN_NUMBERS.sub(
        lambda match: gregorian(match[1], int(match[3]), match[4]) or match[0], named
    )


def gregorian(year: str, month: int, day: str) -> str:
    """Write a day of the Persian calendar in ISO 8601; empty when there is none."""
    number, passed = int(year), int(day)
    longest = 31 if month <= FIRST_HALF else 30
    if month == len(PERSIAN_MONTHS):
        longest = 30 if is_leap(number) else 29
    if number not in PERSIAN_YEARS or not 1 <= month <= len(PERSIAN_MONTHS):
        return ""
    if not 1 <= passed <= longest:
        return ""
    before = 31 * min(month - 1, FIRST_HALF) + 30 * max(0, month - 1 - FIRST_HALF)
    return str(new_year(number) + timedelta(days=before + passed - 1))


def new_year(year: int) -> date:
    """Find the first day of a Persian year."""
    known, first = ANCHOR
    between = range(min(year, known), max(year, known))
    days = sum(366 if is_leap(one) else 365 for one in between)
    return first + timedelta(days=days if year > known else -days)


def is_leap(year: int) -> bool:
    """Tell a Persian leap year: eight in a cycle of 33."""
    return (25 * year + 11) % 33 < 8  # noqa: PLR2004
