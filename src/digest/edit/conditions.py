"""What a cut may not take away: the condition, the exception, the other half of a contrast."""

# ruff: noqa: RUF001 - letters and marks of many scripts are meant here

import re

# "It will close … unless", "all … except": without it the clause says what nobody has said.
_CONDITION = {
    "en": r"unless|provided|on (?:the )?condition|(?<!as )(?<!even )(?<!only )if|only if|except"
    r"|excluding|apart from|as long as",
    "de": r"(?<!auch )(?<!selbst )wenn|falls|sofern|solange|es sei denn|außer|ausgenommen"
    r"|vorausgesetzt|unter der bedingung",
    "fr": r"(?<!même )si|s[’']ils?|à moins|à condition|pourvu|sauf|hormis|excepté",
    "es": r"si|a menos que|a no ser que|siempre que|salvo|excepto|a condición|con la condición",
    "it": r"(?<!anche )se|a meno che|purché|a condizione|a patto|salvo|tranne|eccetto",
    "pt": r"se (?:o|a|os|as|não|houver|for|forem)|a menos que|a não ser que|desde que|salvo|exceto"
    r"|caso",
    "nl": r"tenzij|mits|indien|als (?:de|het|er|een|zij|hij)|behalve|op voorwaarde",
    "ru": r"если|при условии|кроме|за исключением",
    "uk": r"якщо|хіба що|за умови|крім",
    "pl": r"jeśli|jeżeli|chyba że|pod warunkiem|oprócz|z wyjątkiem",
    "cs": r"pokud|ledaže|jestliže|kromě",
    "sv": r"om inte|såvida|förutsatt|utom",
    "el": r"αν|εάν|εφόσον|εκτός|υπό τον όρο",
}
# A condition that belongs to what stands before the cut has no comma and no speaker before it.
CONDITION = {
    base: re.compile(rf"\W{{0,3}}(?:[^,;:–—“”\"]{{0,160}}\s)?(?:{words})(?!\w)", re.IGNORECASE)
    for base, words in _CONDITION.items()
}
# What is so told, and then not so: an acquittal and a conviction, a denial and its reason.
_CONTRAST = {
    "en": r"but",
    "de": r"sondern|aber|jedoch",
    "fr": r"mais",
    "es": r"sino|pero",
    "it": r"ma|però|bensì",
    "pt": r"mas|porém",
    "nl": r"maar",
    "ru": r"но|а|однако",
    "uk": r"але|а|однак",
    "pl": r"ale|lecz|a",
    "cs": r"ale|nýbrž",
    "sv": r"men|utan",
    "da": r"men",
    "no": r"men",
    "el": r"αλλά|όμως",
}
CONTRAST = {
    base: re.compile(rf"\W{{0,3}}(?:[^,;:–—“”\"]{{0,60}})?\s(?:{words})(?!\w)", re.IGNORECASE)
    for base, words in _CONTRAST.items()
}
# "They will not sign until": with its end gone, a delay is a refusal.
_DENIES = {
    "en": r"not|no|never|nobody|nothing|none|neither|cannot|\w+n[’']t",
    "de": r"nicht|kein\w*|nie|niemals|niemand",
    "fr": r"ne|n[’']\w+|aucune?",
    "es": r"no|nunca|ningun[oa]?|nadie",
    "it": r"non|mai|nessun\w*",
    "pt": r"não|nunca|nenhum\w*|ninguém",
    "nl": r"niet|geen|nooit|niemand",
    "ru": r"не|никогда|никто",
    "pl": r"nie|nigdy|nikt",
}
DENIES = {base: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for base, words in _DENIES.items()}
_UNTIL = {
    "en": r"until|till|before|because",
    "de": r"bis|bevor|ehe|weil",
    "fr": r"avant|jusqu[’'](?:à|au|aux|en|ici)|tant que|parce",
    "es": r"hasta|antes|mientras|porque",
    "it": r"finché|prima|fino|perché",
    "pt": r"até|antes|enquanto|porque",
    "nl": r"totdat|voordat|tot|omdat",
    "ru": r"пока|до|прежде|потому",
    "pl": r"dopóki|zanim|aż|ponieważ",
}
UNTIL = {
    base: re.compile(rf"\W{{0,3}}(?:[^,;:–—“”\"]{{0,60}}\s)?(?:{words})(?!\w)", re.IGNORECASE)
    for base, words in _UNTIL.items()
}
# "It was not because he is guilty", told "but": the reason given is the one that is denied.
REASON = re.compile(
    r"\b(?:because|due to|weil|wegen|parce qu|à cause|porque|perché|omdat|потому)", re.IGNORECASE
)
# "Not the weather, but": what is named first is what it was not.
BOTH = re.compile(r"\b(?:sondern|sino|bensì|but|mais|ma|mas|maar)\b", re.IGNORECASE)
# "Only twice since the war", "the first win in nine years": without its span it is another claim.
COUNTED = re.compile(
    r"\b(?:only|just|first|last|never|once|twice|best|worst|most|least|fewest"
    r"|(?:larg|bigg|high|low|long|short|old|young|fast|slow|hot|cold|dri|wett|dead|dear|cheap|strong"
    r"|weak|few|small)est)\b[^.;,:]{0,60}$",
    re.IGNORECASE,
)
SPAN = re.compile(
    r"\s(?:since|in (?:\w+ ){0,4}(?:years?|decades?|centur(?:y|ies)|months?|weeks?|\d{4})"
    r"|for (?:\w+ ){0,4}(?:years?|decades?|centuries|months?|weeks?)|of (?:its|their) kind"
    r"|outside|among)\b",
    re.IGNORECASE,
)
SAYS = re.compile(r"\b(?:said|says|told)\b", re.IGNORECASE)
LONGEST_REST = 400
LONGEST_REACH = 120


def loses_condition(told: str, rest: str, base: str) -> bool:
    """Tell whether a cut would leave a clause that says more, or other, than its sentence.

    Args:
        told: What stands before the cut.
        rest: What would go.
        base: Language, without its region.
    """
    rest = rest[:LONGEST_REST]
    if _opens(CONDITION, base, rest) or _opens(CONTRAST, base, rest):
        return True
    if base == "en" and SPAN.match(rest) and COUNTED.search(told[-LONGEST_REACH:]):
        return True
    denies = DENIES.get(base)
    if denies is None or not denies.search(told):
        return False
    return _opens(UNTIL, base, rest) or bool(REASON.search(told) and BOTH.search(rest))


def _opens(words: dict[str, re.Pattern[str]], base: str, rest: str) -> bool:
    """Tell whether what would go begins with one of a language's words."""
    pattern = words.get(base)
    found = pattern.match(rest) if pattern else None
    # "And the mayor said she would go if it did": that is her condition, not that of the plant.
    return found is not None and not SAYS.search(found[0])
