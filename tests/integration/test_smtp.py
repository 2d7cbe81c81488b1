"""Our SMTP client against real servers on 127.0.0.1, good ones and broken ones."""

import asyncio
import shutil
import socket
import ssl
from base64 import b64decode, b64encode
from dataclasses import replace
from typing import Any

import pytest
from tests.integration.certificates import Certificates, make_certificates
from tests.integration.fault_relay import (
    DROP,
    PAUSE,
    RESET,
    SILENCE,
    Action,
    FaultRelay,
    running,
)
from tests.integration.smtp_talk import MESSAGE, PATIENT, QUICK, talk_to

from digest.adapters.smtp import Limits, SmtpRelay, SmtpSession, parse_relay
from digest.errors import RelayError, RelayUnavailable
from digest.model.delivery import Phase, Reply
from digest.model.message import Message

PASSWORD = "correct horse battery"


def hand_over(relay: FaultRelay, message: Message = MESSAGE, *, limits: Limits = PATIENT) -> Reply:
    return talk_to(relay, lambda session: session.hand_over(message), limits=limits)


def verbs(relay: FaultRelay) -> list[str]:
    return [command.partition(" ")[0] for command in relay.commands]


def test_a_message_arrives_as_it_was_and_the_queue_id_is_kept() -> None:
    relay = FaultRelay()

    reply = hand_over(relay)

    assert reply == Reply(
        phase=Phase.FINAL, code=250, enhanced="2.0.0", text="2.0.0 queued as 7A3F"
    )
    assert relay.messages[0].replace(b"\r\n.", b"\r\n") == MESSAGE.data
    assert verbs(relay) == ["EHLO", "MAIL", "RCPT", "DATA", "QUIT"]
    assert relay.commands[1:3] == [
        "MAIL FROM:<bounces+a1@example.org>",
        "RCPT TO:<reader@example.net>",
    ]


@pytest.mark.parametrize("how", [DROP, RESET])
@pytest.mark.parametrize("verb", ["CONNECT", "EHLO"])
def test_a_drop_before_mail_means_that_the_relay_is_away(verb: str, how: bytes) -> None:
    with pytest.raises(RelayUnavailable, match="cannot be reached"):
        hand_over(FaultRelay({verb: [how]}))


@pytest.mark.parametrize("how", [DROP, RESET])
@pytest.mark.parametrize(
    ("verb", "phase"),
    [
        ("MAIL", Phase.MAIL),
        ("RCPT", Phase.RCPT),
        ("DATA", Phase.DATA),
        (".", Phase.FINAL),
    ],
)
def test_a_drop_is_told_with_its_phase(verb: str, phase: Phase, how: bytes) -> None:
    relay = FaultRelay({verb: [how]})

    reply = hand_over(relay)

    assert (reply.phase, reply.code) == (phase, 0)
    assert reply.text


@pytest.mark.parametrize("how", [DROP, RESET])
def test_a_drop_in_the_middle_of_a_message_is_before_the_dot(how: bytes) -> None:
    relay = FaultRelay({".": [how]}, read_limit=1000)
    large = replace(MESSAGE, data=MESSAGE.data + b"filler filler filler\r\n" * 500_000)

    reply = hand_over(relay, large)

    assert (reply.phase, reply.code) == (Phase.DATA, 0)


def test_a_reply_that_waits_is_read_after_a_write_has_failed() -> None:
    relay = FaultRelay({".": [[b"552 5.3.4 too large\r\n", PAUSE, DROP]]}, read_limit=1000)
    large = replace(MESSAGE, data=MESSAGE.data + b"filler filler filler\r\n" * 500_000)

    reply = hand_over(relay, large)

    assert (reply.phase, reply.code, reply.enhanced) == (Phase.DATA, 552, "5.3.4")
    assert not relay.messages


@pytest.mark.parametrize("verb", ["CONNECT", "EHLO"])
def test_a_relay_that_never_speaks_is_away(verb: str) -> None:
    with pytest.raises(RelayUnavailable, match="no answer within"):
        hand_over(FaultRelay({verb: [SILENCE]}), limits=QUICK)


@pytest.mark.parametrize(
    ("verb", "phase"),
    [("MAIL", Phase.MAIL), ("RCPT", Phase.RCPT), ("DATA", Phase.DATA), (".", Phase.FINAL)],
)
def test_a_reply_that_never_comes_is_a_loss_in_its_phase(verb: str, phase: Phase) -> None:
    reply = hand_over(FaultRelay({verb: [SILENCE]}), limits=QUICK)

    assert (reply.phase, reply.code) == (phase, 0)
    assert "no answer within 0.3 seconds" in reply.text


def test_a_relay_that_stops_reading_is_a_loss_before_the_dot() -> None:
    relay = FaultRelay({".": [SILENCE]}, read_limit=10)
    large = replace(MESSAGE, data=MESSAGE.data + b"filler filler filler\r\n" * 1_000_000)

    reply = hand_over(relay, large, limits=QUICK)

    assert (reply.phase, reply.code) == (Phase.DATA, 0)


def test_replies_may_be_split_anywhere() -> None:
    def split(answer: bytes) -> Action:
        return [answer[n : n + 1] for n in range(len(answer))]

    many_lines = b"250-2.0.0 first\r\n250-2.0.0 second\r\n250 2.0.0 third\r\n"
    relay = FaultRelay(
        {
            "CONNECT": [[*split(b"220-hello\r\n220"), PAUSE, b" world\r", PAUSE, b"\n"]],
            "EHLO": [split(b"250-relay.example.org\r\n250-SIZE 5000\r\n250 8BITMIME\r\n")],
            "MAIL": [split(b"250 OK\r\n")],
            ".": [split(many_lines)],
        }
    )

    reply = hand_over(relay)

    assert reply.text == "2.0.0 first 2.0.0 second 2.0.0 third"
    assert "SIZE=" in relay.commands[1]


GARBAGE = [
    b"HTTP/1.1 400 Bad Request\r\n\r\n",
    b"25 OK\r\n",
    b"999 OK\r\n",
    b"250-one\r\n550 two\r\n",
    b"\xff\xfe\x00\x00\r\n",
    b"250" + b"x" * 100_000,
    b"250-more\r\n" * 20_000,
]


@pytest.mark.parametrize("garbage", GARBAGE)
@pytest.mark.parametrize(("verb", "phase"), [("RCPT", Phase.RCPT), (".", Phase.FINAL)])
def test_garbage_is_a_loss_and_is_bounded(garbage: bytes, verb: str, phase: Phase) -> None:
    reply = hand_over(FaultRelay({verb: [garbage]}))

    assert (reply.phase, reply.code) == (phase, 0)
    assert len(reply.text) < 1000
    assert reply.text.isprintable()


@pytest.mark.parametrize("garbage", GARBAGE)
def test_garbage_for_a_greeting_means_that_there_is_no_relay(garbage: bytes) -> None:
    with pytest.raises(RelayUnavailable):
        hand_over(FaultRelay({"CONNECT": [garbage]}))


def test_control_characters_of_a_reply_are_escaped() -> None:
    reply = hand_over(FaultRelay({"RCPT": [b"550 5.1.1 no\x1b[2J\x07 \xc3\xa9 \xff\r\n"]}))

    assert reply.text == "5.1.1 no\\x1b[2J\\x07 é \\xff"
    assert reply.enhanced == "5.1.1"


@pytest.mark.parametrize(
    ("verb", "phase"), [("MAIL", Phase.MAIL), ("RCPT", Phase.RCPT), (".", Phase.FINAL)]
)
def test_a_refusal_is_followed_by_rset_and_the_next_message_goes_through(
    verb: str, phase: Phase
) -> None:
    relay = FaultRelay({verb: [b"550 5.7.1 no\r\n"]})
    refused: list[Reply] = []

    async def two(session: SmtpSession) -> Reply:
        refused.append(await session.hand_over(MESSAGE))
        assert session.usable
        return await session.hand_over(MESSAGE)

    reply = talk_to(relay, two)

    assert (refused[0].phase, refused[0].code, refused[0].enhanced) == (phase, 550, "5.7.1")
    assert reply.code == 250
    assert "RSET" in verbs(relay)
    assert relay.connections == 1


@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "DATA", "."])
def test_421_ends_the_session_without_rset(verb: str) -> None:
    relay = FaultRelay({verb: [[b"421 4.3.2 closing\r\n", DROP]]})
    usable: list[bool] = []

    async def one(session: SmtpSession) -> Reply:
        reply = await session.hand_over(MESSAGE)
        usable.append(session.usable)
        return reply

    reply = talk_to(relay, one)

    assert reply.code == 421
    assert usable == [False]
    assert "RSET" not in verbs(relay)


def test_a_session_whose_reset_is_refused_is_not_used_again() -> None:
    relay = FaultRelay({"RCPT": [b"550 no\r\n"], "RSET": [b"500 what\r\n"]})
    usable: list[bool] = []

    async def one(session: SmtpSession) -> Reply:
        reply = await session.hand_over(MESSAGE)
        usable.append(session.usable)
        return reply

    assert talk_to(relay, one).code == 550
    assert usable == [False]


def test_a_goodbye_between_two_messages_is_heard_before_the_next() -> None:
    relay = FaultRelay({".": [[b"250 OK\r\n", PAUSE, b"421 4.4.2 idle for too long\r\n", DROP]]})

    async def two(session: SmtpSession) -> Reply:
        await session.hand_over(MESSAGE)
        await asyncio.sleep(0.1)
        return await session.hand_over(MESSAGE)

    reply = talk_to(relay, two)

    assert (reply.phase, reply.code) == (Phase.MAIL, 421)
    assert len(relay.messages) == 1


def test_an_answer_to_no_question_is_never_taken_for_one_to_the_next() -> None:
    relay = FaultRelay({"MAIL": [b"250 OK\r\n550 5.1.1 no such user\r\n"]})

    reply = hand_over(relay)

    assert (reply.phase, reply.code) == (Phase.RCPT, 0)
    assert "out of turn" in reply.text


@pytest.mark.parametrize(
    ("verb", "answer", "phase"),
    [
        ("MAIL", b"354 go on\r\n", Phase.MAIL),
        ("DATA", b"250 OK\r\n", Phase.DATA),
        (".", b"354 go on\r\n", Phase.FINAL),
        (".", b"200 hm\r\n", Phase.FINAL),
    ],
)
def test_a_reply_that_fits_no_question_is_a_loss(verb: str, answer: bytes, phase: Phase) -> None:
    reply = hand_over(FaultRelay({verb: [answer]}))

    assert (reply.phase, reply.code) == (phase, 0)


@pytest.mark.parametrize(
    ("verb", "answer", "error"),
    [
        ("CONNECT", b"421 4.7.0 too many of you\r\n", RelayUnavailable),
        ("CONNECT", b"554 5.7.1 go away\r\n", RelayError),
        ("EHLO", b"450 later\r\n", RelayUnavailable),
        ("EHLO", b"502 what?\r\n", RelayError),
    ],
)
def test_a_refusal_before_mail_speaks_of_us(
    verb: str, answer: bytes, error: type[RelayError]
) -> None:
    with pytest.raises(error, match=answer[:3].decode()) as caught:
        hand_over(FaultRelay({verb: [answer]}))
    assert type(caught.value) is error


@pytest.mark.parametrize("code", [500, 502, 504])
def test_an_old_relay_on_this_machine_is_greeted_with_helo(code: int) -> None:
    relay = FaultRelay({"EHLO": [b"%d what?\r\n" % code], "HELO": [b"250 relay PIPELINING\r\n"]})

    reply = hand_over(relay)

    assert reply.code == 250
    assert verbs(relay)[:3] == ["EHLO", "HELO", "MAIL"]
    assert relay.commands[2] == "MAIL FROM:<bounces+a1@example.org>"


@pytest.mark.parametrize("answer", [b"550 no\r\n", b"521 no mail here\r\n"])
def test_a_refusal_of_us_at_ehlo_is_no_matter_of_helo(answer: bytes) -> None:
    relay = FaultRelay({"EHLO": [answer], "HELO": [b"250 relay\r\n"]})

    with pytest.raises(RelayError, match="ehlo: 5"):
        hand_over(relay)
    assert verbs(relay) == ["EHLO"]


def test_a_relay_that_wants_no_ehlo_cannot_be_safe() -> None:
    relay = FaultRelay({"EHLO": [b"502 what?\r\n"], "HELO": [b"250 relay\r\n"]})

    with pytest.raises(RelayError, match="ehlo: 502"):
        talk_to(relay, lambda session: session.hand_over(MESSAGE), url="smtp://127.0.0.1")
    assert verbs(relay) == ["EHLO"]


def test_a_size_that_is_no_number_is_no_limit() -> None:
    for odd in ("9" * 5000, "²", "-1", "many"):
        relay = FaultRelay({"EHLO": [f"250-relay\r\n250 SIZE {odd}\r\n".encode()]})

        assert hand_over(relay).code == 250


def test_a_port_that_nobody_listens_on_is_a_relay_that_is_away() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    said = f"127.0.0.1:{port} cannot be reached: connection refused."
    with pytest.raises(RelayUnavailable, match=said):
        asyncio.run(SmtpRelay(parse_relay(f"smtp+plain://127.0.0.1:{port}")).open())


def test_a_name_that_does_not_exist_is_a_relay_that_is_away() -> None:
    with pytest.raises(RelayUnavailable, match="cannot be resolved"):
        asyncio.run(SmtpRelay(parse_relay("smtp://no-such-host.invalid")).open())


def test_a_message_larger_than_the_relay_takes_is_not_even_begun() -> None:
    relay = FaultRelay({"EHLO": [b"250-relay\r\n250 SIZE 20\r\n"]})

    reply = hand_over(relay)

    assert (reply.phase, reply.code, reply.enhanced) == (Phase.MAIL, 552, "5.3.4")
    assert "MAIL" not in verbs(relay)


def test_an_address_beyond_ascii_needs_smtputf8() -> None:
    reader = replace(MESSAGE, recipient="jörg@example.net", needs_smtputf8=True)
    without = FaultRelay()
    with_it = FaultRelay({"EHLO": [b"250-relay\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n"]})

    refused = hand_over(without, reader)
    taken = hand_over(with_it, reader)

    assert (refused.phase, refused.code, refused.enhanced) == (Phase.RCPT, 553, "5.6.7")
    assert "MAIL" not in verbs(without)
    assert taken.code == 250
    assert with_it.commands[1].endswith(" BODY=8BITMIME SMTPUTF8")
    assert with_it.commands[2] == "RCPT TO:<jörg@example.net>"


def test_a_sender_beyond_ascii_is_no_fault_of_the_reader() -> None:
    relay = FaultRelay()
    ours = replace(MESSAGE, envelope_sender="b\u00fcro@example.org", needs_smtputf8=True)

    refused = hand_over(relay, ours)

    assert (refused.phase, refused.code, refused.enhanced) == (Phase.MAIL, 553, "5.6.7")
    assert "MAIL" not in verbs(relay)


@pytest.mark.parametrize("address", ["a@b.org>\r\nDATA", "a b@c.org", "a@b.org\r\n", "<a@b.org>"])
def test_an_envelope_that_was_not_checked_never_reaches_the_wire(address: str) -> None:
    relay = FaultRelay()

    with pytest.raises(ValueError, match="not checked"):
        hand_over(relay, replace(MESSAGE, recipient=address))
    assert "MAIL" not in verbs(relay)


@pytest.mark.parametrize("pipelining", [False, True])
def test_a_session_is_given_up_after_250_messages(*, pipelining: bool) -> None:
    relay = FaultRelay(pipelining=pipelining)
    usable: list[object] = []

    async def many(session: SmtpSession) -> Reply:
        for _ in range(249):
            await session.hand_over(MESSAGE, MESSAGE)
        usable.append(session.usable)
        reply = await session.hand_over(MESSAGE, MESSAGE)
        usable.extend([session.usable, session.announced])
        return reply

    assert talk_to(relay, many).code == 250
    assert usable == [True, False, None]
    assert len(relay.messages) == 250
    assert relay.commands[-1] == "QUIT"


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    if not shutil.which("openssl"):
        pytest.skip("the program openssl is missing")
    return make_certificates(tmp_path_factory.mktemp("certificates"))


WITH_TLS = [b"250-relay\r\n250 STARTTLS\r\n", b"250-relay\r\n250 AUTH PLAIN LOGIN\r\n"]


def test_starttls_makes_the_wire_safe_before_anything_is_said(
    certificates: Certificates,
) -> None:
    relay = FaultRelay({"EHLO": [*WITH_TLS]}, tls=certificates.server("good"))

    reply = talk_to(
        relay,
        lambda session: session.hand_over(MESSAGE),
        tls=certificates.client(),
        url="smtp://127.0.0.1",
    )

    assert reply.code == 250
    assert verbs(relay) == ["EHLO", "STARTTLS", "EHLO", "MAIL", "RCPT", "DATA", "QUIT"]
    assert relay.messages[0].replace(b"\r\n.", b"\r\n") == MESSAGE.data


def test_implicit_tls_carries_large_messages(certificates: Certificates) -> None:
    relay = FaultRelay(tls=certificates.server("good"), implicit=True)
    large = replace(MESSAGE, data=MESSAGE.data + b"filler filler filler\r\n" * 20_000)

    reply = talk_to(
        relay,
        lambda session: session.hand_over(large),
        tls=certificates.client(),
        url="smtps://127.0.0.1",
    )

    assert reply.code == 250
    assert relay.messages[0].replace(b"\r\n.", b"\r\n") == large.data


@pytest.mark.parametrize("how", [DROP, RESET])
@pytest.mark.parametrize(
    ("verb", "phase"),
    [("MAIL", Phase.MAIL), ("RCPT", Phase.RCPT), ("DATA", Phase.DATA), (".", Phase.FINAL)],
)
def test_a_drop_under_tls_is_told_with_its_phase(
    certificates: Certificates, verb: str, phase: Phase, how: bytes
) -> None:
    relay = FaultRelay({verb: [how]}, tls=certificates.server("good"), implicit=True)

    reply = talk_to(
        relay,
        lambda session: session.hand_over(MESSAGE),
        tls=certificates.client(),
        url="smtps://127.0.0.1",
    )

    assert (reply.phase, reply.code) == (phase, 0)


def test_a_relay_without_starttls_gets_nothing_in_clear() -> None:
    relay = FaultRelay()

    with pytest.raises(RelayError, match="offers no STARTTLS"):
        talk_to(relay, lambda session: session.hand_over(MESSAGE), url="smtp://127.0.0.1")
    assert verbs(relay) == ["EHLO"]


def test_commands_injected_before_tls_are_refused(certificates: Certificates) -> None:
    relay = FaultRelay(
        {"EHLO": [*WITH_TLS], "STARTTLS": [b"220 go on\r\n250-relay\r\n250 AUTH PLAIN\r\n"]},
        tls=certificates.server("good"),
    )

    with pytest.raises(RelayError, match="injects"):
        talk_to(
            relay,
            lambda session: session.hand_over(MESSAGE),
            tls=certificates.client(),
            url=f"smtp://desk:{PASSWORD.replace(' ', '%20')}@127.0.0.1",
        )
    assert "AUTH" not in verbs(relay)


@pytest.mark.parametrize(
    ("name", "reason"), [("self-signed", "self-signed"), ("wrong-name", "IP address mismatch")]
)
@pytest.mark.parametrize("scheme", ["smtps", "smtp"])
def test_a_certificate_that_does_not_hold_is_refused(
    certificates: Certificates, name: str, reason: str, scheme: str
) -> None:
    relay = FaultRelay(
        {"EHLO": [*WITH_TLS]}, tls=certificates.server(name), implicit=scheme == "smtps"
    )

    with pytest.raises(RelayError, match=reason) as caught:
        talk_to(
            relay,
            lambda session: session.hand_over(MESSAGE),
            tls=certificates.client(),
            url=f"{scheme}://127.0.0.1",
        )
    assert not isinstance(caught.value, RelayUnavailable)
    assert "MAIL" not in verbs(relay)


def test_a_clear_relay_behind_smtps_is_told_from_a_bad_certificate() -> None:
    with pytest.raises(RelayError, match="does not begin with TLS") as caught:
        talk_to(FaultRelay(), lambda session: session.hand_over(MESSAGE), url="smtps://127.0.0.1")
    assert "smtp://" in caught.value.hint


def test_a_relay_that_refuses_starttls_is_refused(certificates: Certificates) -> None:
    relay = FaultRelay(
        {"EHLO": [*WITH_TLS], "STARTTLS": [b"454 4.7.0 not now\r\n"]},
        tls=certificates.server("good"),
    )

    with pytest.raises(RelayUnavailable, match="starttls: 454"):
        talk_to(relay, lambda session: session.hand_over(MESSAGE), url="smtp://127.0.0.1")


def test_a_drop_during_the_handshake_is_a_relay_that_is_away() -> None:
    relay = FaultRelay({"EHLO": [*WITH_TLS], "STARTTLS": [[b"220 go on\r\n", PAUSE, DROP]]})

    with pytest.raises(RelayUnavailable):
        talk_to(relay, lambda session: session.hand_over(MESSAGE), url="smtp://127.0.0.1")


def sign_in(relay: FaultRelay, certificates: Certificates) -> Reply:
    password = PASSWORD.replace(" ", "%20")
    return talk_to(
        relay,
        lambda session: session.hand_over(MESSAGE),
        tls=certificates.client(),
        url=f"smtp://desk%40example.org:{password}@127.0.0.1",
    )


def test_it_signs_in_with_plain(certificates: Certificates) -> None:
    relay = FaultRelay({"EHLO": [*WITH_TLS]}, tls=certificates.server("good"))

    assert sign_in(relay, certificates).code == 250
    told = next(line for line in relay.commands if line.startswith("AUTH"))
    assert b64decode(told.rpartition(" ")[2]).decode() == f"\0desk@example.org\0{PASSWORD}"


def test_a_long_password_goes_into_a_line_of_its_own(certificates: Certificates) -> None:
    password = "x" * 400
    whole = b64encode(f"\0desk\0{password}".encode()).decode()
    relay = FaultRelay(
        {
            "EHLO": [*WITH_TLS],
            "AUTH": [b"334 \r\n"],
            whole.upper(): [b"235 2.7.0 signed in\r\n"],
        },
        tls=certificates.server("good"),
    )

    reply = talk_to(
        relay,
        lambda session: session.hand_over(MESSAGE),
        tls=certificates.client(),
        url=f"smtp://desk:{password}@127.0.0.1",
    )

    assert reply.code == 250
    assert relay.commands[3:5] == ["AUTH PLAIN", whole]


def test_it_knows_the_old_form_of_the_offer_to_sign_in(certificates: Certificates) -> None:
    relay = FaultRelay(
        {"EHLO": [WITH_TLS[0], b"250-relay\r\n250 AUTH=LOGIN PLAIN\r\n"]},
        tls=certificates.server("good"),
    )

    assert sign_in(relay, certificates).code == 250
    assert relay.commands[3].startswith("AUTH PLAIN ")


def test_a_second_session_takes_up_the_tls_of_the_first(certificates: Certificates) -> None:
    relay = FaultRelay(tls=certificates.server("good"), implicit=True)
    resumed: list[bool] = []

    class Watching(ssl.SSLContext):
        def wrap_bio(self, *args: Any, **options: Any) -> ssl.SSLObject:
            wrapped = super().wrap_bio(*args, **options)
            resumed.append(options["session"] is not None)
            return wrapped

    async def two_sessions() -> list[Reply]:
        replies = []
        async with running(relay):
            context = Watching(ssl.PROTOCOL_TLS_CLIENT)
            context.load_verify_locations(certificates.authority)
            client = SmtpRelay(parse_relay(f"smtps://127.0.0.1:{relay.port}"), tls=context)
            for _ in range(2):
                session = await client.open()
                replies.append(await session.hand_over(MESSAGE))
                await session.close()
        return replies

    assert [reply.code for reply in asyncio.run(two_sessions())] == [250, 250]
    assert resumed == [False, True]
    assert relay.tls is not None
    assert relay.tls.session_stats()["hits"] == 1


def test_it_signs_in_with_login_where_there_is_no_plain(certificates: Certificates) -> None:
    relay = FaultRelay(
        {
            "EHLO": [WITH_TLS[0], b"250-relay\r\n250 AUTH LOGIN\r\n"],
            "AUTH": [b"334 VXNlcm5hbWU6\r\n"],
            "ZGVZA0BLEGFTCGXLLM9YZW==": [b"334 UGFzc3dvcmQ6\r\n"],
        },
        tls=certificates.server("good"),
    )
    # The server takes the words that follow for verbs, in capitals.
    user, password = "ZGVza0BleGFtcGxlLm9yZw==", "Y29ycmVjdCBob3JzZSBiYXR0ZXJ5"
    relay.script[user.upper()] = [b"334 UGFzc3dvcmQ6\r\n"]
    relay.script[password.upper()] = [b"235 2.7.0 signed in\r\n"]

    assert sign_in(relay, certificates).code == 250
    assert relay.commands[3:6] == ["AUTH LOGIN", user, password]


def test_refused_credentials_are_told_without_the_password(certificates: Certificates) -> None:
    echoed = b"535 5.7.8 AGRlc2tAZXhhbXBsZS5vcmcAY29ycmVjdCBob3JzZSBiYXR0ZXJ5 " + (
        PASSWORD.encode() + b" is wrong\r\n"
    )
    relay = FaultRelay({"EHLO": [*WITH_TLS], "AUTH": [echoed]}, tls=certificates.server("good"))

    with pytest.raises(RelayError, match="auth: 535") as caught:
        sign_in(relay, certificates)

    assert PASSWORD not in str(caught.value)
    assert "AGRlc2tA" not in str(caught.value)


def test_a_relay_that_cannot_sign_us_in_now_is_away(certificates: Certificates) -> None:
    relay = FaultRelay(
        {"EHLO": [*WITH_TLS], "AUTH": [b"454 4.7.0 later\r\n"]}, tls=certificates.server("good")
    )

    with pytest.raises(RelayUnavailable, match="auth: 454"):
        sign_in(relay, certificates)


def test_a_relay_that_offers_no_known_way_to_sign_in_is_refused(
    certificates: Certificates,
) -> None:
    relay = FaultRelay(
        {"EHLO": [WITH_TLS[0], b"250-relay\r\n250 AUTH XOAUTH2\r\n"]},
        tls=certificates.server("good"),
    )

    with pytest.raises(RelayError, match="no way to sign in"):
        sign_in(relay, certificates)


def test_ssl_cert_file_names_an_authority(
    certificates: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.authority))
    relay = FaultRelay(tls=certificates.server("good"), implicit=True)

    reply = talk_to(relay, lambda session: session.hand_over(MESSAGE), url="smtps://127.0.0.1")

    assert reply.code == 250


def test_twenty_sessions_one_after_the_other_leave_nothing_open() -> None:
    relay = FaultRelay({"RCPT": [DROP]})

    async def count() -> int:
        async with running(relay):
            client = SmtpRelay(parse_relay(f"smtp+plain://127.0.0.1:{relay.port}"))
            for _ in range(20):
                session = await client.open()
                await session.hand_over(MESSAGE)
                await session.close()
                await session.close()
            return relay.connections

    # What is left open is a warning, and a warning is an error here.
    assert asyncio.run(count()) == 20


def test_a_goodbye_that_is_broken_off_leaves_nothing_open() -> None:
    relay = FaultRelay({"QUIT": [SILENCE]})

    async def break_off() -> bool:
        async with running(relay):
            client = SmtpRelay(parse_relay(f"smtp+plain://127.0.0.1:{relay.port}"), limits=PATIENT)
            session = await client.open()
            closing = asyncio.create_task(session.close())
            await asyncio.sleep(0.05)
            closing.cancel()
            await asyncio.gather(closing, return_exceptions=True)
            return session.usable

    assert asyncio.run(break_off()) is False
