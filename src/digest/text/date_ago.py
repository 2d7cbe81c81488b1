"""How long ago something was published: "3 hours ago", "vor 5 Minuten", "3시간 전".

Such words are worth what the moment of reading is: `ReadDate.relative` tells of them.
"""

import re
from datetime import timedelta
from functools import cache

from digest.text.date_patterns import WORD as LETTERS
from digest.text.date_words import fold

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
WEEK, MONTH, YEAR = timedelta(weeks=1), timedelta(days=30), timedelta(days=365)
# A star stands for the endings of a language.
_UNITS = {
    MINUTE: "m min mins minut* λεπτ* dakika dk мин минут* хв хвил* perc* دقيقة دقائق דקה דקות मिनट"
    " মিনিট phut menit",
    HOUR: "h hr hrs hour* std stund* heure* hora horas ora ore uur uren tim time timer timm* tunti"
    " tuntia godz godzin* час часа часов годин* ч hodin* sat sata sati ora* ωρα ωρες saat ساعة"
    " ساعات שעה שעות घंटे घंटा घण्टे ঘণ্টা gio jam",
    DAY: "d day days tag tage tagen jour* dia dias giorn* dag dagen dagar dage dager paiva* dni"
    " dzien день дня дней дні днів ден dny dnem dana dan nap* ημερ* μερες gun zi zile"
    " يوم أيام יום ימים दिन দিন ngay hari",
    WEEK: "w wk week* woche* semaine* semana* settiman* weken veck* uge uger uke uker viikko*"
    " tydzien tygodn* недел* тиждень тижн* tyden tydn* tjedan tjedna het* εβδομαδ* hafta saptaman*"
    " أسبوع أسابيع שבוע שבועות हफ्ते सप्ताह tuan minggu",
    MONTH: "month* monat* mois mes meses mese mesi maand* manad* maned* kuukau* miesiac miesiec*"
    " месяц* місяц* mesic* mesiac* mjesec* mesec* honap* μην* ay luni luna شهر أشهر חודש חודשים"
    " महीने महीना thang bulan",
    YEAR: "year* yr yrs jahr* an ans ano anos anno anni jaar ar vuosi vuotta rok lat год года лет"
    " рік років let godin* ev* χρον* yil سنة سنوات שנה שנים साल वर्ष nam tahun",
}
_AGO = (
    "ago vor y fa hace ha geleden sedan siden sitten temu назад тому pred pre prije преди пре"
    " ezelott πριν once acum قبل منذ לפני पहले আগে truoc lalu"
)
_BESIDE = (
    "about ca circa etwa environ il for a απο yang for cerca di unos unas sekitar khoang od de"
)
_ONE = (
    "a an one einer einem eine einen un une uno una um uma een ett et en egy eine один одну одна"
    " ενα μια bir एक"
)
_BARE = (
    "час минуту день неделю месяц год годину хвилину тиждень godzine minute dzien tydzien miesiac"
    " hodinou dnem tydnem sat ساعة يوم أسبوع شهر دقيقة سنة שעה דקה יום שבוע חודש שנה"
)
# The number, or the direction, lies in the word.
_WHOLE = {
    "ساعتين": 2 * HOUR, "يومين": 2 * DAY, "أسبوعين": 2 * WEEK, "دقيقتين": 2 * MINUTE,
    "שעתיים": 2 * HOUR, "יומיים": 2 * DAY, "שבועיים": 2 * WEEK,
}  # fmt: skip
_POSSESSED = {"perce": MINUTE, "oraja": HOUR, "napja": DAY, "hete": WEEK, "honapja": MONTH}
# Scripts that set no space between number, unit and word.
_GLUED = {
    MINUTE: "分钟 分鐘 分 분 นาที",
    HOUR: "小时 小時 個小時 个小时 時間 시간 ชั่วโมง",
    DAY: "天 日 일 วัน",
    WEEK: "周 週間 星期 주 สัปดาห์",
    MONTH: "个月 個月 か月 ヶ月 カ月 개월 เดือน",
    YEAR: "年 년 ปี",
}
_GLUED_AGO = "前 之前 전 ที่แล้ว"
MOST = 999
WORD = re.compile(rf"\d+|{LETTERS.pattern}")
LONGEST = 60


@cache
def units() -> dict[str, timedelta]:
    """Collect the units by their folded words."""
    return {fold(word): span for span, words in _UNITS.items() for word in words.split()}


@cache
def glued() -> tuple[re.Pattern[str], dict[str, timedelta]]:
    """Compile the pattern of the scripts without spaces, with the units in it."""
    known = {fold(word): span for span, words in _GLUED.items() for word in words.split()}
    names = "|".join(sorted(known, key=len, reverse=True))
    ends = "|".join(fold(word) for word in _GLUED_AGO.split())
    return re.compile(rf"(?:약|約|大约)?\s?(\d{{1,3}})\s?({names})\s?(?:{ends})"), known


@cache
def small_words() -> tuple[frozenset[str], ...]:
    """Collect the words for "ago", for one, those that say nothing, and units that need no "one".

    All folded.
    """
    rows = (_AGO, _ONE, f"{_BESIDE} {_AGO}", _BARE)
    return tuple(frozenset(map(fold, words.split())) for words in rows)


def read_ago(text: str) -> tuple[timedelta, timedelta] | None:
    """Read how long ago something was.

    Returns:
        The time since, and the unit it was counted in; None for any other text.
    """
    folded = fold(text.strip(" .:·|")) if len(text) <= LONGEST else ""
    pattern, known = glued()
    match = pattern.fullmatch(folded)
    if match:
        return int(match[1]) * known[match[2]], known[match[2]]
    return read_words(WORD.findall(folded))


def read_words(words: list[str]) -> tuple[timedelta, timedelta] | None:
    """Read the words of a text, folded, as how long ago it was."""
    ago, one, beside, bare = small_words()
    numbers = [int(word) for word in words if word.isdecimal() and len(word) <= len(str(MOST))]
    rest = [word for word in words if not word.isdecimal()]
    spans = [(word, span) for word in rest if (span := span_of(word)) and word not in ago]
    if len(spans) > 1:
        spans = [(word, span) for word, span in spans if word not in one | beside]
    possessed = len(spans) == 1 and spans[0][0] in _POSSESSED
    if len(spans) != 1 or len(numbers) > 1 or not (possessed or ago.intersection(rest)):
        return None
    named, (whole, unit) = spans[0]
    if any(word != named and word not in one | beside for word in rest):
        return None
    if numbers:
        return numbers[0] * unit, unit
    single = whole != unit or named in bare or one.intersection(rest)
    return (whole, unit) if single else None


def span_of(word: str) -> tuple[timedelta, timedelta] | None:
    """Find the length that a word means, and its unit; None when it is no unit."""
    for name, span in _WHOLE.items():
        if fold(name) == word:
            return span, span / 2
    known = units()
    exact = _POSSESSED.get(word) or known.get(word)
    stems = (f"{word[:end]}*" for end in range(len(word), 1, -1))
    found = exact or next((known[stem] for stem in stems if stem in known), None)
    return (found, found) if found else None
