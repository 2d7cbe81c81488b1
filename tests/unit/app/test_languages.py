"""One desk serves readers in several languages: files, check, lock, and each reader's own mail."""

from dataclasses import replace
from email import message_from_bytes, policy

import pytest
from tests.unit.app.edition_desk import FILE, MORNING, PUBLICATION, SLUG, Desk, make_desk, renderer

from digest.app.brought import Planned
from digest.app.examine import examine_edition
from digest.app.translate import lay_out_translation
from digest.compose.draft import read_edition
from digest.deliver.audience import address_key
from digest.errors import EditionBusy, EditionError, UsageError
from digest.model.message import Level, Lock
from digest.model.subscriber import Subscriber

FRENCH = f"editions/{SLUG}.fr.md"
MULTI = replace(PUBLICATION, languages=("fr", "nl"))
HEADLINES = {
    "Ministers shelve the harbour levy": "Les ministres renoncent à la taxe portuaire",
    "New gauges give river towns a warning": "De nouvelles jauges alertent les villes du fleuve",
    "Night trams return to the suburbs": "Les trams de nuit reviennent en banlieue",
    "Last glassworks relights its kiln": "La dernière verrerie rallume son four",
    "Dockers cheered as the treasury gave way.": "Les dockers ont applaudi le recul du Trésor.",
    "Sensors now watch nineteen bridges.": "Des capteurs surveillent désormais dix-neuf ponts.",
    "Passengers can ride home after midnight.": "On peut de nouveau rentrer après minuit.",
    "Three sisters bought the old workshop.": "Trois sœurs ont racheté le vieil atelier.",
}


def desk_with(*readers: tuple[str, str | None]) -> Desk:
    desk = make_desk(MULTI, readers=0)
    people = [
        Subscriber(key=address_key(email) or "", email=email, language=language)
        for email, language in readers
    ]
    desk.store.subscribers.import_subscribers(people, now=MORNING)
    desk.draft()
    return desk


def lay_out(desk: Desk, language: str = "fr", *, force: bool = False) -> str:
    done = lay_out_translation(
        SLUG,
        language,
        desk.publication,
        editions=desk.store.editions,
        folder=desk.folder,
        force=force,
    )
    return done.path


def translate(desk: Desk) -> None:
    text = desk.folder.texts[lay_out(desk)]
    for english, french in HEADLINES.items():
        text = text.replace(english, french)
    desk.folder.texts[FRENCH] = text


def told(desk: Desk, rule: str) -> list[str]:
    return [one.message for one in desk.check().findings if one.rule == rule]


def frozen(desk: Desk) -> Lock:
    lock = desk.store.editions.lock(SLUG)
    assert lock
    return lock


def test_three_readers_get_each_the_edition_in_their_own_language() -> None:
    desk = desk_with(
        ("en@example.org", "en"),
        ("fr@example.org", "fr-BE"),
        ("nl@example.org", "nl"),
        ("pl@example.org", "pl"),
    )
    translate(desk)

    desk.send()

    mails = {
        message.recipient: message_from_bytes(message.data, policy=policy.default)
        for message in desk.relay.taken
    }
    assert {who: mail["Content-Language"] for who, mail in mails.items()} == {
        "en@example.org": "en",
        "fr@example.org": "fr",
        "nl@example.org": "nl",
        "pl@example.org": "en",
    }
    english, french, dutch = (mails[f"{tag}@example.org"] for tag in ("en", "fr", "nl"))
    bodies = [
        mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
        for mail in (english, french, dutch)
    ]
    assert "Monday, 23 November 2026" in bodies[0]
    assert "lundi 23 novembre 2026" in bodies[1]
    assert "maandag 23 november 2026" in bodies[2]
    assert french["Subject"] in HEADLINES.values()
    assert dutch["Subject"] == english["Subject"]
    assert "Les dockers ont applaudi" in bodies[1]
    assert "Dockers cheered" not in bodies[1]
    assert "Dockers cheered" in bodies[2], "without a translation the stories stay"
    assert "Uitschrijven" in bodies[2]


def test_the_lock_freezes_every_language_with_the_file_behind_it() -> None:
    desk = desk_with(("fr@example.org", "fr"))
    translate(desk)
    assert isinstance(desk.plan(), Planned)

    lock = frozen(desk)

    assert [one.language for one in lock.rendered] == ["en", "fr", "nl"]
    english, french, dutch = (read_edition(one) for one in lock.sources)
    assert (english.language, french.language) == ("en", "fr")
    assert dutch == english, "Dutch was made of the main edition"
    assert french.items[0].headline in HEADLINES.values()
    assert english.bench == french.bench == ()


def test_a_story_that_only_the_translation_tells_counts_as_told() -> None:
    desk = desk_with(("fr@example.org", "fr"))
    translate(desk)
    extra = (
        "\n## [En français seulement](https://post.example.org/seul)\nby: Jo Marsh\n\nUn texte.\n"
    )
    desk.folder.texts[FRENCH] += extra
    desk.plan()
    assert "https://post.example.org/seul" in frozen(desk).articles


def test_what_is_laid_out_has_the_same_stories_and_is_all_untranslated() -> None:
    desk = desk_with(("fr@example.org", "fr"))
    assert lay_out(desk) == FRENCH
    main, french = (read_edition(desk.folder.texts[path]) for path in (FILE, FRENCH))
    assert french.items == main.items
    assert (french.language, french.number, french.bench) == ("fr", main.number, ())

    report = desk.check()

    untranslated = [one for one in report.findings if one.rule == "untranslated"]
    assert len(untranslated) == len(main.items) + 1
    assert {one.file for one in untranslated} == {FRENCH}
    assert report.errors == 0
    translate(desk)
    assert told(desk, "untranslated") == []


def test_an_article_in_the_readers_language_is_no_untranslated_one() -> None:
    desk = desk_with(("fr@example.org", "fr"))
    lay_out(desk)
    before = len(told(desk, "untranslated"))
    [levy] = desk.store.articles.articles_at(["https://post.example.org/levy"])
    desk.keep([replace(levy, language="fr")])
    assert len(told(desk, "untranslated")) < before


def test_a_translation_that_digest_toml_does_not_name_is_told_with_its_file() -> None:
    desk = desk_with(("fr@example.org", "fr"))
    translate(desk)
    assert told(desk, "unnamed-language") == []
    stray = f"editions/{SLUG}.de.md"
    desk.folder.texts[stray] = desk.folder.texts[FRENCH]
    [found] = [one for one in desk.check().findings if one.rule == "unnamed-language"]
    assert (found.file, found.level) == (stray, Level.WARNING)


def test_a_story_moved_or_dropped_since_is_told() -> None:
    desk = desk_with(("fr@example.org", "fr"))
    translate(desk)
    assert told(desk, "language-differs") == []
    text = desk.folder.texts[FILE]
    start = text.rindex("\n## [", 0, text.index("<!-- bench") if "<!-- bench" in text else None)
    end = text.find("\n#", start + 4)
    desk.folder.texts[FILE] = text[:start] + (text[end:] if end > 0 else "")
    [message] = told(desk, "language-differs")
    assert "stands here, but not in" in message


def test_numbers_are_not_held_against_an_article_in_another_language() -> None:
    desk = desk_with(("fr@example.org", "fr"))
    translate(desk)
    assert [one for one in desk.check().findings if "unfaithful" in one.rule] == []


def test_an_error_in_the_french_file_blocks_the_send_and_names_it() -> None:
    desk = desk_with(("en@example.org", "en"))
    translate(desk)
    desk.folder.texts[FRENCH] = desk.folder.texts[FRENCH].replace("number = 1", "numbr = 1")

    [finding] = [one for one in desk.check().findings if one.level is Level.ERROR]
    assert (finding.rule, finding.file, finding.line) == ("edition-file", FRENCH, 3)
    with pytest.raises(EditionError, match=r"fr\.md:3"):
        desk.plan()
    assert desk.store.editions.lock(SLUG) is None


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (f'edition = "{SLUG}"', 'edition = "the-daily-2026-11-24"', 2),
        ("number = 1", "number = 2", 3),
        ('language = "fr"', 'language = "de"', 4),
    ],
)
def test_a_file_that_is_another_editions_or_language_is_an_error_at_its_line(
    old: str, new: str, line: int
) -> None:
    desk = desk_with(("en@example.org", "en"))
    translate(desk)
    desk.folder.texts[FRENCH] = desk.folder.texts[FRENCH].replace(old, new)
    [finding] = [one for one in desk.check().findings if one.level is Level.ERROR]
    assert (finding.file, finding.line) == (FRENCH, line)


def test_the_command_tells_what_is_wrong_with_a_translation() -> None:
    desk = desk_with()
    lay_out(desk)
    desk.folder.texts[FRENCH] = desk.folder.texts[FRENCH].replace("number = 1", "number = 7")
    report = examine_edition(
        SLUG,
        desk.publication,
        folder=desk.folder,
        renderer=renderer(),
        clock=desk.clock,
        public_url="",
        stores=desk.stores,
    )
    [mistake] = [one for one in report.findings if one.level is Level.ERROR]
    assert (mistake.rule, mistake.file, mistake.line) == ("edition-file", FRENCH, 3)


def test_a_change_of_any_language_changes_the_one_hash() -> None:
    desk = desk_with(("en@example.org", "en"))
    first = desk.check().content_hash
    translate(desk)
    second = desk.check().content_hash
    desk.folder.texts[FRENCH] = desk.folder.texts[FRENCH].replace("vieil", "ancien")
    assert len({first, second, desk.check().content_hash}) == 3


def test_a_translated_file_is_never_written_over_without_force() -> None:
    desk = desk_with(("en@example.org", "en"))
    lay_out(desk)
    assert lay_out(desk) == FRENCH, "the same again is no harm"
    translate(desk)
    edited = desk.folder.texts[FRENCH]
    with pytest.raises(UsageError, match="left as it is") as caught:
        lay_out(desk)
    assert "--force" in caught.value.hint
    assert desk.folder.texts[FRENCH] == edited
    lay_out(desk, force=True)
    assert desk.folder.texts[FRENCH] != edited


def test_a_language_that_nobody_may_have_is_refused_with_the_line_to_write() -> None:
    desk = desk_with(("en@example.org", "en"))
    with pytest.raises(UsageError) as caught:
        lay_out(desk, "de")
    assert 'languages = ["fr", "nl", "de"]' in caught.value.hint


def test_an_edition_that_has_left_is_translated_no_more() -> None:
    desk = desk_with(("en@example.org", "en"))
    desk.send()
    with pytest.raises(EditionBusy, match="cannot be translated"):
        lay_out(desk)


def test_a_publication_of_one_language_is_as_before() -> None:
    desk = make_desk()
    desk.draft()
    desk.folder.texts[FRENCH] = "no edition at all"
    report = desk.check()
    assert (report.others, report.errors) == ((), 0)
    assert report.renderings == (report.rendered,)
