"""What the parts of a date look like: the kinds of tokens and their patterns."""

# ruff: noqa: RUF001 - Greek and Cyrillic letters and the minus sign are meant here

import re
from enum import StrEnum

from digest.text.zone_names import LONG


class Kind(StrEnum):
    """What a token is."""

    DATE = "three numbers with a separator"
    DAY = "year, month and day without separators, perhaps with a clock"
    WEEK = "an ISO week date"
    DAY_OF_YEAR = "an ISO ordinal date"
    YEAR_MONTH = "a year and a month"
    CLOCK = "a time of day"
    PAIR = "two numbers with a dot: a time, or a day and a month"
    UNIT = "a number with its unit"
    NUMBER = "a number"
    HALF = "before or after noon"
    WORD = "a word of dates"
    OFFSET = "an offset from UTC"
    ZONE = "the name of a zone"
    UNKNOWN_ZONE = "what stands where a zone should"
    COMMENT = "words in parentheses"
    MARK = "punctuation"
    OTHER = "anything else"


AFTER_CLOCK = frozenset(
    {Kind.CLOCK, Kind.HALF, Kind.PAIR, Kind.OFFSET, Kind.ZONE, Kind.UNKNOWN_ZONE, Kind.DAY}
)
CALENDAR = frozenset({Kind.DATE, Kind.DAY, Kind.WEEK, Kind.DAY_OF_YEAR})
SPACE = re.compile(r"\s+")
SEPARATED = (
    re.compile(r"(\d{4})(\s?[-/.]\s?)(\d{1,2})\2(\d{1,2})(?!\d)"),
    re.compile(r"(\d{1,2})(\s?[-/.]\s?)(\d{1,2})\2(\d{4})(?!\d)"),
    re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d\d)(?!\d|[.:]\d)"),
)
# "1. 3. 26", "26. 3. 1.": only where all of a text should be a date.
SPACED = re.compile(r"(\d{1,2})(\. )(\d{1,2})\2(\d{1,2})(?!\d|[.:]\d)")
MONTH_FIRST = re.compile(r"(0?[1-9]|1[0-2])[-/.](\d{4})(?!\d)")
T_CLOCK = re.compile(r"T(\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,](\d+))?)?)?(?!\d)", re.IGNORECASE)
HALF = re.compile(r"([apπμ])\.?\s?[mμ]\.?(?!\w)", re.IGNORECASE)
HALF_LETTER = re.compile(r"([ap])(?!\w)", re.IGNORECASE)
HALF_OF_LETTER = {"a": "am", "p": "pm", "π": "am", "μ": "pm"}
UNITS = {
    "年": "year", "년": "year", "月": "month", "월": "month", "日": "day", "일": "day",
    "号": "day", "號": "day", "時": "hour", "时": "hour", "点": "hour", "點": "hour",
    "시": "hour", "分": "minute", "분": "minute", "秒": "second", "초": "second",
}  # fmt: skip
TIMES = frozenset({"hour", "minute", "second"})
# Tried in this order; the first that matches makes the token.
PATTERNS = (
    (Kind.WEEK, re.compile(r"(\d{4})-?W(\d\d)(?:-?([1-7]))?(?!\d)", re.IGNORECASE)),
    (Kind.DAY_OF_YEAR, re.compile(r"(\d{4})-(\d{3})(?!\d)")),
    (Kind.DAY_OF_YEAR, re.compile(r"(\d{4})(\d{3})(?=T\d)", re.IGNORECASE)),
    (
        Kind.DAY,
        re.compile(
            r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?(?:[.,](\d+))?)?(?!\d)", re.IGNORECASE
        ),
    ),
    (Kind.YEAR_MONTH, re.compile(r"(\d{4})[-/.](0?[1-9]|1[0-2])(?![\d:/-]|\.\d)")),
    (Kind.CLOCK, re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,:](\d+))?)?(?!\d)")),
    (Kind.CLOCK, re.compile(r"(\d{1,2})(?=\s?[apπμ]\.?\s?[mμ]\.?(?!\w))", re.IGNORECASE)),
    (
        Kind.CLOCK,
        re.compile(
            r"(\d{1,2})\s?(?:h|uhr|uur)\s?(\d\d)?(?:\s?min)?(?:\s(\d\d)\s?s)?(?!\w)", re.IGNORECASE
        ),
    ),
    (Kind.UNIT, re.compile(rf"(\d{{1,4}})\s?([{''.join(UNITS)}])")),
    (Kind.PAIR, re.compile(r"(\d{1,2})\.(\d\d)(?!\d|\.\d)")),
    (
        Kind.NUMBER,
        re.compile(
            r"(\d+)(?:st|nd|rd|th|er|ere|eme|ste|de|do|ro|mo|o|e|a|ko|η|-?го|-?е|-?(?:an|en|jen))"
            r"(?![^\W\d_])",
            re.IGNORECASE,
        ),
    ),
    (Kind.NUMBER, re.compile(r"(\d+)")),
)
CJK = re.compile(
    r"星期[一二三四五六日天]|[周週][一二三四五六日]|[月火水木金土日]曜日?|[월화수목금토일]요일"
    r"|上午|下午|午前|午後|오전|오후|凌晨|早上|晚上"
)
OFFSET = re.compile(r"([+\-−])(\d{1,2})(?::?(\d\d))?(?::?\d\d)?(?!\d)")
PATH = re.compile(r"[A-Za-z][A-Za-z_]+(?:/[A-Za-z][A-Za-z0-9_+\-]*){1,2}")
_LONG = "|".join(sorted(LONG, key=len, reverse=True)).replace("'", "['’]")
LONG_ZONE = re.compile(rf"(?:{_LONG})(?!\w)", re.IGNORECASE)
COMMENT = re.compile(r"\(\s*([^()]{0,80}?)\s*\)")
# The vowel signs of India and Thailand are letters for nobody but their readers.
WORD = re.compile(r"(?:[^\W\d_]|(?!\d)[\u0900-\u0963\u0971-\u0e7f])+")
MARK = re.compile(r"[,;.،、|•·@\-–—/()\[\]:'’׳॰_~]")
# "18.12.00" may be a day or a clock.
DOTTED = re.compile(r"(?:[01]?\d|2[0-3])\.[0-5]\d\.[0-5]\d")
# "PM 6:12": before the clock in capitals only.
HALF_BEFORE = re.compile(r"([AP])M\s?(?=\d{1,2}[:時时点點시])")
LONGEST_UNKNOWN_ZONE = 6
UNKNOWN_ZONE = re.compile(r"[A-Z]{2,4}T")
UNKNOWN_LONG = re.compile(r"(?:[A-Z][\w'’-]{0,20} ){1,3}[Tt]ime(?!\w)")
# Behind these, three short numbers are no date.
NOT_DATED = frozenset(
    {"version", "ver", "v", "release", "build", "rev", "isbn", "ip", "tel", "phone", "call", "fax"}
    | {"ios", "macos", "android", "windows", "firefox", "chrome", "python", "java", "php", "linux"}
    | {"score", "scores", "house", "room", "no", "nr", "art", "section", "chapter", "fig", "page"}
)
# RFC 5322 section 4.3: nobody knows what these mean. "06:12 H" is an hour.
MILITARY = re.compile(r"[A-GIK-Y]$")
DIGITS_AFTER_SPACE = 3
# Months of two words, by what they are called elsewhere.
TWO_WORDS = (
    (re.compile("(?i)mean +fomhair"), "september"),
    (re.compile("(?i)deireadh +fomhair"), "october"),
    (re.compile("كانون +الثاني"), "يناير"),
    (re.compile("كانون +الاول"), "ديسمبر"),
    (re.compile("تشرين +الثاني"), "نوفمبر"),
    (re.compile("تشرين +الاول"), "اكتوبر"),
)
