"""A summary is the article's own words, whole, within its limits."""

import re
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.edit.papers import SAVED_PAGE, article
from tests.unit.edit.tongues import TONGUES

from digest.edit.cuts import full_stop
from digest.edit.lede import summarise
from digest.edit.nut import find_opening, is_soft
from digest.text.endings import ends_well
from digest.text.quotes import are_balanced
from digest.text.words import count_words

LEAD = (
    "The council of Kaldvik voted late on Monday to close the old harbour for good after a quarrel"
    " of three years, saying that the quay, which was built in 1911, could no longer carry the"
    " weight of the ferries."
)
QUOTED = "“It is a bitter day,” said the mayor, Ana Ruiz. “But it’s the right one.”"
PLAN = (
    "The ferries will leave from the new pier from May, and the old warehouses will become flats, a"
    " library and a market hall, according to the plan, which will cost 40 million crowns."
)
BODY = f"{LEAD}\n\n{QUOTED}\n\n{PLAN}"


def test_whole_sentences_are_taken_while_they_fit() -> None:
    assert summarise(article(BODY), words=100) == f"{LEAD} {QUOTED} {PLAN}"


@pytest.mark.parametrize(
    ("words", "summary"),
    [
        (30, f"{LEAD.partition(', saying')[0]}."),
        (15, "The council of Kaldvik voted late on Monday to close the old harbour for good."),
        (72, f"{LEAD} {QUOTED} The ferries will leave from the new pier from May."),
    ],
)
def test_the_sentence_that_does_not_fit_ends_at_a_clause(words: int, summary: str) -> None:
    assert summarise(article(BODY), words=words) == summary


def test_no_sentence_is_skipped_to_take_a_later_one() -> None:
    long = "The committee, the board, the chair and the clerk of the works of Kaldvik " * 6
    summary = summarise(article(f"The harbour is closed.\n\n{long}.\n\nShort one here."), words=20)
    assert summary == "The harbour is closed."


def test_the_byline_clause_leaves_the_summary() -> None:
    summary = summarise(article(SAVED_PAGE), words=20)
    assert summary == (
        "The council of Kaldvik voted on Monday to close the old harbour for good, ending a quarrel"
        " of three years."
    )


DEK = (
    "Ferries move to the new pier and the warehouses become flats, as a quarrel of three years ends"
    " in Kaldvik with a narrow vote for the mayor’s plan."
)


def test_a_good_standfirst_is_the_summary() -> None:
    assert summarise(article(BODY, dek=DEK), words=60) == DEK


@pytest.mark.parametrize(
    "dek",
    [
        f"{DEK[:-1]}…",
        "The council has voted.",
        "Council votes to close the old harbour!",
        DEK[:-1],
        LEAD.partition(", which")[0],
    ],
)
def test_a_poor_standfirst_is_passed_over(dek: str) -> None:
    assert summarise(article(BODY, dek=dek), words=60).startswith(LEAD)


OTHER_DEK = "Fishermen announce protests for Friday, and a court in the capital looks at the case."


def test_a_standfirst_that_tells_other_things_is_followed_by_the_opening() -> None:
    summary = summarise(article(BODY, dek=OTHER_DEK), words=60)
    assert summary == f"{OTHER_DEK} {LEAD}"


@pytest.mark.parametrize(("words", "stands"), [(60, False), (30, True)])
def test_a_short_standfirst_that_the_opening_repeats_stands_only_where_little_fits(
    words: int, *, stands: bool
) -> None:
    dek = "After a quarrel of three years Kaldvik closes its old harbour for good."
    assert (summarise(article(BODY, dek=dek), words=words) == dek) is stands


@pytest.mark.parametrize(
    "dek",
    [
        "Read the latest news and analysis from the north coast on The Daily, your home for news.",
        "Watch the video of the last ferry that left the old harbour of Kaldvik on Sunday night.",
    ],
)
def test_what_a_site_says_of_itself_is_no_standfirst(dek: str) -> None:
    assert summarise(article(BODY, dek=dek), words=60).startswith(LEAD)


def test_a_sentence_is_told_once() -> None:
    body = f"{LEAD}\n\n{LEAD}\n\n{PLAN}"
    assert summarise(article(body), words=200) == f"{LEAD} {PLAN}"


def test_a_standfirst_that_copies_the_first_sentence_gives_way_to_the_whole_opening() -> None:
    assert summarise(article(BODY, dek=LEAD), words=60) == f"{LEAD} {QUOTED}"


def test_a_standfirst_is_better_than_nothing() -> None:
    assert summarise(article("", dek="The harbour is closed.")) == "The harbour is closed."


ANECDOTE = (
    "When Nils Aas opened his kiosk on a grey morning forty years ago, he sold three coffees."
)
NUT = "Now the council of Kaldvik has voted to close the old harbour, with its last eleven kiosks."


def test_a_soft_opening_gives_way_to_the_paragraph_with_the_news() -> None:
    body = f"{ANECDOTE}\n\nHe remembers the first one.\n\n{NUT}\n\nAas is angry."
    assert summarise(article(body)) == f"{NUT} Aas is angry."


@pytest.mark.parametrize(
    "first",
    [LEAD, "Kaldvik has to move its ferries.", "Nobody came on Monday."],
)
def test_a_hard_opening_is_never_passed_over(first: str) -> None:
    paragraphs = [f"{first} It was the last chance of the year.", "He said so.", NUT]
    if is_soft(paragraphs[0]):
        pytest.fail("the opening is hard")
    assert find_opening(paragraphs, headline="Council votes to close the old harbour") == 0


def test_a_soft_opening_stays_when_nothing_below_tells_the_headline() -> None:
    paragraphs = [ANECDOTE, "He remembers.", "The coffee was hot and the ferry was late that day."]
    assert find_opening(paragraphs, headline="Council votes to close the old harbour") == 0


def test_a_quotation_that_goes_on_is_closed() -> None:
    body = "“The quay is old. We have to close it before the winter comes again,” she said."
    assert summarise(article(body), words=6) == "“The quay is old.”"


QUOTED_FIRST = (
    "“I know that he is alive, because I would feel it if he were not,” says the mother of the"
    " hiker who has been missing on Mount Sarn for nine days."
)


@pytest.mark.parametrize(
    ("words", "summary"),
    [
        (8, "“I know that he is alive.”"),
        (20, "“I know that he is alive, because I would feel it if he were not.”"),
        (40, QUOTED_FIRST),
    ],
)
def test_a_quotation_that_opens_the_text_may_be_all_of_it(words: int, summary: str) -> None:
    assert summarise(article(QUOTED_FIRST), words=words) == summary


def test_who_is_blamed_is_never_cut_off_from_who_blames_him() -> None:
    body = "A man of 41 stabbed two people at a market before he fled on a bicycle, police said."
    stabbed = "A man of 41 stabbed two people at a market."
    assert summarise(article(f"Two people were hurt. {body}"), words=17) == "Two people were hurt."
    # Where the sentence before says who says so, a reader knows.
    named = "Two people were hurt, police said."
    assert summarise(article(f"{named} {body}"), words=17) == f"{named} {stabbed}"


@pytest.mark.parametrize(
    ("body", "words", "summary"),
    [
        (
            "Rovers took the lead in the 38th minute and looked certain to win. Then it rained.",
            10,
            "Rovers took the lead in the 38th minute.",
        ),
        (
            "The net profit was Rs. 312.4 crore, up 18.2% from Rs. 264.3 crore a year ago.",
            9,
            "The net profit was Rs. 312.4 crore, up 18.2%.",
        ),
        (
            "He put the phone down, called the police and began to run. Nobody was hurt.",
            9,
            "He put the phone down.",
        ),
        (
            "The council voted by 98 to 61 for the plan, mayor Ana Ruiz told reporters at noon.",
            11,
            "The council voted by 98 to 61 for the plan.",
        ),
        (
            "Rain fell. Most jobs will go in two northern plants, chief Dana Okafor told analysts.",
            13,
            "Rain fell. Most jobs will go in two northern plants.",
        ),
        (
            "Rain fell. The council bought seven new ferries for the long northern route over Esk.",
            14,
            "Rain fell. The council bought seven new ferries for the long northern route.",
        ),
        ("Rain fell. The accident in Kell took place when a bus turned around.", 9, "Rain fell."),
        (
            "A team of researchers led by Ana Ruiz of Kell and two others has built a ferry.",
            10,
            "A team of researchers led by Ana Ruiz of Kell.",
        ),
        (
            "Steps that cut costs work, a study published in a journal of Kell on Monday said.",
            9,
            "Steps that cut costs work.",
        ),
    ],
)
def test_clauses_end_where_a_reader_would_end_them(body: str, words: int, summary: str) -> None:
    assert summarise(article(body), words=words) == summary


@pytest.mark.parametrize("language", TONGUES)
@pytest.mark.parametrize("words", [12, 20, 34, 60, 400])
def test_a_summary_in_any_language_keeps_every_promise(language: str, words: int) -> None:
    text = TONGUES[language]
    told = summarise(article(text, language=language), words=words)
    assert 0 < count_words(told) <= words
    assert ends_well(told, language)
    letters = iter(re.sub(r"[\W_]+", "", text))
    assert all(letter in letters for letter in re.sub(r"[\W_]+", "", told))
    assert summarise(article(told, language=language), words=words) == told
    if words >= 400:
        assert told == text


@pytest.mark.parametrize(
    ("language", "words", "ending"),
    [
        ("bn", 18, "নিয়েছে।"),
        ("hi", 24, "किया।"),
        ("ja", 34, "決めた。"),
        ("ar", 18, "بالانهيار."),
        ("de", 12, "beschlossen."),
    ],
)
def test_a_cut_ends_as_its_language_ends_a_sentence(language: str, words: int, ending: str) -> None:
    told = summarise(article(TONGUES[language], language=language), words=words)
    assert told.endswith(ending)


@pytest.mark.parametrize(
    ("text", "language", "stop"),
    [("ਹੈ", "pa", "।"), ("है", "hi", "।"), ("ہے", "ur", "۔"), ("た", "ja", "。"), ("is", "en", ".")],
)
def test_every_script_has_its_full_stop(text: str, language: str, stop: str) -> None:
    assert full_stop(text, language) == stop
    assert ends_well(text * 3 + stop, language)


def test_a_korean_sentence_is_cut_only_behind_its_verb() -> None:
    first = "칼드빅 시의회는 월요일 밤 낡은 항구를 폐쇄하기로 결정했다."
    second = "낡은 부두가 올해 겨울에 다시 크게 무너질 위험이 있지만, 어민들은 수리를 요구해 왔다."
    body = f"{first} {second}"
    assert summarise(article(body, language="ko"), words=17) == first


@pytest.mark.parametrize("language", TONGUES)
@pytest.mark.parametrize("characters", [80, 160, 400])
def test_characters_are_kept_in_any_language(language: str, characters: int) -> None:
    told = summarise(
        article(TONGUES[language], language=language), words=1000, characters=characters
    )
    assert 0 < len(told) <= characters
    assert ends_well(told, language)


def test_a_teaser_that_was_cut_ends_at_its_last_whole_clause() -> None:
    teaser = "The council voted to close the old harbour on Monday, after a quarrel of…"
    assert summarise(article("", lede=teaser)) == (
        "The council voted to close the old harbour on Monday."
    )


@pytest.mark.parametrize(
    ("language", "body", "words", "summary"),
    [
        (
            "de",
            (
                "Der Stadtrat von Kaldvik hat am Montag beschlossen, den alten Hafen zu schließen,"
                " nachdem Gutachter den Kai für nicht mehr sicher erklärt hatten."
            ),
            14,
            "Der Stadtrat von Kaldvik hat am Montag beschlossen, den alten Hafen zu schließen.",
        ),
        (
            "fr",
            (
                "Le conseil de Kaldvik a voté lundi la fermeture du vieux port, alors que des"
                " experts jugent le quai dangereux."
            ),
            14,
            "Le conseil de Kaldvik a voté lundi la fermeture du vieux port.",
        ),
        (
            "es",
            (
                "El consejo de Kaldvik votó el lunes el cierre del viejo puerto, mientras los"
                " expertos consideran peligroso el muelle."
            ),
            14,
            "El consejo de Kaldvik votó el lunes el cierre del viejo puerto.",
        ),
        (
            "nl",
            (
                "De raad van Kaldvik heeft maandag besloten de oude haven te sluiten, omdat de kade"
                " niet meer veilig is."
            ),
            14,
            "De raad van Kaldvik heeft maandag besloten de oude haven te sluiten.",
        ),
        (
            "ja",
            "市議会は月曜日に古い港を閉鎖することを決め、渡船は新しい桟橋に移る。",
            14,
            "市議会は月曜日に古い港を閉鎖することを決め。",
        ),
        (
            "zh",
            "市议会周一投票决定关闭旧港口，渡轮将从五月起改停新码头。",
            10,
            "市议会周一投票决定关闭旧港口。",
        ),
    ],
)
def test_clauses_of_other_languages_end_where_they_end(
    language: str, body: str, words: int, summary: str
) -> None:
    assert summarise(article(body, language=language), words=words) == summary


def test_an_article_without_text_has_no_summary() -> None:
    assert summarise(article("")) == ""
    assert summarise(article("!!!")) == ""


PIECES = st.sampled_from(
    [LEAD, QUOTED, PLAN, ANECDOTE, NUT, "“", "”", "(", '"', "‘", "the", "and", "…", ",",
     "港が再開した。",
     "der", "Mr.", "of", "\n\n", "He said: “No. Never", "No.”", "«", "—", "an end?", "1)", "Yes!",
     "It ends, writes Jo Marsh.", "Share this article:", "'s", "U.S.", ";", "。"]
)  # fmt: skip
BODIES = st.one_of(
    st.text(),
    st.lists(PIECES, max_size=12).map(" ".join),
    st.lists(PIECES, max_size=12).map("".join),
)


def test_items_of_a_list_are_no_sentences_of_a_summary() -> None:
    opening = "The council of Kaldvik voted on Monday to close the old harbour for good."
    ending = "The mayor, Ana Ruiz, called it a bitter day and left the hall early."
    items = "• The ferries leave from the new pier from May.\n\n• Line 2 stops for good."
    told = summarise(article(f"{opening}\n\n{items}\n\n{ending}"), words=60)
    assert told == f"{opening} {ending}"
    assert summarise(article(items), words=60).startswith("The ferries leave")


LANGUAGES = st.sampled_from([None, "en", "de", "fr", "el", "ja", "hi", "xx"])


@given(BODIES, BODIES, LANGUAGES, st.integers(0, 70), st.none() | st.integers(0, 300))
def test_every_summary_keeps_its_limits_and_ends_well(
    body: str, dek: str, language: str | None, words: int, characters: int | None
) -> None:
    told = summarise(article(body, dek=dek, language=language), words=words, characters=characters)
    assert count_words(told) <= words
    assert characters is None or len(told) <= characters
    assert not told or ends_well(told, language or "en")
    assert are_balanced(told)
    assert "\n" not in told


@given(BODIES, LANGUAGES, st.integers(1, 70))
def test_every_word_of_a_summary_stands_in_the_source_in_this_order(
    body: str, language: str | None, words: int
) -> None:
    told = summarise(article(body, language=language), words=words)
    letters = iter(re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", body)))
    assert all(letter in letters for letter in re.sub(r"[\W_]+", "", told))


@pytest.mark.parametrize("piece", ["a, ", "“", "word ", "(", "The mayor, who ", "A. ", "; ", "港"])
def test_a_long_text_is_summarised_in_no_time(piece: str) -> None:
    start = time.process_time()
    summarise(article(piece * 40_000))
    assert time.process_time() - start < 5
