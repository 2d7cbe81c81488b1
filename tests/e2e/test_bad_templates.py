"""A template of the desk that is broken: named by file and line, blocks sending, harms nothing."""

import pytest
from tests.e2e.conftest import Indoors
from tests.e2e.test_bad_edition import mail_in

MAIL = "daily/mail.mjml.j2"
TEXT = "daily/mail.txt.j2"
THEME = "daily/theme.toml"
STYLE = "daily/inline.css"
MJML = (
    '<mjml lang="en" dir="ltr"><mj-body width="600px"><mj-section><mj-column>{}'
    "</mj-column></mj-section></mj-body></mjml>"
)

BROKEN = [
    (MAIL, MJML.format("\n<mj-text>{{ edition.subject }</mj-text>"), f"{MAIL}:2", "unexpected '}'"),
    (MAIL, MJML.format("\n\n{{ edition.nothing }}"), f"{MAIL}:3", "no value 'nothing'"),
    (MAIL, MJML.format("\n{{ nothing }}"), f"{MAIL}:2", "no value 'nothing'"),
    (MAIL, MJML.format("\n{% for x in %}"), f"{MAIL}:2", "Mend the template"),
    (MAIL, MJML.format("\n<mj-txt>x</mj-txt>"), f"{MAIL}:2", "mj-txt"),
    (MAIL, MJML.format("\n<mj-text colour='red'>x</mj-text>"), f"{MAIL}:2", "colour"),
    (MAIL, MJML.format("\n<mj-text>x"), f"{MAIL}:2", "not well-formed"),
    (MAIL, "", MAIL, ""),
    (MAIL, MJML.format("\n{% include '../../digest.toml' %}"), f"{MAIL}:2", "no template"),
    (MAIL, MJML.format("\n{{ ''.__class__.__mro__ }}"), f"{MAIL}:2", "unsafe"),
    (MAIL, MJML.format("{% for x in range(999999999) %}{% endfor %}"), MAIL, "Range too big"),
    (MAIL, MJML.format("<mj-wrapper>" * 2000 + "</mj-wrapper>" * 2000), MAIL, ""),
    (TEXT, "{{ edition.nothing }}", f"{TEXT}:1", "no value 'nothing'"),
    (TEXT, "{% if %}", f"{TEXT}:1", "Mend the template"),
    (THEME, "fonts = 1 2", f"{THEME}:1", "not TOML"),
    (THEME, "fonts = ", THEME, "not TOML"),
    (THEME, 'fnots = "x"', f"{THEME}:1", "Did you mean fonts?"),
    (STYLE, "h1 { color: red !important }", f"{STYLE}:1", "!important"),
    ("strings.toml", "[en\n", "strings.toml", "line 1"),
]


@pytest.mark.parametrize(("name", "text", "says", "more"), BROKEN)
def test_a_broken_template_is_named_with_its_line_and_what_is_wrong(
    drafted: Indoors, name: str, text: str, says: str, more: str
) -> None:
    path = drafted.folder / "templates" / name
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")

    checked = drafted.run("check")

    assert checked.status == 4, checked
    assert says in checked.out
    assert more in checked.out
    assert "digest.render" not in checked.out
    assert checked.out.splitlines()[-1].endswith("Next: mend the template, digest check")


def test_a_broken_template_blocks_sending_until_it_is_mended(drafted: Indoors) -> None:
    path = drafted.folder / "templates" / MAIL
    path.parent.mkdir(parents=True)
    path.write_text(MJML.format("\n{{ nothing }}"), encoding="utf-8")

    sent = drafted.run("send")
    tested = drafted.run("send", "--test", "desk@example.org")
    nothing_left = mail_in(drafted) == []
    path.unlink()
    mended = drafted.run("--json", "send")

    for ran in (sent, tested):
        assert ran.status == 4
        assert f"{MAIL}:2: there is no value 'nothing' here" in ran.err
        assert "digest check" in ran.err
    assert nothing_left
    assert (mended.status, mended.data["accepted"]) == (0, 30)


def test_templates_that_are_no_text_or_lead_out_are_named(drafted: Indoors) -> None:
    path = drafted.folder / "templates" / MAIL
    path.parent.mkdir(parents=True)
    for put in ("link", "bytes", "large"):
        path.unlink(missing_ok=True)
        if put == "link":
            path.symlink_to(drafted.folder / ".env")
        elif put == "bytes":
            path.write_bytes(b"\xff\xfe\x00")
        else:
            path.write_bytes(b"x" * 2_000_000)
        ran = drafted.run("send")
        assert ran.status == 4, put
        assert MAIL in ran.err
        assert "DIGEST_SECRET" not in ran.err
    assert mail_in(drafted) == []
    path.unlink()
    assert drafted.run("send").status == 0
