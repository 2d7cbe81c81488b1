"""A preview that goes on: the newest edition, or the last good one and what is wrong since."""

import pytest
from tests.unit.app.edition_desk import SLUG, renderer
from tests.unit.app.preview_desk import FILE, add_reader, drafted_desk, facts_of, look_at

from digest.app.mailing import make_message, open_mailing
from digest.app.preview_readers import ReaderSearch
from digest.app.preview_sides import Facts, Wish
from digest.app.ready import make_test_lock
from digest.errors import ConfigError, UsageError
from digest.model.message import Level

HEADLINE = "Ministers shelve the harbour levy"


def test_each_version_is_rendered_once_and_a_change_shows() -> None:
    desk = drafted_desk()
    live = look_at(desk)
    first = live.look(Wish())
    assert live.look(Wish()) is first
    desk.folder.texts[FILE] = desk.folder.texts[FILE].replace(HEADLINE, "Levy is gone")
    assert live.look(Wish()) is first, "nobody has said yet that something has changed"
    assert live.refresh() == 2
    second = live.look(Wish())
    assert second.seen
    assert "Levy is gone" in second.seen.opened.html
    assert second.seen.version == 2


def test_a_mistake_is_told_with_its_place_and_the_last_good_mail_stays() -> None:
    desk = drafted_desk()
    live = look_at(desk)
    good = live.look(Wish()).seen
    text = desk.folder.texts[FILE]
    desk.folder.texts[FILE] = text.replace("\n+++\n", "\nnonsense = [\n+++\n", 1)
    live.refresh()
    broken = live.look(Wish())
    assert broken.seen is good
    assert broken.mistake
    assert broken.mistake.file == FILE
    assert broken.mistake.line
    assert FILE not in broken.mistake.message, "the place is told once"
    assert live.find_mistake() == broken.mistake
    desk.folder.texts[FILE] = text
    live.refresh()
    assert live.look(Wish()).mistake is None


def test_a_mistake_before_anything_was_good_shows_nothing_but_itself() -> None:
    desk = drafted_desk()
    desk.folder.texts[FILE] = "nonsense\n"
    look = look_at(desk).look(Wish())
    assert look.seen is None
    assert look.mistake


def test_wrong_settings_are_a_mistake_and_no_crash() -> None:
    desk = drafted_desk()
    wrong: list[ConfigError] = []

    def read_facts() -> Facts:
        if wrong:
            raise wrong[0]
        return facts_of(desk)

    live = look_at(desk, read_facts)
    assert live.look(Wish()).mistake is None
    wrong.append(ConfigError("digest.toml, line 3: nobody knows thme.", "Did you mean theme?"))
    live.refresh()
    look = live.look(Wish())
    assert look.seen
    assert look.mistake
    assert look.mistake.hint == "Did you mean theme?"
    assert live.check() is None


def test_a_reader_sees_the_very_message_that_sending_would_make() -> None:
    desk = drafted_desk()
    add_reader(desk, "zoe@example.org", "Zoë Okoro")
    live = look_at(desk)
    [(handle, reader)] = live.readers.find("okoro")
    look = live.look(Wish(reader=handle))
    facts = facts_of(desk)
    lock = make_test_lock(
        SLUG,
        desk.publication,
        editions=desk.stores.editions,
        folder=desk.folder,
        renderer=renderer(),
        clock=desk.clock,
        public_url=facts.public_url,
    )
    message = make_message(open_mailing(lock, secret=facts.secret), reader)
    assert look.seen
    assert message
    assert look.seen.opened.data == message.data
    assert dict(look.seen.opened.fields)["To"] == "Zoë Okoro <zoe@example.org>"
    assert desk.stores.ledger.books(SLUG).planned == 0, "the ledger knows nothing of it"


def test_readers_are_found_by_name_or_address_under_handles_that_say_nothing() -> None:
    desk = drafted_desk()
    for number in range(12):
        add_reader(desk, f"reader{number}@example.org", f"Reader {number}")
    add_reader(desk, "zoe@example.org", "Zoë Okoro")
    live = look_at(desk)
    assert [one.email for _, one in live.readers.find("ZOE@example.org")] == ["zoe@example.org"]
    assert len(live.readers.find("reader")) == 8
    assert live.readers.find("  ") == []
    assert live.readers.find("nobody at all") == []
    [(handle, _)] = live.readers.find("zoë")
    assert "zoe" not in handle
    assert look_at(desk).readers.known(handle) is None, (
        "another run does not know whom it stands for"
    )
    assert live.readers.known("0000") is None
    [(other, _)] = ReaderSearch(desk.stores.subscribers, salt="another").find("zoë")
    assert other != handle, "nobody can tell a reader from a handle by trying addresses"


def test_a_reader_gets_the_language_they_prefer() -> None:
    desk = drafted_desk(languages=("ar",))
    add_reader(desk, "omar@example.org", "Omar Haddad", language="ar")
    live = look_at(desk)
    [(handle, _)] = live.readers.find("omar")
    for wish in (Wish(reader=handle), Wish(language="ar")):
        look = live.look(wish)
        assert look.seen
        assert look.seen.languages == ("en", "ar")
        assert 'dir="rtl"' in look.seen.opened.html.partition("<body")[0]
    unknown = live.look(Wish(language="xx"))
    assert unknown.seen
    assert unknown.seen.edition.language == "en"


def test_mirrored_the_page_is_turned_and_the_words_stay() -> None:
    look = look_at(drafted_desk()).look(Wish(mirrored=True))
    assert look.seen
    assert '<html lang="ar" dir="rtl"' in look.seen.opened.html
    assert HEADLINE in look.seen.opened.html
    assert look.seen.edition.language == "en"


def test_an_unknown_theme_is_a_mistake_of_the_wish_alone() -> None:
    live = look_at(drafted_desk())
    assert live.look(Wish(theme="none-such")).mistake
    assert live.look(Wish()).mistake is None


def test_findings_are_those_of_a_check_and_made_once_for_a_version() -> None:
    desk = drafted_desk()
    desk.folder.texts[FILE] += "\n## Story with a [link](http://x"
    live = look_at(desk)
    found = live.check()
    assert found is not None
    assert live.check() is found
    assert all(one.level in Level for one in found)


def test_the_state_of_the_edition_is_told() -> None:
    desk = drafted_desk()
    assert look_at(desk).describe() == {
        "edition": SLUG,
        "version": 1,
        "state": "drafted",
        "frozen": False,
    }
    desk.add_readers("jo")
    desk.send()
    assert look_at(desk).describe() | {"version": 0} == {
        "edition": SLUG,
        "version": 0,
        "state": "done",
        "frozen": True,
    }


def test_only_so_many_sides_are_kept() -> None:
    live = look_at(drafted_desk())
    for number in range(40):
        live.look(Wish(theme=f"none{number}"))
    assert len(live._looks) <= 24  # noqa: SLF001 - nothing else shows it


def test_a_side_that_was_kept_no_longer_is_rendered_again() -> None:
    live = look_at(drafted_desk())
    first = live.look(Wish())
    for number in range(40):
        live.look(Wish(theme=f"none{number}"))
    again = live.look(Wish())
    assert again.seen
    assert first.seen
    assert again.seen.inspection == first.seen.inspection


def test_a_file_that_is_gone_is_told_and_render_says_so() -> None:
    desk = drafted_desk()
    live = look_at(desk)
    del desk.folder.texts[FILE]
    with pytest.raises(UsageError):
        live.render(Wish())
    mistake = live.find_mistake()
    assert mistake
    assert "There is no" in mistake.message
