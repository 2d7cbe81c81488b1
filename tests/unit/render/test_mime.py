"""A reader's mail: the header that was meant, and both parts as they were rendered."""

import email
import email.policy
import html
import re
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from email.message import EmailMessage
from typing import Any
from urllib.parse import quote as quote_url

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.render.test_headers import ATTACKS

from digest.errors import RenderError
from digest.model.message import Lock, Message, PersonalContext, PersonalField, Rendered, Sentinel
from digest.render.compiled import Mailbox, MailPlan, Personal
from digest.render.headers import clean_text
from digest.render.mime import compile_mail
from digest.render.personal import personalise

PAGES = "https://news.example.org"
SENTINELS = {
    (one, context): Sentinel(field=one, context=context, token=f"x{one}{context}x")
    for one in PersonalField
    for context in PersonalContext
}
NAME_TEXT = SENTINELS[PersonalField.NAME, PersonalContext.TEXT].token
NAME_HTML = SENTINELS[PersonalField.NAME, PersonalContext.HTML].token
LEAVE_TEXT = SENTINELS[PersonalField.UNSUBSCRIBE, PersonalContext.TEXT].token
LEAVE_URL = SENTINELS[PersonalField.UNSUBSCRIBE, PersonalContext.URL].token
RENDERED = Rendered(
    language="en",
    subject="Ministers shelve the harbour levy",
    html=f"<p>Good morning {NAME_HTML}.</p>\n<a href='{LEAVE_URL}'>Leave</a> – “here”\n",
    text=f"Good morning {NAME_TEXT}.\n\nLeave: {LEAVE_TEXT}\n",
    sentinels=tuple(SENTINELS.values()),
)
PLAN = MailPlan(
    sender=Mailbox(name="The Daily", address="daily@example.org"),
    reply_to=Mailbox(name="", address="desk@example.org"),
    public_url=PAGES,
    view_url=f"{PAGES}/archive/the-daily-2026-11-23/",
)
READER = Personal(
    message_id="<k7w2@example.org>",
    envelope_sender="bounces+abc@example.org",
    to=Mailbox(name="Jo Marsh", address="jo@example.net"),
    unsubscribe_url=f"{PAGES}/unsubscribe/abc",
    unsubscribe_mailto="mailto:leave@example.org?subject=unsubscribe%20abc",
    preferences_url=f"{PAGES}/preferences/def",
)
ALL_NAMES = [
    *("From", "Reply-To", "To", "Subject", "Date", "Message-ID"),
    *("List-Unsubscribe", "List-Unsubscribe-Post", "List-Id", "List-Archive", "List-Help"),
    *("Feedback-ID", "Content-Language", "MIME-Version", "Content-Type"),
]


def make_lock(*rendered: Rendered, **changes: Any) -> Lock:
    given: dict[str, Any] = {
        "slug": "the-daily-2026-11-23",
        "number": 214,
        "content_hash": "5e" * 32,
        "date": datetime(2026, 11, 23, 6, 30, tzinfo=timezone(timedelta(hours=1))),
        "publication_id": "the-daily",
        "publication_name": "The Daily",
        "sender": "The Daily <daily@example.org>",
        "reply_to": None,
        "site": "https://example.org",
        "bounce_address": "bounces@example.org",
        "unsubscribe_address": "leave@example.org",
        "public_url": PAGES,
        "on_unknown": "hold",
        "lists": (),
        "rendered": rendered or (RENDERED,),
        "articles": (),
    }
    return Lock(**given | changes)


def make(
    *rendered: Rendered, plan: MailPlan = PLAN, reader: Personal = READER, **changes: Any
) -> Message:
    return personalise(compile_mail(make_lock(*rendered, **changes), plan), reader)


def parse(message: Message) -> EmailMessage:
    parsed = email.message_from_bytes(message.data, policy=email.policy.SMTP)
    assert isinstance(parsed, EmailMessage)
    assert not parsed.defects
    return parsed


def part_of(message: Message, kind: str) -> str:
    body = parse(message).get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def test_the_header_is_the_one_that_was_meant() -> None:
    parsed = parse(make())

    assert parsed.keys() == ALL_NAMES
    assert parsed["From"] == "The Daily <daily@example.org>"
    assert parsed["Reply-To"] == "desk@example.org"
    assert parsed["To"] == "Jo Marsh <jo@example.net>"
    assert parsed["Subject"] == "Ministers shelve the harbour levy"
    assert parsed["Date"] == "Mon, 23 Nov 2026 06:30:00 +0100"
    assert parsed["Message-ID"] == "<k7w2@example.org>"
    assert parsed["List-Id"] == "The Daily <the-daily.example.org>"
    assert parsed["List-Unsubscribe"] == (
        f"<{PAGES}/unsubscribe/abc>, <mailto:leave@example.org?subject=unsubscribe%20abc>"
    )
    assert parsed["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert parsed["List-Archive"] == f"<{PAGES}/archive/>"
    assert parsed["List-Help"] == "<mailto:desk@example.org?subject=help>"
    assert parsed["Feedback-ID"] == "the-daily-2026-11-23:the-daily:newsletter:the-daily"


def test_without_pages_only_what_is_true_is_said() -> None:
    plan = replace(PLAN, public_url="", view_url="", reply_to=None)
    reader = replace(READER, unsubscribe_url="", preferences_url="")

    parsed = parse(make(plan=plan, reader=reader))

    untrue = {"Reply-To", "List-Unsubscribe-Post", "List-Archive"}
    assert parsed.keys() == [name for name in ALL_NAMES if name not in untrue]
    assert parsed["List-Unsubscribe"] == ("<mailto:leave@example.org?subject=unsubscribe%20abc>")
    assert parsed["List-Help"] == "<mailto:daily@example.org?subject=help>"


def test_a_rehearsal_without_https_promises_no_one_click() -> None:
    reader = replace(READER, unsubscribe_url="http://127.0.0.1:8000/unsubscribe/abc")
    message = make(plan=replace(PLAN, public_url=""), reader=reader)

    assert "http:" not in parse(message)["List-Unsubscribe"]
    assert "http://127.0.0.1:8000/unsubscribe/abc" in part_of(message, "plain")


def test_both_parts_come_text_first_with_the_readers_own_words() -> None:
    message = make()
    parts = list(parse(message).iter_parts())

    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"]
    assert all(part["Content-Transfer-Encoding"] == "quoted-printable" for part in parts)
    assert part_of(message, "plain") == (
        f"Good morning Jo Marsh.\n\nLeave: {PAGES}/unsubscribe/abc\n"
    )
    assert part_of(message, "html") == (
        f"<p>Good morning Jo Marsh.</p>\n<a href='{PAGES}/unsubscribe/abc'>Leave</a> – “here”\n"
    )


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
def test_no_name_and_no_subject_adds_a_field_or_markup(attack: str) -> None:
    attack = f"<b>&'\"{attack}"
    message = make(
        replace(RENDERED, subject=attack),
        plan=replace(PLAN, sender=Mailbox(name=attack, address="daily@example.org")),
        reader=replace(READER, to=Mailbox(name=attack, address="jo@example.net")),
        publication_name=attack,
    )

    assert parse(message).keys() == ALL_NAMES
    assert clean_text(parse(message)["Subject"]) == clean_text(attack)
    assert "<b>" not in part_of(message, "html")
    assert html.unescape(part_of(message, "html")).startswith(
        f"<p>Good morning {clean_text(attack)}."
    )


TEXTS = st.lists(
    st.one_of(
        st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=120),
        st.sampled_from([one.token for one in SENTINELS.values()]),
        st.sampled_from(["\n", " ", ".\n", "=", "é" * 40, "x" * 200, "--=_5e5e\n"]),
    ),
    max_size=12,
).map("".join)
NAMES = st.one_of(st.text(st.characters(codec=None), max_size=60), st.sampled_from(ATTACKS))


def expected(content: str, reader: Personal) -> str:
    values = {
        PersonalField.NAME: clean_text(reader.to.name),
        PersonalField.UNSUBSCRIBE: reader.unsubscribe_url,
        PersonalField.PREFERENCES: reader.preferences_url,
        PersonalField.VIEW: PLAN.view_url,
    }
    written = {}
    for (one, context), sentinel in SENTINELS.items():
        value = values[one]
        if context is PersonalContext.URL and one is PersonalField.NAME:
            value = quote_url(value, safe="")
        elif context is not PersonalContext.TEXT:
            value = html.escape(value)
        written[sentinel.token] = value
    return re.sub("|".join(written), lambda found: written[found[0]], content)


@given(TEXTS, TEXTS, NAMES, NAMES)
def test_whatever_was_rendered_arrives_and_nothing_else(
    text: str, markup: str, name: str, subject: str
) -> None:
    reader = replace(READER, to=Mailbox(name=name, address="jo@example.net"))
    message = make(replace(RENDERED, text=text, html=markup, subject=subject), reader=reader)

    assert parse(message).keys() == ALL_NAMES
    raw = email.message_from_bytes(message.data)
    for part, content in zip(raw.get_payload(), (text, markup), strict=True):
        decoded = part.get_payload(decode=True).decode()
        assert decoded.replace("\r\n", "\n") == expected(content, reader)
    lines = message.data.split(b"\r\n")
    assert all(len(line) <= 78 and line.isascii() for line in lines)
    assert not any(b"\r" in line or b"\n" in line for line in lines)


def test_line_ends_of_any_kind_become_crlf() -> None:
    message = make(replace(RENDERED, text="a\r\nb\rc\nd", html="<p>\r\n</p>"))

    assert part_of(message, "plain") == "a\nb\nc\nd"


def test_a_reader_gets_their_language_else_the_publications_own() -> None:
    french = replace(RENDERED, language="fr", subject="Les ministres reculent")
    brazil = replace(RENDERED, language="pt-BR", subject="Ministros recuam")
    mail = compile_mail(make_lock(RENDERED, french, brazil), PLAN)

    def subject(language: str | None) -> str:
        return str(parse(personalise(mail, replace(READER, language=language)))["Subject"])

    assert subject(None) == subject("de") == subject("") == RENDERED.subject
    assert subject("fr") == subject("FR-ca") == "Les ministres reculent"
    assert subject("pt-BR") == subject("pt") == "Ministros recuam"
    assert subject("en-GB") == RENDERED.subject


def test_a_test_is_marked_in_its_subject() -> None:
    assert parse(make(plan=replace(PLAN, mark="[Test]")))["Subject"].startswith("[Test] Minist")


def test_the_same_reader_gets_the_same_bytes() -> None:
    assert make().data == make().data


def test_the_envelope_is_the_readers() -> None:
    message = make(reader=replace(READER, needs_smtputf8=True))

    assert message.recipient == "jo@example.net"
    assert message.envelope_sender == "bounces+abc@example.org"
    assert message.message_id == "<k7w2@example.org>"
    assert message.needs_smtputf8


@pytest.mark.parametrize(
    "plan",
    [
        replace(PLAN, sender=Mailbox(name="x", address="daily@example.org\r\nBcc: eve@x.org")),
        replace(PLAN, sender=Mailbox(name="x", address="nobody")),
        replace(PLAN, public_url="https://news.example.org/\r\nBcc: eve"),
        replace(PLAN, public_url="https://né.example.org"),
    ],
)
def test_what_cannot_be_written_is_refused_before_the_first_reader(plan: MailPlan) -> None:
    with pytest.raises(RenderError, match="cannot be made into a mail"):
        compile_mail(make_lock(), plan)


def test_a_lock_without_a_rendering_is_refused() -> None:
    with pytest.raises(RenderError, match="no language"):
        compile_mail(replace(make_lock(), rendered=()), PLAN)


def test_a_further_language_leads_to_its_own_page_of_the_archive() -> None:
    main = str(PLAN.view_url)
    view = SENTINELS[PersonalField.VIEW, PersonalContext.TEXT].token
    here = replace(RENDERED, text=f"{view}\n")

    mail = compile_mail(make_lock(here, replace(here, language="fr")), PLAN)

    for language, page in (("en", main), ("fr", f"{main}fr/"), ("nl", main)):
        message = personalise(mail, replace(READER, language=language))
        assert message is not None
        parsed = email.message_from_bytes(message.data, policy=email.policy.default)
        plain = parsed.get_body(("plain",))
        assert plain is not None
        assert plain.get_content().split() == [page]
