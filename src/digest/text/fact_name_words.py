"""Words that have a capital and are no names, and what surrounds a name."""

# ruff: noqa: RUF001 - letters of many scripts are meant here

from digest.text.fact_tokens import fold_text


def _folded(row: str) -> frozenset[str]:
    return frozenset(fold_text(word) for word in row.split())


# Forms of address, and what English writes with a capital anywhere.
ADDRESSES = _folded(
    "mr mrs ms miss mx dr prof professor sir dame lord lady st saint i god ok herr frau"
    " monsieur madame m mme mlle señor señora sr sra don doña signor signora sig dott dottor"
    " senhor senhora mijnheer mevrouw dhr mw κ"
)
# What may open a sentence without being in its source.
_OPENERS = (
    "the a an this that these those it he she they we you his her its their our but and or so yet"
    " in on at by for from with after before during while when as if although though despite"
    " meanwhile however instead also earlier later now then there here where what who why how"
    " police people everyone nobody anyone somebody others critics officials experts analysts"
    " investigators witnesses residents authorities rescuers doctors lawmakers"
    " der die das ein eine einen dem den des er sie es wir ihr und aber doch nach vor bei im am in"
    " auf mit von zum zur für als wenn während laut auch nun zudem dabei damit dort hier so"
    " le la les l un une des il elle ils elles on nous ce cette ces et mais ou pour par dans sur en"
    " au aux après avant selon depuis alors"
    " el los las un una unos lo y pero o en de del al por para con sin según tras ante desde"
    " il lo gli i uno e ma o di del della dei in nel nella per con da dopo prima secondo"
    " o os as um uma e mas ou em no na nos nas por pela para com após segundo"
    " de het een en maar of in op bij met voor van na volgens hij zij ze er dit dat"
    " и но а в во на с со по за из от до для при он она они это как так"
    " και αλλά ο η το οι τα στο στη στην με για από μετά"
)
OPENERS = _folded(_OPENERS)
# Whoever stands beside one of these has spoken.
SPEAKING = _folded(
    "said says told announced added wrote warned insisted argued claimed denied replied promised"
    " sagte sagt erklärte erklärt betonte warnte forderte kündigte teilte schrieb meinte"
    " déclare affirme annonce explique prévient dit"
    " dijo afirmó anunció explicó advirtió aseguró declaró señaló"
    " dichiara spiega annuncia afferma disse"
    " disse afirmou anunciou explicou declarou"
    " zei zegt verklaarde waarschuwde meldde"
    " сказал сказала заявил заявила сообщил сообщила"
    " είπε δήλωσε ανακοίνωσε"
)
# Plurals of these languages end in "s": "Officials said" names nobody.
PLURAL_END = "s"
# German writes all nouns with a capital; these ends are of nouns, never of a place.
GERMAN_NOUN_ENDS = (
    "ung", "ungen", "heit", "heiten", "keit", "keiten", "schaft", "schaften", "tion", "tionen",
    "ät", "äten", "ismus", "tum",
)  # fmt: skip
GERMAN_TO_PLACES = _folded("in nach aus")
GERMAN_NO_PLACES = _folded(
    "zukunft gefahr form kraft folge höhe angst wut not haft fahrt richtung zusammenhang deutsch"
    " angaben ansicht meinung jahren monaten wochen tagen stunden minuten hause hand händen"
    " teilen fällen zeiten kürze betrieb frage bewegung sicht ruhe arbeit liebe euro prozent"
    " rente pension ruhestand kauf betracht ordnung flammen trümmern gang klausur"
)
# Words of a name that say nothing by themselves.
SMALL_INSIDE = _folded("of the and for de la le du des der die das und et y e del della di von van")
# Ends that a name takes in a sentence, by kind of language.
ENDINGS = {
    "en": ("s", "es", "ans", "an", "n", "ns", "ese"),
    "de": ("s", "es", "n", "en", "er", "ern", "in", "innen", "e", "em"),
    "nl": ("s", "se", "er", "ers", "en"),
    "sv": ("s", "en", "n"), "da": ("s", "en", "n"), "no": ("s", "en", "n"),
}  # fmt: skip
# Languages that decline names: their last letters change.
_DECLINING = "ru uk be bg sr hr sl cs sk pl lt lv et fi hu el tr la ro"
DECLINING = frozenset(_DECLINING.split())
LONGEST_ENDING = 4
SHORTEST_STEM = 3
# People and things of a country: "Kazakh" for "Kazakhstan", "Italian" for "Italy".
PEOPLE_ENDS = (
    "ians", "ian", "ans", "an", "ish", "ese", "is", "i", "ic", "ns", "n", "ers", "er", "s", "",
)  # fmt: skip
COUNTRY_ENDS = ("stan", "land", "lands", "ia", "any", "ain", "en", "ey", "a", "e", "y", "o", "and")
PEOPLE = {
    "french": "france", "spanish": "spain", "spaniards": "spain", "dutch": "netherlands",
    "welsh": "wales", "greek": "greece", "greeks": "greece", "swiss": "switzerland",
    "danish": "denmark", "danes": "denmark", "irish": "ireland", "finnish": "finland",
    "norwegian": "norway", "scottish": "scotland", "portuguese": "portugal",
    "american": "us", "americans": "us", "british": "uk", "european": "eu", "briton": "britain",
    "britons": "britain", "filipino": "philippines",
}  # fmt: skip
