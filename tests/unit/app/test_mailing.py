"""A reader's message: the bytes that the plainest formula makes, whoever the reader is."""

import base64
import email
import email.policy
import hmac
import re
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import dkim
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.unit.deliver.signing import AT, both, records
from tests.unit.render.test_headers import ATTACKS

from digest.app.mailing import Mailing, make_message, open_mailing
from digest.deliver.audience import envelope_address
from digest.deliver.dkim import sign_message
from digest.errors import RenderError
from digest.model.message import Lock, PersonalContext, PersonalField, Rendered, Sentinel
from digest.model.subscriber import Subscriber
from digest.render.headers import clean_text
from digest.text.relaxed import relax_body

SECRET = "a secret that only this test knows, long enough"
SLUG = "the-daily-2026-11-23"
PAGES = "https://news.example.org"
SENTINELS = tuple(
    Sentinel(field=one, context=context, token=f"x{one.value}{context.value}x")
    for one in PersonalField
    for context in PersonalContext
)
TOKENS = [one.token for one in SENTINELS]
BOUNDARY = f"--=_{'5e' * 16}--\r\n".encode()
CONTENT = "Good morning xnametextx.\n\nxunsubscribetextx\nxviewtextx\nxpreferencesurlx xnamehtmlx\n"
ATTACKS_AND_MORE = [*ATTACKS, "x" * 10_000, "\u202egnitset\u202c", "\u2066x\u2069", "\x7f", "."]
NAMES = st.one_of(
    st.sampled_from(["Jo Marsh", "Zoë Müller", "", "O'Neill, Pat", "a  b", ". x", "From me"]),
    st.text(st.characters(codec=None), max_size=60),
    st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=90),
    st.sampled_from(ATTACKS_AND_MORE),
)
CONTENTS = st.lists(
    st.one_of(
        st.sampled_from([*TOKENS, "\n", "\n\n", " ", ".", "\n.\n", "  x  \n", "=", "é" * 40]),
        st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=60),
    ),
    max_size=12,
).map("".join)
IDS = st.integers(0, 2**63 - 1)


def make_lock(text: str = CONTENT, html: str = CONTENT, **changes: object) -> Lock:
    rendered = Rendered(
        language="en", subject="The levy", html=html, text=text, sentinels=SENTINELS
    )
    given: dict[str, object] = {
        "slug": SLUG,
        "number": 214,
        "content_hash": "5e" * 32,
        "date": datetime(2026, 11, 23, 6, 30, tzinfo=UTC),
        "publication_id": "the-daily",
        "publication_name": "The Daily",
        "sender": "The Daily <daily@example.org>",
        "reply_to": "desk@example.org",
        "site": "https://example.org",
        "bounce_address": "bounces@example.org",
        "unsubscribe_address": "leave@example.org",
        "public_url": PAGES,
        "on_unknown": "hold",
        "lists": (),
        "rendered": (rendered,),
        "articles": (),
    }
    return Lock(**given | changes)  # type: ignore[arg-type]


def text_part(data: bytes) -> str:
    """The text part of a mail, decoded by the standard library; its line ends are CRLF."""
    parsed = email.message_from_bytes(data, policy=email.policy.SMTP)
    content = next(parsed.iter_parts()).get_payload(decode=True)
    assert isinstance(content, bytes)
    return content.decode()


MAILING = open_mailing(make_lock(), secret=SECRET)
MAILINGS = {
    url: open_mailing(make_lock(public_url=url), secret=SECRET)
    for url in (PAGES, "http://127.0.0.1:8000", "")
}
READER = Subscriber(id=7, key="jo@example.net", email="jo@example.net", name="Jo Marsh")


def signature(purpose: str, payload: str) -> str:
    """The token's signature as it was first made, one HMAC each."""
    text = f"digest token 1\n{purpose}\nthe-daily\n{payload}".encode()
    mac = hmac.digest(SECRET.encode(), text, "sha256")
    return base64.b32encode(mac).decode("ascii").rstrip("=").lower()[:20]


def token(purpose: str, number: int) -> str:
    """A token as it was first made."""
    key = hmac.digest(SECRET.encode(), b"digest key id", "sha256")
    digits = ""
    while number or not digits:
        number, rest = divmod(number, 32)
        digits = "abcdefghijklmnopqrstuvwxyz234567"[rest] + digits
    payload = base64.b32encode(key).decode("ascii").lower()[:2] + digits
    if purpose == "bounce":
        mark = sha256(b"digest edition " + SLUG.encode()).digest()
        payload += base64.b32encode(mark).decode("ascii").lower()[:8]
    return payload + signature(purpose, payload)


@given(IDS, st.sampled_from(list(MAILINGS)))
def test_links_and_ids_are_those_of_the_plainest_formula(number: int, url: str) -> None:
    message = make_message(MAILINGS[url], replace(READER, id=number))

    assert message is not None
    parsed = email.message_from_bytes(message.data)
    leave = token("unsubscribe", number)
    mailto = f"<mailto:leave@example.org?subject=unsubscribe%20{leave}>"
    https = f"<{url}/unsubscribe/{leave}>,\r\n " if url.startswith("https") else ""
    assert message.envelope_sender == f"bounces+{token('bounce', number)}@example.org"
    assert message.message_id == f"<{signature('message-id', f'{SLUG} {number}')}@example.org>"
    assert parsed["Message-ID"] == message.message_id
    assert parsed["List-Unsubscribe"] == https + mailto
    lines = text_part(message.data).replace("\r\n", "\n").split("\n")
    assert lines[2] == (f"{url}/unsubscribe/{leave}" if url else mailto.strip("<>"))
    assert lines[3] == (f"{url}/archive/{SLUG}/" if url else "")
    prefer = f"{url}/preferences/{token('preferences', number)}" if url else ""
    assert lines[4] == f"{prefer} Jo Marsh"


@settings(deadline=None)
@given(
    NAMES,
    st.one_of(
        st.just("jo@example.net"),
        st.emails(),
        st.text(st.characters(codec=None), max_size=40).map("{}@example.net".format),
        st.sampled_from(ATTACKS_AND_MORE).map("{}@example.net".format),
        st.sampled_from(ATTACKS_AND_MORE).map("jo@{}.example.net".format),
        st.sampled_from(ATTACKS_AND_MORE).map("jo@example.net{}".format),
    ),
    st.one_of(st.none(), st.text(st.characters(codec=None), max_size=9)),
)
@example("x", "zoë@grüße.example", None)
@example("x", '"a b"@example.net', None)
def test_no_reader_brings_a_header_a_recipient_or_a_line(
    name: str, address: str, language: str | None
) -> None:
    reader = replace(READER, email=address, name=name, language=language)
    message = make_message(MAILING, reader)

    written = envelope_address(address)
    if written is None:
        assert message is None
        return
    assert message is not None
    planned = make_message(MAILING, READER)
    assert planned is not None
    parsed = email.message_from_bytes(message.data)
    assert parsed.keys() == email.message_from_bytes(planned.data).keys()
    assert message.recipient == written[0]
    assert not re.search(r"[\s<>,\x00-\x1f\x7f-\x9f]", message.recipient)
    head, _, body = message.data.partition(b"\r\n\r\n")
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)|\x00", head + body)
    assert all(len(line) <= 998 for line in message.data.split(b"\r\n"))
    assert not [line for line in message.data.split(b"\r\n") if line.startswith(b".")]
    assert body.count(b"--=_5e5e5e5e") == planned.data.count(b"\r\n--=_5e5e5e5e")
    text = text_part(message.data)
    assert text.count("\n") == CONTENT.count("\n")
    assert text.startswith(f"Good morning {clean_text(name)}.")


@pytest.mark.parametrize("mail", ["unsigned", "signed"])
def test_what_stands_in_angle_brackets_is_checked_in_every_copy(mail: str) -> None:
    mailing = open_mailing(make_lock(), secret=SECRET, signed=mail == "signed")

    for url in (
        "https://x.example/>,<mailto:eve@x",
        "https://x\r\nBcc: eve@x",
        "https://é.example",
    ):
        with pytest.raises(RenderError, match="header fields of its own"):
            make_message(replace(mailing, public_url=url), READER)


def open_signed(text: str, html: str) -> Mailing:
    return open_mailing(make_lock(text, html), secret=SECRET, signed=True)


@settings(max_examples=150, deadline=None)
@given(CONTENTS, CONTENTS, NAMES)
@example("", "", "")
@example("a\n\n\n", "b \n\n \n\n", "Jo")
@example("xnametextx", "xnamehtmlx", "a\tb   c ")
def test_the_hash_made_in_pieces_is_that_of_the_whole_body(text: str, html: str, name: str) -> None:
    message = make_message(open_signed(text, html), replace(READER, name=name))

    assert message is not None
    body = message.data.partition(b"\r\n\r\n")[2]
    assert message.body_hash == sha256(relax_body(body)).digest()
    plain = make_message(
        open_mailing(make_lock(text, html), secret=SECRET), replace(READER, name=name)
    )
    assert plain == replace(message, body_hash=b"")
    assert sign_message(plain, both(), at=AT).data == sign_message(message, both(), at=AT).data


@settings(max_examples=150, deadline=None)
@given(CONTENTS, CONTENTS, NAMES)
@example("\n.\n..", ".", ".")
@example("x" * 75 + "." * 300, ".xnamehtmlx." * 9, ". .")
def test_no_line_of_any_mail_begins_with_a_dot(text: str, html: str, name: str) -> None:
    message = make_message(open_signed(text, html), replace(READER, name=name))

    assert message is not None
    assert message.dotless
    assert not [line for line in message.data.split(b"\r\n") if line.startswith(b".")]


def look_up(name: bytes, timeout: int = 5) -> bytes:
    assert timeout
    return records()[name.decode().rstrip(".")].encode()


@settings(max_examples=50, deadline=None)
@given(CONTENTS, NAMES, NAMES, st.sampled_from(["", "The Daily ", "Zeitung für alle " * 9]))
def test_dkimpy_verifies_whatever_was_written(
    content: str, name: str, subject: str, publication: str
) -> None:
    lock = make_lock(content, content, publication_name=publication)
    lock = replace(lock, rendered=(replace(lock.rendered[0], subject=subject),))
    mailing = open_mailing(lock, secret=SECRET, signed=True)
    message = make_message(mailing, replace(READER, name=name))

    assert message is not None
    signed = dkim.DKIM(sign_message(message, both(), at=AT).data)
    assert signed.verify(0, dnsfunc=look_up)
    assert signed.verify(1, dnsfunc=look_up)
