"""A letter says what it should, signed, to one reader, whatever anybody is called."""

import asyncio
import email
import email.policy
from dataclasses import replace

import dkim
import pytest
from tests.unit.app.letter_writing import (
    HOUR,
    KINDS,
    MINUTE,
    TELLING,
    Desk,
    letter_to,
    links_in,
    parsed,
)
from tests.unit.app.reader_page_desk import ADA, NOW, SECRET
from tests.unit.deliver.signing import both, records
from tests.unit.render.test_headers import ATTACKS

from digest.adapters.dkim_signer import DkimSigner
from digest.adapters.memory_relay import MemoryRelay
from digest.app.letter_desk import hours_left, make_letter
from digest.app.signup import confirm, find_sign_up
from digest.deliver.tokens import LinkKeys, Purpose, edition_mark, read_token
from digest.model.message import Message
from digest.model.signup import LetterKind
from digest.model.subscriber import Subscriber, SubscriberState


def test_the_button_of_a_question_confirms_this_sign_up() -> None:
    desk, relay = Desk(), MemoryRelay()
    desk.queue(LetterKind.CONFIRM)
    desk.send(relay)

    text = links_in(relay.taken[0])
    [token] = [line.rpartition("/")[2] for line in text.split() if "/confirm/" in line]
    assert find_sign_up(desk.desk, token)
    done = confirm(desk.desk, token)
    assert done
    assert desk.reader().state is SubscriberState.SUBSCRIBED
    assert "/unsubscribe/" not in text


@TELLING
def test_the_other_letters_lead_to_what_a_reader_chooses(kind: LetterKind) -> None:
    desk, relay = Desk(), MemoryRelay()
    desk.queue(kind)
    desk.send(relay)

    words = links_in(relay.taken[0]).split()
    [prefer] = [one.rpartition("/")[2] for one in words if "/preferences/" in one]
    [leave] = [one.rpartition("/")[2] for one in words if "/unsubscribe/" in one]
    assert desk.desk.holder(prefer, Purpose.PREFERENCES) == desk.reader()
    assert desk.desk.holder(leave, Purpose.UNSUBSCRIBE) == desk.reader()


def test_the_envelope_names_the_reader_and_that_it_was_a_letter() -> None:
    desk, relay = Desk(), MemoryRelay()
    desk.queue(LetterKind.CONFIRM)
    desk.send(relay)

    local, _, domain = relay.taken[0].envelope_sender.partition("@")
    claim = read_token(
        local.removeprefix("daily+"), Purpose.BOUNCE, publication="the-daily", secrets=[SECRET]
    )
    assert claim
    assert (claim.subscriber_id, claim.mark) == (desk.reader().id, edition_mark("letter-confirm"))
    assert domain == "example.org"


def test_a_reader_is_written_to_in_the_language_of_the_form() -> None:
    desk, relay = Desk(), MemoryRelay()
    desk.ask(language="fr")
    desk.send(relay)

    assert parsed(relay.taken[0])["Subject"] == "Merci de confirmer\u202f: The Daily"


@KINDS
def test_a_letter_is_signed_where_there_are_keys(kind: LetterKind) -> None:
    desk, relay = Desk(), MemoryRelay()
    desk.queue(kind)
    signer = DkimSigner(both(), threads=1, now=desk.clock.now)
    desk.letters = replace(desk.letters, signer=signer)
    desk.send(relay)
    asyncio.run(signer.close())

    def look_up(name: bytes, timeout: int = 5) -> bytes:
        assert timeout
        return records()[name.decode().rstrip(".")].encode()

    signed = dkim.DKIM(relay.taken[0].data)
    assert [signed.verify(number, dnsfunc=look_up) for number in (0, 1)] == [True, True]


@pytest.mark.parametrize(
    ("minutes", "hours"),
    [(-90, 48), (0, 48), (29, 48), (31, 47), (60, 47), (47 * 60, 1), (48 * 60 - 29, 0)],
)
def test_a_late_question_tells_how_long_its_link_still_works(minutes: int, hours: int) -> None:
    letter = letter_to(Subscriber(id=7, key=ADA, email=ADA), LetterKind.CONFIRM)
    publication = Desk().desk.publication

    assert hours_left(letter, publication, now=NOW + minutes * MINUTE) == hours
    if hours == 47 and minutes == 60:
        text = links_in(make_letter(letter, Desk().letters, now=NOW + HOUR))
        assert "The link works for 47 hours." in text


def assert_one_letter(message: Message) -> None:
    """A letter has the fields that any letter has, one recipient and one link to go on."""
    reader = Subscriber(id=7, key=ADA, email=ADA)
    plain = make_letter(letter_to(reader), Desk().letters, now=NOW)
    fields = email.message_from_bytes(message.data).keys()
    assert fields == email.message_from_bytes(plain.data).keys()
    assert message.recipient == ADA
    assert all(len(line) <= 998 for line in message.data.split(b"\r\n"))
    assert links_in(message).count("/preferences/") == 1
    html = parsed(message).get_body(("html",))
    assert html
    assert "<script" not in html.get_content()


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
def test_no_name_of_a_reader_brings_a_header_field(attack: str) -> None:
    reader = Subscriber(id=7, key=ADA, email=ADA, name=attack)
    assert_one_letter(make_letter(letter_to(reader), Desk().letters, now=NOW))


@pytest.mark.parametrize("number", range(0, len(ATTACKS), 4))
def test_no_title_of_a_publication_brings_a_header_field(number: int) -> None:
    desk = Desk(name=" ".join(ATTACKS[number : number + 4]))
    reader = Subscriber(id=7, key=ADA, email=ADA)
    assert_one_letter(make_letter(letter_to(reader), desk.letters, now=NOW))


def test_links_are_signed_by_the_first_key_and_the_rest_by_the_secret() -> None:
    desk = Desk()
    reader = Subscriber(id=7, key=ADA, email=ADA)
    rotated = replace(desk.letters, links=LinkKeys(signing="k" * 43, former=((SECRET, None),)))
    before = make_letter(letter_to(reader), desk.letters, now=NOW)
    after = make_letter(letter_to(reader), rotated, now=NOW)

    assert before.message_id == after.message_id
    [old, new] = [
        [word.rpartition("/")[2] for word in links_in(one).split() if "/preferences/" in word]
        for one in (before, after)
    ]
    assert old != new
    assert [
        bool(read_token(one, Purpose.PREFERENCES, publication="the-daily", secrets=["k" * 43]))
        for one in (*old, *new)
    ] == [False, True]
