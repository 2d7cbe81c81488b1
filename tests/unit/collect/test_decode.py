import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.collect.decode import decode, is_text

GERMAN = "Die Brücke über die Mühlau bleibt bis März gesperrt."


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        (GERMAN.encode(), "text/html; charset=iso-8859-1", GERMAN),
        (GERMAN.encode("latin-1"), "text/html; charset=utf-8", GERMAN),
        (GERMAN.encode("latin-1"), "", GERMAN),
        ("“Quoted” – £5".encode("cp1252"), "text/html; charset=iso-8859-1", "“Quoted” – £5"),
        (codecs.BOM_UTF8 + GERMAN.encode(), "", GERMAN),
        (codecs.BOM_UTF16_LE + GERMAN.encode("utf-16-le"), "", GERMAN),
        (GERMAN.encode("utf-16-be"), "", GERMAN),
        ("市長は橋が".encode("cp932"), "text/html; charset=Shift_JIS", "市長は橋が"),
        ("市長は橋が".encode("iso2022-jp"), "text/html; charset=iso-2022-jp", "市長は橋が"),
    ],
)
def test_text_is_read_whatever_it_claims_to_be(
    body: bytes, content_type: str, expected: str
) -> None:
    assert decode(body, content_type=content_type) == expected


@pytest.mark.parametrize(
    ("head", "codec"),
    [
        ('<meta charset="windows-1251">', "cp1251"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">', "koi8-r"),
        ("<?xml version='1.0' encoding='windows-1251'?>", "cp1251"),
        ('<html lang="ru">', "cp1251"),
        ("", "cp1251"),
    ],
)
def test_document_says_how_it_is_encoded(head: str, codec: str) -> None:
    text = head + "Мост через реку закрыт до марта, сказал мэр города вчера вечером."
    assert decode(text.encode(codec)) == text


def test_utf8_with_a_few_damaged_bytes_stays_utf8() -> None:
    body = (GERMAN * 100).encode() + b"\xff" + GERMAN.encode()
    assert decode(body).startswith(GERMAN)
    assert decode(body).count("\ufffd") == 1


@pytest.mark.parametrize("label", ["rot13", "idna", "unicode_escape", "zip", "utf-7", "punycode"])
def test_codec_that_is_no_encoding_is_not_believed(label: str) -> None:
    assert decode(b"plain +AGE-", content_type=f"text/html; charset={label}") == "plain +AGE-"


def test_control_characters_are_left_out_and_line_ends_are_one_kind() -> None:
    assert decode(b"a\x00b\x08c\r\nd\re") == "abc\nd\ne"


@given(st.binary(max_size=500), st.text(max_size=40))
def test_any_bytes_become_text(body: bytes, content_type: str) -> None:
    text = decode(body, content_type=content_type)
    text.encode()


@pytest.mark.parametrize(
    "body",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40,
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n",
        b"PK\x03\x04\x14\x00\x00\x00\x08\x00" + bytes(range(256)) * 40,
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(range(256)) * 40,
    ],
    ids=["png", "pdf", "zip", "jpeg"],
)
def test_what_is_no_text_is_known_by_its_bytes(body: bytes) -> None:
    assert not is_text(body)


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp932"]
)
def test_text_in_any_encoding_is_text(codec: str) -> None:
    text = "<html><body><p>東京の朝は早い。Ferries sail at six.</p></body></html>\r\n" * 3

    assert is_text(text.encode(codec))


def test_a_stray_control_character_does_not_make_a_page_a_picture() -> None:
    plain = b"<p>The ferries sail again every half hour from six.</p>" * 3
    assert is_text(b"<html><body><p>Ferries\x00 sail\x1b again\x02</p>" + plain + b"</body></html>")
    assert is_text("東京の朝は早い。".encode("iso2022-jp"))
    assert is_text(b"")
