"""Numbers written in words, and the words that multiply them, by language."""

from collections.abc import Iterator
from functools import lru_cache

from digest.text.abbreviations import base_language
from digest.text.fact_tokens import fold_text

FEWEST_TENS = 20
HUNDRED = 100
# From 2 on, as 1 is an article or a pronoun in most languages; variants of one by a stroke.
_ONES = {
    "en": "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen",
    "de": "zwei|zwo drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn"
    " fünfzehn sechzehn siebzehn achtzehn neunzehn",
    "fr": "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
    " dix-sept dix-huit dix-neuf",
    "es": "dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince"
    " dieciséis diecisiete dieciocho diecinueve",
    "it": "due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici"
    " quindici sedici diciassette diciotto diciannove",
    "pt": "dois|duas três quatro cinco seis sete oito nove dez onze doze treze quatorze|catorze"
    " quinze dezesseis|dezasseis dezessete|dezassete dezoito dezenove|dezanove",
    "nl": "twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien"
    " zestien zeventien achttien negentien",
    "ru": "два|две|двух|двумя три|трех|тремя четыре|четырех пять|пяти шесть|шести семь|семи"
    " восемь|восьми девять|девяти десять|десяти одиннадцать двенадцать",
    "el": "δύο τρεις|τρία|τριών τέσσερις|τέσσερα πέντε έξι επτά|εφτά οκτώ|οχτώ εννέα|εννιά δέκα"
    " έντεκα δώδεκα",
    "ar": "اثنان|اثنين|اثنتين ثلاثة|ثلاث أربعة|أربع خمسة|خمس ستة|ست سبعة|سبع ثمانية|ثماني تسعة|تسع",
    "hi": "दो तीन चार पांच|पाँच छह सात आठ नौ दस",
}
_TENS = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "de": "zwanzig dreißig|dreissig vierzig fünfzig sechzig siebzig achtzig neunzig",
    "fr": "vingt trente quarante cinquante soixante septante quatre-vingt|quatre-vingts nonante",
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "it": "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
    "pt": "vinte trinta quarenta cinquenta|cinqüenta sessenta setenta oitenta noventa",
    "nl": "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
    "ru": "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто",
    "el": "είκοσι τριάντα σαράντα πενήντα εξήντα εβδομήντα ογδόντα ενενήντα",
}
_OTHERS = {
    "en": {"dozen": 12},
    "fr": {"dizaine": 10, "douzaine": 12, "vingtaine": 20, "trentaine": 30, "centaine": 100},
    "es": {"veintiuno": 21, "veintidós": 22, "veintitrés": 23, "veinticuatro": 24,
           "veinticinco": 25, "veintiséis": 26, "veintisiete": 27, "veintiocho": 28,
           "veintinueve": 29, "docena": 12, "doscientos": 200, "trescientos": 300,
           "quinientos": 500},
    "pt": {"duzentos": 200, "trezentos": 300, "quinhentos": 500, "dúzia": 12},
    "ru": {"двести": 200, "триста": 300, "пятьсот": 500},
}  # fmt: skip
_ORDINALS = {
    "en": "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth",
    "de": "dritte|dritten|dritter|drittes vierte|vierten|vierter fünfte|fünften|fünfter"
    " sechste|sechsten siebte|siebten achte|achten neunte|neunten zehnte|zehnten",
    "fr": "troisième quatrième cinquième sixième septième huitième neuvième dixième",
    "es": "tercera|tercero|tercer cuarto quinto|quinta sexto séptimo|séptima octavo|octava"
    " noveno|novena décimo|décima",
    "it": "terzo|terza quarto quinto|quinta sesto settimo|settima ottavo|ottava nono|nona"
    " decimo|decima",
    "pt": "terceiro|terceira quarto quinto sexto sétimo|sétima oitavo|oitava nono|nona"
    " décimo|décima",
    "nl": "derde vierde vijfde zesde zevende achtste negende tiende",
}
_HUNDREDS = {
    "en": "hundred hundreds", "de": "hundert hunderte hunderten", "fr": "cent cents",
    "es": "cien ciento cientos", "it": "cento", "pt": "cem cento", "nl": "honderd honderden",
    "ru": "сто", "el": "εκατό", "ar": "مئة مائة", "hi": "सौ",
}  # fmt: skip
_SCALES = {
    "en": {"thousand thousands k": 3, "million millions m mn mln": 6,
           "billion billions bn": 9, "trillion trillions tn trn": 12},
    "de": {"tausend tausende tausenden tsd": 3, "million millionen mio": 6,
           "milliarde milliarden mrd": 9, "billion billionen": 12},
    "fr": {"mille milliers millier": 3, "million millions m": 6, "milliard milliards md mds": 9},
    "es": {"mil miles": 3, "millón millones": 6, "billón billones": 12},
    "it": {"mila mille migliaia": 3, "milione milioni mln": 6, "miliardo miliardi mld": 9},
    "pt": {"mil": 3, "milhão milhões": 6, "bilhão bilhões bilião": 9},
    "nl": {"duizend duizenden": 3, "miljoen miljoenen mln": 6, "miljard mld": 9, "biljoen": 12},
    "ru": {"тысяча тысячи тысяч тыс": 3, "миллион миллиона миллионов млн": 6,
           "миллиард миллиарда миллиардов млрд": 9},
    "el": {"χιλιάδες χίλια χιλ": 3, "εκατομμύρια εκατομμύριο εκατ": 6,
           "δισεκατομμύρια δισ": 9},
    "ar": {"ألف آلاف": 3, "مليون ملايين": 6, "مليار مليارات": 9},
    "hi": {"हज़ार हजार": 3, "लाख": 5, "करोड़": 7, "मिलियन": 6},
    "pl": {"tysiąc tysiące tysięcy tys": 3, "milion miliony milionów mln": 6,
           "miliard miliardy miliardów mld": 9},
}  # fmt: skip
# In Chinese and Japanese a number is followed by its scale without a space.
CJK_SCALES = {"万": 4, "萬": 4, "億": 8, "亿": 8, "兆": 12, "千": 3, "百": 2}
_JOINERS = {
    "en": "and", "de": "und", "fr": "et", "es": "y", "it": "e", "pt": "e", "nl": "en",
    "ru": "", "el": "και",
}  # fmt: skip
_ARTICLES = "a one an ein eine einer einem un une uno una um uma een één один одна ένα έναν"
ARTICLES = frozenset(fold_text(word) for word in _ARTICLES.split())
# What stands before a number that is rounded, that is less than the true one, or more.
_APPROXIMATE = (
    "about around nearly almost some roughly approximately over than least under close"
    " rund etwa knapp fast circa ca gut über als ungefähr zirka"
    " environ près plus moins presque quelque autour casi unos unas cerca alrededor más menos"
    " quasi oltre più meno quase mais ongeveer bijna zo'n ruim dan"
    " около почти более менее свыше περίπου σχεδόν"
)
APPROXIMATE = frozenset(map(fold_text, _APPROXIMATE.split()))
_ABOVE = "over than least über als plus más oltre più mais dan ruim более свыше above"
ABOVE = frozenset(map(fold_text, _ABOVE.split()))
_BELOW = "less fewer below under most weniger unter moins menos meno minder менее"
BELOW = frozenset(map(fold_text, _BELOW.split()))


class NumberWords:
    """The words of one language, folded.

    Args:
        language: Its base tag; one that is not known has no words of its own.
    """

    def __init__(self, language: str) -> None:
        self.values = dict(_values(language))
        self.values |= {fold_text(k): v for k, v in _OTHERS.get(language, {}).items()}
        self.hundreds = frozenset(map(fold_text, _HUNDREDS.get(language, "").split()))
        scales = _SCALES.get(language) or _SCALES["en"]
        self.scales = {
            fold_text(word): 10**power for words, power in scales.items() for word in words.split()
        }
        self.starts = ARTICLES | self.hundreds | self.values.keys()
        self.joiner = fold_text(_JOINERS.get(language, ""))


def words_of(language: str) -> NumberWords:
    """The number words of a language tag."""
    return _words_of(base_language(language))


@lru_cache(maxsize=64)
def _words_of(base: str) -> NumberWords:
    return NumberWords(base)


def _numbered(row: str, start: int, step: int = 1) -> Iterator[tuple[str, int]]:
    for at, names in enumerate(row.split()):
        for name in names.split("|"):
            yield fold_text(name), start + at * step


def _values(language: str) -> Iterator[tuple[str, int]]:
    """Yield the numbers up to 99 that are one word, and the ordinals."""
    ones = list(_numbered(_ONES.get(language, ""), 2))
    tens = list(_numbered(_TENS.get(language, ""), FEWEST_TENS, 10))
    yield from ones
    yield from tens
    yield from _numbered(_ORDINALS.get(language, ""), 3)
    units = [(name, value) for name, value in ones if value < 10]  # noqa: PLR2004 - one figure
    glue = {"de": "und", "nl": "en"}.get(language)
    for ten, high in tens:
        for unit, low in [*units, *({"de": [("ein", 1)], "nl": [("een", 1)]}.get(language, []))]:
            if glue:
                yield f"{unit}{glue}{ten}", high + low
            elif language == "it":
                yield (ten[:-1] if unit[0] in "uo" else ten) + unit, high + low
    if language == "it":
        yield from ((f"{ten[:-1]}uno", high + 1) for ten, high in tens)
    hundreds = fold_text(_HUNDREDS.get(language, "").partition(" ")[0])
    if language in {"de", "nl", "it"}:
        yield from ((f"{unit}{hundreds}", low * HUNDRED) for unit, low in units)
        thousand = {"de": "tausend", "nl": "duizend", "it": "mila"}[language]
        yield from ((f"{unit}{thousand}", low * 1000) for unit, low in [*ones, *tens])
