"""A Maildir on a real disk in the place of a relay."""

import asyncio
import mailbox
import os
from dataclasses import replace
from pathlib import Path

import pytest

from digest.adapters.maildir import MaildirRelay
from digest.errors import RelayUnavailable
from digest.model.delivery import Reply
from digest.model.message import Message

MESSAGE = Message(
    message_id="<one@example.org>",
    envelope_sender="bounces+a1@example.org",
    recipient="reader@example.net",
    data=b"From: daily@example.org\r\nSubject: Morning\r\n\r\n.one dot\r\nlast\r\n",
)


def hand_over(path: Path, *messages: Message) -> list[Reply]:
    async def talk() -> list[Reply]:
        session = await MaildirRelay(path).open()
        replies = [await session.hand_over(message) for message in messages]
        assert session.usable
        await session.close()
        return replies

    return asyncio.run(talk())


def test_a_message_is_kept_whole_with_its_envelope(tmp_path: Path) -> None:
    (reply,) = hand_over(tmp_path / "outbox", MESSAGE)

    (kept,) = mailbox.Maildir(tmp_path / "outbox")
    assert reply.code == 250
    assert kept["Return-Path"] == "<bounces+a1@example.org>"
    assert kept["Delivered-To"] == "reader@example.net"
    (file,) = (tmp_path / "outbox" / "new").iterdir()
    assert file.read_bytes().endswith(MESSAGE.data)
    assert file.name in reply.text
    assert not list((tmp_path / "outbox" / "tmp").iterdir())


def test_nobody_else_can_read_it(tmp_path: Path) -> None:
    hand_over(tmp_path / "outbox", MESSAGE)

    (file,) = (tmp_path / "outbox" / "new").iterdir()
    assert file.stat().st_mode & 0o077 == 0
    assert (tmp_path / "outbox").stat().st_mode & 0o077 == 0


def test_the_same_message_is_never_there_twice(tmp_path: Path) -> None:
    hand_over(tmp_path, MESSAGE, MESSAGE)
    hand_over(tmp_path, MESSAGE)

    assert len(list((tmp_path / "new").iterdir())) == 1


def test_a_message_that_was_read_already_does_not_come_back(tmp_path: Path) -> None:
    hand_over(tmp_path, MESSAGE)
    (file,) = (tmp_path / "new").iterdir()
    file.rename(tmp_path / "cur" / f"{file.name}:2,S")

    (reply,) = hand_over(tmp_path, MESSAGE)

    assert reply.code == 250
    assert not list((tmp_path / "new").iterdir())


def test_messages_with_different_ids_are_kept_apart(tmp_path: Path) -> None:
    hand_over(tmp_path, MESSAGE, replace(MESSAGE, message_id="<two@example.org>"))

    assert len(list((tmp_path / "new").iterdir())) == 2


def test_what_a_crash_left_half_written_is_written_again(tmp_path: Path) -> None:
    hand_over(tmp_path, MESSAGE)
    (file,) = (tmp_path / "new").iterdir()
    file.unlink()
    (tmp_path / "tmp" / file.name).write_bytes(b"From: da")

    hand_over(tmp_path, MESSAGE)

    assert file.read_bytes().endswith(MESSAGE.data)
    assert not list((tmp_path / "tmp").iterdir())


def test_a_file_in_its_place_is_a_relay_that_is_away(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("not a folder", encoding="utf-8")

    with pytest.raises(RelayUnavailable, match="cannot be used"):
        hand_over(tmp_path / "outbox", MESSAGE)


def test_a_disk_that_takes_nothing_defers_the_reader(tmp_path: Path) -> None:
    async def talk() -> Reply:
        session = await MaildirRelay(tmp_path).open()
        (tmp_path / "new").rmdir()
        return await session.hand_over(MESSAGE)

    reply = asyncio.run(talk())

    assert (reply.code, reply.enhanced) == (452, "4.3.1")
    assert os.strerror(2) in reply.text
    assert not list((tmp_path / "tmp").iterdir())
