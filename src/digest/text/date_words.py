"""What a word means in a date: a month, a weekday, a half of the day, a day near by, or nothing.

Words are compared folded: without case and accents, so that "Août" and "aout" are one word.
"""

# ruff: noqa: RUF001 - Greek and Cyrillic letters are meant here

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from unicodedata import category, normalize

from digest.text.date_names import LOCAL_MONTHS, MONTHS, WEEKDAYS

_FILLERS = (
    "at on the of from at o clock hrs hour hours h de del den der dem d du le la el il al as a à e"
    " i am vom um uhr uur om kl klo klokken alle ore ora las les los h r roku godz g hodin hodiny"
    " г года год в у р року о об az στις ώρα ngày lúc ngay luc feira og och and und y يوم في"
    " الساعة יום ב ה בשעה time saat ob od w tarihinde u v sati sata ч часов часа horas heures"
    " m gada kell kello pukul jam gegen pada a klukkan noon in ve dé dydd п թ"
    " ж το στο ώρες vào ก น เวลา วันที่"
    " em op na hui hom hari বাজে बजे को बजकर ساعت در بجے الموافق"
)
_MORNING = (
    "오전 上午 午前 凌晨 早上 清晨 ص صباحا πμ morning morgens vormittags früh matin mattina mañana"
    " manhã утра ранку rano délelőtt sáng pagi pg পূর্বাহ্ণ সকাল पूर्वाह्न सुबह सकाळी صبح πρωί sabah"
)
_AFTERNOON = (
    "오후 下午 午後 晚上 晚间 中午 م مساء μμ afternoon evening abends nachmittags soir"
    " après-midi pomeriggio sera tarde noche noite вечера дня вечора popoludniu wieczorem délután"
    " chiều tối sore malam petang ptg অপরাহ্ণ সন্ধ্যা अपराह्न शाम عصر απόγευμα βράδυ akşam"
)
_TODAY = (
    "today heute aujourd oggi hoy hoje avui vandaag idag dag tänään täna сегодня сьогодні"
    " dzisiaj dziś dnes danas данас днес σήμερα bugün astăzi azi اليوم امروز היום आज আজ"
    " 今天 今日 本日 오늘 nay ini"
)
_YESTERDAY = (
    "yesterday gestern hier ieri ayer ontem ahir gisteren igår går eilen eile вчера вчора"
    " wczoraj včera včeraj jučer juče јуче χθες χτες dün tegnap أمس دیروز אתמול कल গতকাল 昨天 昨日"
    " 어제 qua kemarin"
)
DROPPED = frozenset({"Mn", "Mc", "Me", "Cf"})
SIGNS = ("\u0900", "\u0e7f")
LETTERS = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i"})


@dataclass(slots=True, kw_only=True)
class Senses:
    """What a word can mean in a date.

    Attributes:
        month: 1 to 12; None when it is no month.
        weekdays: 0 for Monday; several where languages differ, empty when it is no weekday.
        filler: Whether it may stand in a date without saying anything.
        half: "am" or "pm"; empty when it is neither.
        days_back: 0 for "today", 1 for "yesterday"; None for any other word.
    """

    month: int | None = None
    weekdays: frozenset[int] = frozenset()
    filler: bool = False
    half: str = ""
    days_back: int | None = None

    @property
    def surely_month(self) -> bool:
        """Whether it can be nothing but a month."""
        return self.month is not None and not self.weekdays and not self.filler


def strip_marks(text: str) -> str:
    """Take accents and invisible marks off a text; full-width forms become plain.

    The vowel signs of India and Thailand stay: without them January is June in Hindi.
    """
    if text.isascii():
        return text
    plain = normalize("NFKD", text.translate(LETTERS))
    return normalize("NFC", "".join(char for char in plain if not is_dropped(char)))


def is_dropped(char: str) -> bool:
    """Tell whether a character says nothing of its own in the name of a month."""
    return category(char) in DROPPED and not SIGNS[0] <= char <= SIGNS[1]


def fold(word: str) -> str:
    """Fold a word for comparing: no case, no accents."""
    return strip_marks(strip_marks(word).casefold())


@cache
def known_words() -> dict[str, Senses]:
    """Collect every word of the tables by its folded form."""
    words: defaultdict[str, Senses] = defaultdict(Senses)
    for number, name in numbered(MONTHS):
        words[name].month = number + 1
    for number, name in numbered(WEEKDAYS):
        words[name].weekdays |= {number}
    for name in _FILLERS.split():
        words[fold(name)].filler = True
    for half, names in (("am", _MORNING), ("pm", _AFTERNOON)):
        for name in names.split():
            words[fold(name)].half = half
    for days, names in enumerate((_TODAY, _YESTERDAY)):
        for name in names.split():
            words[fold(name)].days_back = days
    return dict(words)


def numbered(rows: dict[str, str]) -> Iterator[tuple[int, str]]:
    """Number the names of each row from 0; folded."""
    for row in rows.values():
        for number, names in enumerate(row.split("|")):
            for name in names.split():
                yield number, fold(name)


def look_up(word: str) -> Senses | None:
    """Tell what a word means in a date; None when it is no word of dates.

    A Hebrew name may carry the prefix "ב" ("in"), as in "28 בספטמבר".
    """
    words = known_words()
    folded = fold(word)
    found = words.get(folded)
    if found is None and folded.startswith("ב"):
        return words.get(folded[1:])
    return found


@cache
def local_months(language: str) -> dict[str, int]:
    """Collect the names that mean a month in one language alone; folded."""
    rows = {language: LOCAL_MONTHS[language]} if language in LOCAL_MONTHS else {}
    return {name: number + 1 for number, name in numbered(rows)}


def look_up_in(word: str, languages: Sequence[str]) -> Senses | None:
    """Tell what a word means in a date of a page in these languages; None when it is no such word.

    Args:
        word: Without a full stop.
        languages: Language tags, the likeliest first: what means a month there means nothing else.
    """
    language = languages[0].replace("_", "-").partition("-")[0].casefold() if languages else ""
    months = local_months(language) if language in LOCAL_MONTHS else {}
    month = months.get(fold(word)) if months else None
    known = look_up(word)
    if month is None:
        return known
    return Senses(month=month, weekdays=known.weekdays if known else frozenset())
