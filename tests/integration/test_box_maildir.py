"""A Maildir, a file and a pipe are read; a mail is marked by moving it."""

from io import BytesIO
from pathlib import Path

import pytest

from digest.adapters.box_maildir import MOST_BYTES, FileBox, MaildirBox, PipeBox
from digest.errors import MailboxError, MailboxUnavailable
from digest.model.returned import BoxMail

MAIL = b"From: MAILER-DAEMON@example.org\n\nNo.\n"


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    for name in ("new", "cur", "tmp"):
        (tmp_path / name).mkdir()
    (tmp_path / "new" / "1764.a").write_bytes(MAIL)
    (tmp_path / "new" / ".hidden").write_bytes(MAIL)
    (tmp_path / "cur" / "1763.b:2,R").write_bytes(MAIL)
    (tmp_path / "cur" / "1762.c:2,S").write_bytes(MAIL)
    (tmp_path / "tmp" / "1765.d").write_bytes(MAIL)
    return tmp_path


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name[0] != ".")


def test_what_nobody_has_seen_is_read_and_marked_as_seen(maildir: Path) -> None:
    box = MaildirBox(maildir)
    mails = list(box.mails())
    assert [mail.name for mail in mails] == ["1763.b:2,R", "1764.a"]
    assert {mail.data for mail in mails} == {MAIL}

    for mail in mails:
        box.set_read(mail)

    assert names_in(maildir / "cur") == ["1762.c:2,S", "1763.b:2,RS", "1764.a:2,S"]
    assert list(box.mails()) == []


def test_what_is_removed_is_gone_and_nothing_else(maildir: Path) -> None:
    box = MaildirBox(maildir)
    for mail in box.mails():
        box.set_read(mail, remove=True)

    assert names_in(maildir / "new") == []
    assert names_in(maildir / "cur") == ["1762.c:2,S"]


def test_another_reader_may_take_a_mail_first(maildir: Path) -> None:
    box = MaildirBox(maildir)
    mails = box.mails()
    first = next(mails)
    (maildir / "new" / "1764.a").unlink()
    (maildir / "cur" / first.name).unlink()

    box.set_read(first)
    assert list(mails) == []


def test_a_large_mail_is_read_as_far_as_two_megabytes(maildir: Path) -> None:
    (maildir / "new" / "1764.a").write_bytes(b"x" * (MOST_BYTES + 9))
    assert max(len(mail.data) for mail in MaildirBox(maildir).mails()) == MOST_BYTES


def test_a_folder_that_is_no_maildir_is_told(tmp_path: Path) -> None:
    with pytest.raises(MailboxError, match="no Maildir"):
        MaildirBox(tmp_path)


def test_a_link_to_nowhere_or_a_pipe_in_it_holds_nobody_up(maildir: Path) -> None:
    import os

    os.mkfifo(maildir / "new" / "1766.pipe")
    (maildir / "new" / "1767.link").symlink_to(maildir / "nowhere")

    assert [mail.name for mail in MaildirBox(maildir).mails()] == ["1763.b:2,R", "1764.a"]


def test_a_file_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "one.eml"
    path.write_bytes(MAIL)
    box = FileBox(path)
    [mail] = box.mails()
    box.set_read(mail, remove=True)
    assert mail == BoxMail(name="one.eml", data=MAIL)
    assert path.read_bytes() == MAIL


def test_a_pipe_is_drained_to_its_end() -> None:
    stream = BytesIO(MAIL + b"x" * (MOST_BYTES + 2**17))
    [mail] = PipeBox(stream).mails()
    assert (mail.name, len(mail.data)) == ("-", MOST_BYTES)
    assert stream.read() == b""
    assert list(PipeBox(BytesIO(b"")).mails()) == []


def test_a_folder_that_cannot_be_written_is_told(maildir: Path) -> None:
    box = MaildirBox(maildir)
    mails = list(box.mails())
    # Where a folder of that name lies, no file can be moved to.
    (maildir / "cur" / "1764.a:2,S").mkdir()
    with pytest.raises(MailboxUnavailable, match="cannot be used"):
        box.set_read(mails[1])
