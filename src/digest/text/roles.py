"""The words by which a paper names what its people do: "Political Editor", "envoyée spéciale"."""

import re

from digest.text.names import unshout

LONGEST_ROLE = 10
_ENGLISH = (
    "editor editors sub-editor editor-in-chief correspondent correspondents reporter reporters"
    " writer writers columnist journalist journalists producer photographer critic analyst"
    " commentator contributor freelancer freelance blogger presenter anchor cartoonist researcher"
    " intern trainee fellow professor lecturer director chief host specialist strategist economist"
    " leader-writer newsreader broadcaster photojournalist videographer"
)
_OTHERS = (
    " redakteur redakteurin redakteure redakteurinnen korrespondent korrespondentin"
    " korrespondenten reporterin autor autorin journalistin chefredakteur chefredakteurin"
    " ressortleiter ressortleiterin volontär volontärin leiter leiterin mitarbeiter mitarbeiterin"
    " chefreporter chefreporterin kolumnist kolumnistin büroleiter büroleiterin"
    " rédacteur rédactrice journaliste journalistes correspondant correspondante correspondants"
    " envoyé envoyée envoyés chroniqueur chroniqueuse éditorialiste reportrice rédacteurs"
    " redactor redactora corresponsal corresponsales periodista enviado enviada reportero reportera"
    " columnista jefe jefa editora articulista"
    " repórter redator redatora jornalista correspondente correspondentes colunista"
    " inviato inviata corrispondente redattore redattrice giornalista caporedattore"
    " caporedattrice direttore direttrice vicedirettore editorialista cronista"
    " redacteur redacteuren verslaggever verslaggeefster verslaggevers hoofdredacteur"
    " dziennikarz dziennikarka korespondent korespondentka redaktor reporterka publicysta"
    " корреспондент редактор обозреватель журналист журналистка репортёр репортер колумнист"
    " спецкор собкор кореспондент журналіст оглядач"
    " συντάκτης συντάκτρια ανταποκριτής ανταποκρίτρια δημοσιογράφος αρχισυντάκτης"
    " muhabir muhabiri editör editörü yazar gazeteci"
    " redaktør journalistik korrespondens toimittaja kirjeenvaihtaja újságíró tudósító szerkesztő"
    " مراسل مراسلة محرر محررة مراسلنا مراسلتنا صحفي صحفية"
    " संवाददाता पत्रकार संपादक"
    " 記者 记者 特派员 特派員 編集委員 论説委員 論説委員 기자 특파원"
)
HEADS = frozenset(f"{_ENGLISH}{_OTHERS}".split())
_PLURALS = (
    "editors correspondents reporters writers journalists redakteure redakteurinnen"
    " korrespondenten journalistes correspondants corresponsales correspondentes redacteuren"
    " verslaggevers rédacteurs"
)
PLURALS = frozenset(_PLURALS.split())
# German, Dutch and Nordic roles are often one word: "Politikredakteurin", "sportverslaggever".
COMPOUND = re.compile(
    r"\w+(?:redakteur|korrespondent|reporter|leiter|autor|journalist|redacteur|verslaggever"
    r"|correspondent|kolumnist|columnist|redaktør|chef)(?:in|e|en|innen)?"
)
# May stand before a head word when the name comes first: "Jo Marsh Chief Political Editor".
_MODIFIERS = (
    "political politics senior chief deputy assistant associate executive managing night day duty"
    " business economics economic financial finance city sports sport football cricket rugby tennis"
    " health science technology tech environment environmental climate energy education social"
    " affairs religion religious home foreign world diplomatic defence defense security crime legal"
    " court courts royal media culture cultural arts art music film theatre theater book books food"
    " travel fashion lifestyle property transport local regional national international european"
    " europe africa asia china us uk north south east west middle staff special investigations"
    " investigative data digital online news features feature royal white house westminster"
    " brussels"
    " moscow beijing washington berlin paris london guest contributing consumer industrial labour"
    " video picture photo copy literary opinion comment web multimedia freelance bureau democracy"
    " community county state city hall courts breaking enterprise general assignment housing"
    " immigration poverty race justice labor farming agriculture climate nature fact lead principal"
    " junior trainee ap afp bbc cnn itv abc nbc cbs"
)
MODIFIERS = frozenset(_MODIFIERS.split())
_DETERMINERS = (
    "our the a an unser unsere unserer unserem unseren der die das notre le la l' un une nuestro"
    " nuestra el una nosso nossa o nostro nostra il lo dal dalla dall' onze ons de het een nasz"
    " nasza наш наша"
)
DETERMINERS = frozenset(_DETERMINERS.split())
PLACE_WORDS = frozenset(("in", "im", "à", "a", "en", "em", "aus", "from", "at", "te", "w", "в"))
_AFTER_HEAD = "of for at in at-large in-chief und für bei de du des del da di van en"
AFTER_HEAD = frozenset(_AFTER_HEAD.split())
JOINTS = re.compile(r"\s+(?:and|und|et|y|e|en|&|i|и|og|och|ja|ve|και)\s+", re.IGNORECASE)
POSSESSIVE = re.compile(r"^(?:.*?\w['’]s?\s+|l['’])(?=\S)", re.IGNORECASE)


def is_head(word: str) -> bool:
    """Tell whether a word names an occupation of the desk."""
    small = word.casefold().strip(".,:;()")
    last = small.rpartition("-")[2]  # "Post-Online-Redakteurin"
    return small in HEADS or last in HEADS or bool(COMPOUND.fullmatch(last))


def is_role(text: str) -> bool:
    """Tell whether a text is a role: "Political Editor", "Head of News", "Korrespondent in Rom"."""
    words = text.split()
    if not words or len(words) > LONGEST_ROLE:
        return False
    return any(map(is_head, words)) or words[0].casefold() in {"head", "leiterin", "leiter", "chef"}


def is_plural(role: str) -> bool:
    """Tell whether a role is said of several people: "Political Editors"."""
    return any(word.casefold() in PLURALS for word in role.split())


def tidy_role(text: str) -> str:
    """Take the article or the paper's name off a role: "our Political Editor", "The Daily's …".

    One that is printed in capitals is written as a desk writes it.
    """
    text = POSSESSIVE.sub("", " ".join(text.split()).strip(" ,;:-–—|()[]"), count=1)
    words = text.split()
    while len(words) > 1 and words[0].casefold() in DETERMINERS:
        words = words[1:]
    return unshout(" ".join(words))


def split_leading_role(text: str) -> tuple[str, str] | None:
    """Split "Political Editor Jo Marsh" into role and rest; None when no role opens the text.

    Small words after the occupation belong to it ("rédactrice en chef", "jefa de política"),
    and so does a place named by them ("correspondente em Lisboa").
    """
    words = text.split()
    heads = [at for at, word in enumerate(words) if is_head(word)]
    if not heads or heads[-1] >= LONGEST_ROLE:
        return None
    end = heads[-1] + 1
    while end < len(words) and words[end][0].islower():
        names_place = words[end].casefold() in PLACE_WORDS and end + 3 < len(words)
        end += 2 if names_place and words[end + 1][0].isupper() else 1
    if end >= len(words):
        return None
    return " ".join(words[:end]), " ".join(words[end:])


def split_trailing_role(text: str) -> tuple[str, str] | None:
    """Split "Jo Marsh Political Editor" into rest and role; None when no role ends the text."""
    words = text.split()
    heads = [at for at, word in enumerate(words) if is_head(word)]
    if not heads:
        return None
    start = heads[0]
    follows = words[heads[-1] + 1 :]
    if follows and follows[0].casefold() not in AFTER_HEAD:
        return None
    while (more := _widens(words[:start])) > 0:
        start -= more
    return (" ".join(words[:start]), " ".join(words[start:])) if start else None


def _widens(before: list[str]) -> int:
    """Count the words before a role that belong to it: "Chief", or "of England" behind "North"."""
    if before and before[-1].casefold() in MODIFIERS:
        return 1
    return 2 if before[-2:-1] == ["of"] else 0
