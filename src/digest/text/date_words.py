"""Months, weekdays and the small words of dates, in the languages of the news.

Names of a language stand in one row, divided by bars, variants of one name by spaces. Words are
compared folded: without case and accents, so that "Août" and "aout" are one word.
"""

# ruff: noqa: RUF001 - Greek and Cyrillic letters are meant here

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from unicodedata import category, normalize

_MONTHS = {
    "en": "january jan|february feb febr|march mar|april apr|may|june jun|july jul|august aug|"
    "september sep sept|october oct|november nov|december dec",
    "de": "januar jänner jaenner|februar feber|märz maerz mrz|april|mai|juni|juli|august|"
    "september|oktober okt|november|dezember dez",
    "fr": "janvier janv|février févr fév|mars|avril avr|mai|juin|juillet juil|août|septembre|"
    "octobre|novembre|décembre déc",
    "it": "gennaio gen|febbraio|marzo|aprile|maggio mag|giugno giu|luglio lug|agosto ago|"
    "settembre set sett|ottobre ott|novembre|dicembre dic",
    "pt": "janeiro|fevereiro fev|março|abril abr|maio|junho|julho|agosto ago|setembro set|"
    "outubro out|novembro|dezembro dez",
    "es": "enero ene|febrero|marzo|abril abr|mayo|junio|julio|agosto ago|septiembre setiembre|"
    "octubre|noviembre|diciembre dic",
    "ca": "gener|febrer|març|abril|maig|juny|juliol|agost|setembre|octubre|novembre|desembre",
    "nl": "januari|februari|maart mrt|april|mei|juni|juli|augustus|september|oktober|november|"
    "december",
    "pl": "styczeń stycznia sty|luty lutego lut|marzec marca|kwiecień kwietnia kwi|maj maja|"
    "czerwiec czerwca cze|lipiec lipca lip|sierpień sierpnia sie|wrzesień września wrz|"
    "październik października paź|listopad listopada lis|grudzień grudnia gru",
    "hu": "január|február|március márc|április ápr|május máj|június jún|július júl|augusztus|"
    "szeptember szept|október|november|december",
    "el": "ιανουάριος ιανουαρίου ιαν|φεβρουάριος φεβρουαρίου φεβ|μάρτιος μαρτίου μαρ|"
    "απρίλιος απριλίου απρ|μάιος μαΐου μαϊ|ιούνιος ιουνίου ιουν|ιούλιος ιουλίου ιουλ|"
    "αύγουστος αυγούστου αυγ|σεπτέμβριος σεπτεμβρίου σεπ σεπτ|οκτώβριος οκτωβρίου οκτ|"
    "νοέμβριος νοεμβρίου νοε νοεμ|δεκέμβριος δεκεμβρίου δεκ",
    "ru": "январь января янв|февраль февраля фев февр|март марта мар|апрель апреля апр|май мая|"
    "июнь июня июн|июль июля июл|август августа авг|сентябрь сентября сен сент|"
    "октябрь октября окт|ноябрь ноября ноя нояб|декабрь декабря дек",
    "uk": "січень січня|лютий лютого|березень березня|квітень квітня|травень травня|"
    "червень червня|липень липня|серпень серпня|вересень вересня|жовтень жовтня|"
    "листопад листопада|грудень грудня",
    "bg": "януари|февруари|март|април|май|юни|юли|август|септември|октомври|ноември|декември",
    "sr": "јануар|фебруар|март mart|април|мај|јун|јул|avgust|септембар septembar|"
    "октобар oktobar|новембар novembar|децембар decembar",
    "hr": "siječanj siječnja|veljača veljače|ožujak ožujka|travanj travnja|svibanj svibnja|"
    "lipanj lipnja|srpanj srpnja|kolovoz kolovoza|rujan rujna||studeni studenog studenoga|"
    "prosinac prosinca",
    "cs": "leden ledna|únor února|březen března|duben dubna|květen května|červen června|"
    "červenec července|srpen srpna|září|říjen října|listopad listopadu|prosinec prosince",
    "sk": "január januára|február februára|marec marca|apríl apríla|máj mája|jún júna|júl júla|"
    "august augusta|september septembra|október októbra|november novembra|december decembra",
    "sl": "januarja|februarja|marca|aprila|maja|junija|julija|avgusta|septembra|oktobra|"
    "novembra|decembra",
    "ro": "ianuarie ian|februarie|martie|aprilie|mai|iunie iun|iulie iul|august|septembrie|"
    "octombrie|noiembrie|decembrie",
    "sv": "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december",
    "da": "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december",
    "no": "januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember des",
    "fi": "tammikuu tammikuuta|helmikuu helmikuuta|maaliskuu maaliskuuta|huhtikuu huhtikuuta|"
    "toukokuu toukokuuta|kesäkuu kesäkuuta|heinäkuu heinäkuuta|elokuu elokuuta|"
    "syyskuu syyskuuta|lokakuu lokakuuta|marraskuu marraskuuta|joulukuu joulukuuta",
    "et": "jaanuar|veebruar|märts|aprill|mai|juuni|juuli|august|september|oktoober|november|"
    "detsember",
    "lt": "sausio|vasario|kovo|balandžio|gegužės|birželio|liepos|rugpjūčio|rugsėjo|spalio|"
    "lapkričio|gruodžio",
    "tr": "ocak oca|şubat şub|mart|nisan nis|mayıs|haziran haz|temmuz tem|ağustos ağu|eylül eyl|"
    "ekim eki|kasım kas|aralık ara",
    "id": "januari|februari|maret|april|mei|juni|juli|agustus agu|september|oktober|november|"
    "desember",
    "ar": "يناير جانفي|فبراير شباط فيفري|مارس آذار|أبريل نيسان أفريل|مايو أيار ماي|"
    "يونيو حزيران جوان|يوليو تموز جويلية يوليوز|أغسطس آب أوت غشت|سبتمبر أيلول شتنبر|أكتوبر|"
    "نوفمبر نونبر|ديسمبر دجنبر",
    "fa": "ژانویه|فوریه|مارس|آوریل|مه|ژوئن|ژوئیه جولای|اوت|سپتامبر|اکتبر|نوامبر|دسامبر",
    "he": "ינואר|פברואר|מרץ מרס|אפריל|מאי|יוני|יולי|אוגוסט|ספטמבר|אוקטובר|נובמבר|דצמבר",
    "hi": "जनवरी|फरवरी|मार्च|अप्रैल|मई|जून|जुलाई|अगस्त|सितंबर सितम्बर|अक्टूबर अक्तूबर|नवंबर नवम्बर|दिसंबर दिसम्बर",
}
_WEEKDAYS = {
    "en": "monday mon|tuesday tue tues|wednesday wed weds|thursday thu thur thurs|friday fri|"
    "saturday sat|sunday sun",
    "de": "montag mo|dienstag di|mittwoch mi|donnerstag do|freitag fr|samstag sonnabend sa|"
    "sonntag so",
    "fr": "lundi lun|mardi mar|mercredi mer|jeudi jeu|vendredi ven|samedi sam|dimanche dim",
    "it": "lunedì|martedì|mercoledì|giovedì gio|venerdì|sabato sab|domenica dom",
    "es": "lunes|martes|miércoles mié|jueves jue|viernes vie|sábado sáb|domingo dom",
    "pt": "segunda seg|terça ter|quarta qua|quinta qui|sexta sex|sábado|domingo",
    "ca": "dilluns|dimarts|dimecres|dijous|divendres|dissabte|diumenge",
    "nl": "maandag ma|dinsdag|woensdag wo|donderdag|vrijdag vr|zaterdag za|zondag zo",
    "pl": "poniedziałek pon|wtorek wt|środa śr|czwartek czw|piątek pt|sobota sob|"
    "niedziela niedz nd",
    "hu": "hétfő|kedd|szerda|csütörtök|péntek|szombat|vasárnap",
    "el": "δευτέρα δευ|τρίτη τρι|τετάρτη τετ|πέμπτη πεμ|παρασκευή παρ|σάββατο σαβ|κυριακή κυρ",
    "ru": "понедельник пн|вторник вт|среда среду ср|четверг чт|пятница пятницу пт|"
    "суббота субботу сб|воскресенье вс",
    "uk": "понеділок|вівторок|середа|четвер|пятниця|субота|неділя",
    "bg": "понеделник|вторник|сряда|четвъртък|петък|събота|неделя",
    "sr": "понедељак ponedjeljak ponedeljak|уторак utorak|среда srijeda|четвртак četvrtak|"
    "петак petak|субота subota|недеља nedjelja nedelja",
    "cs": "pondělí po|úterý út|středa|čtvrtek čt|pátek pá|sobota|neděle ne",
    "sk": "pondelok|utorok|streda|štvrtok|piatok|sobota|nedeľa",
    "ro": "luni|marți|miercuri|joi|vineri|sâmbătă|duminică",
    "sv": "måndag mån|tisdag tis|onsdag ons|torsdag tors tor|fredag fre|lördag lör|söndag sön",
    "da": "mandag man|tirsdag tirs tir|onsdag|torsdag|fredag|lørdag lør|søndag søn",
    "fi": "maanantai maanantaina|tiistai tiistaina ti|keskiviikko keskiviikkona ke|"
    "torstai torstaina|perjantai perjantaina pe|lauantai lauantaina|sunnuntai sunnuntaina su",
    "tr": "pazartesi pzt|salı sal|çarşamba çar|perşembe per|cuma cum|cumartesi cmt|pazar paz",
    "id": "senin|selasa|rabu|kamis|jumat|sabtu|minggu",
    "ar": "الاثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد",
    "fa": "دوشنبه|سهشنبه|چهارشنبه|پنجشنبه|جمعه|شنبه|یکشنبه",
    "he": "שני|שלישי|רביעי|חמישי|שישי|שבת|ראשון",
    "hi": "सोमवार|मंगलवार|बुधवार|गुरुवार|शुक्रवार|शनिवार|रविवार",
    "zh": "星期一 周一 週一|星期二 周二 週二|星期三 周三 週三|星期四 周四 週四|星期五 周五 週五|"
    "星期六 周六 週六|星期日 星期天 周日 週日",
    "ja": "月曜日 月曜 月|火曜日 火曜 火|水曜日 水曜 水|木曜日 木曜 木|金曜日 金曜 金|"
    "土曜日 土曜 土|日曜日 日曜 日",
    "ko": "월요일 월|화요일 화|수요일 수|목요일 목|금요일 금|토요일 토|일요일 일",
}
_FILLERS = (
    "at on the of from at o clock hrs hr h de del den der dem d du le la el il al as a à e i am vom"
    " um uhr uur om kl klo alle ore las los h r roku godz г года год в у р року о az στις ώρα ngày"
    " tháng năm feira og och und and y يوم في الساعة יום ב ה בשעה time saat ob od w tarihinde"
)
_MORNING = "오전 上午 午前 凌晨 早上 ص صباحا πμ"
_AFTERNOON = "오후 下午 午後 晚上 م مساء μμ"
# Beginnings of the words that stand before the date of a change.
_UPDATED = (
    "updat aktualis aktualiz zaktualiz actualis actualiz atualiz aggiorn modif mis maj"
    " bijgewerk gewijzig обновл изменен оновл frissit ενημερ τροπο oppdater opdater uppdater"
    " paivitet guncelle güncelle revis edited amended correct corrig geandert geändert"
    " 수정 更新 최종 تحديث עודכן अपडेट"
)
DROPPED = frozenset({"Mn", "Mc", "Me", "Cf"})
LETTERS = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i"})
CROATIAN_OCTOBER = frozenset({"listopad", "listopada"})


@dataclass(slots=True, kw_only=True)
class Senses:
    """What a word can mean in a date.

    Attributes:
        month: 1 to 12; None when it is no month.
        weekdays: 0 for Monday; several where languages differ, empty when it is no weekday.
        filler: Whether it may stand in a date without saying anything.
        half: "am" or "pm"; empty when it is neither.
    """

    month: int | None = None
    weekdays: frozenset[int] = frozenset()
    filler: bool = False
    half: str = ""

    @property
    def surely_month(self) -> bool:
        """Whether it can be nothing but a month."""
        return self.month is not None and not self.weekdays and not self.filler


def strip_marks(text: str) -> str:
    """Take accents, vowel signs and invisible marks off a text; full-width forms become plain."""
    if text.isascii():
        return text
    plain = normalize("NFKD", text.translate(LETTERS))
    return normalize("NFC", "".join(char for char in plain if category(char) not in DROPPED))


def fold(word: str) -> str:
    """Fold a word for comparing: no case, no accents."""
    return strip_marks(strip_marks(word).casefold())


@cache
def known_words() -> dict[str, Senses]:
    """Collect every word of the tables by its folded form."""
    words: defaultdict[str, Senses] = defaultdict(Senses)
    for number, name in numbered(_MONTHS):
        words[name].month = number + 1
    for number, name in numbered(_WEEKDAYS):
        words[name].weekdays |= {number}
    for name in _FILLERS.split():
        words[fold(name)].filler = True
    for half, names in (("am", _MORNING), ("pm", _AFTERNOON)):
        for name in names.split():
            words[fold(name)].half = half
    return dict(words)


def numbered(rows: dict[str, str]) -> Iterator[tuple[int, str]]:
    """Number the names of each row from 0; folded."""
    for row in rows.values():
        for number, names in enumerate(row.split("|")):
            for name in names.split():
                yield number, fold(name)


@cache
def updated_stems() -> tuple[str, ...]:
    """Collect the beginnings of words that announce the date of a change, folded."""
    return tuple(fold(stem) for stem in _UPDATED.split())


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


def is_croatian_october(word: str, languages: tuple[str, ...]) -> bool:
    """Tell whether this is the month name that means November to all other Slavs."""
    return (
        bool(languages) and languages[0].casefold()[:2] == "hr" and fold(word) in CROATIAN_OCTOBER
    )
