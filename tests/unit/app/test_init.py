"""The folder of a new publication, written into a dictionary."""

import tomllib
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from digest.app.init import (
    ENVIRONMENT_HEAD,
    EXAMPLE_SENDER,
    InitReport,
    Wish,
    choose_id,
    init_publication,
    make_name,
    write_text,
)
from digest.errors import UsageError
from digest.text.values import is_one_line, is_slug

SECRET = "s" * 43
EXAMPLE = "email,name\njan@example.org,Jan\n"
ENVIRONMENT = "# An example\n\n# Mail\nDIGEST_RELAY=maildir:outbox\nDIGEST_SECRET=\n# end\n"


@dataclass(slots=True)
class PaperFolder:
    """A folder that is a dictionary."""

    name: str = "thedaily"
    files: dict[str, str] = field(default_factory=dict)
    private: set[str] = field(default_factory=set)

    def has(self, name: str) -> bool:
        return name in self.files

    def create(self, name: str, text: str, *, private: bool = False) -> bool:
        if self.has(name):
            return False
        self.files[name] = text
        if private:
            self.private.add(name)
        return True

    def create_folder(self, name: str) -> bool:
        return self.create(name, "")


def make(wish: Wish, folder: PaperFolder) -> InitReport:
    return init_publication(
        wish, folder=folder, secret=SECRET, example=EXAMPLE, environment_example=ENVIRONMENT
    )


def test_a_new_publication_has_all_its_files() -> None:
    folder = PaperFolder()

    report = make(
        Wish(name="The Daily", sender="The Daily <d@example.org>", address="1 Lane"), folder
    )

    assert report.id == "the-daily"
    assert report.written == ("digest.toml", ".env", "subscribers.csv", "editions/", ".gitignore")
    assert report.kept == ()
    assert report.missing == ()
    assert folder.private == {".env", "subscribers.csv"}
    assert folder.files[".env"] == (
        f"{ENVIRONMENT_HEAD}\n# Mail\nDIGEST_RELAY=maildir:outbox\nDIGEST_SECRET={SECRET}\n# end\n"
    )
    assert folder.files["subscribers.csv"] == EXAMPLE
    assert "\n*.csv\n" in folder.files[".gitignore"]


def test_digest_toml_says_what_was_wished() -> None:
    folder = PaperFolder()
    wish = Wish(
        name='Le “Café” \\ "Quotidien"',
        strapline="À lire, “vite”",
        timezone="Europe/Paris",
        language="fr_BE",
        sender="Le Café <cafe@example.org>",
        address="1 rue de la Presse, 1000 Bruxelles",
        id="le-cafe",
    )

    make(wish, folder)

    table = tomllib.loads(folder.files["digest.toml"])["publication"]
    assert table == {
        "id": "le-cafe",
        "name": wish.name,
        "strapline": wish.strapline,
        "timezone": "Europe/Paris",
        "language": "fr-BE",
        "sender": wish.sender,
        "address": wish.address,
    }


def test_what_was_not_said_is_named_as_missing() -> None:
    folder = PaperFolder(name="evening-post")

    report = make(Wish(), folder)

    table = tomllib.loads(folder.files["digest.toml"])["publication"]
    assert report.missing == ("sender", "address")
    assert (table["id"], table["name"]) == ("evening-post", "Evening Post")
    assert table["sender"] == f"Evening Post <{EXAMPLE_SENDER}>"


def test_files_that_are_there_stay_as_they_are() -> None:
    folder = PaperFolder(files={".env": "mine", ".gitignore": "also mine"})

    report = make(Wish(name="The Daily"), folder)

    assert report.kept == (".env", ".gitignore")
    assert folder.files[".env"] == "mine"
    assert folder.files[".gitignore"] == "also mine"


def test_a_second_init_refuses_and_changes_nothing() -> None:
    folder = PaperFolder()
    make(Wish(name="The Daily"), folder)
    before = dict(folder.files)

    with pytest.raises(UsageError, match="a publication in thedaily already"):
        make(Wish(name="Another"), folder)

    assert folder.files == before


@pytest.mark.parametrize(
    ("wish", "says"),
    [
        (Wish(name="A", timezone="Europe/Brussel"), "no time zone 'Europe/Brussel'"),
        (Wish(name="A", language="english please"), "no language tag"),
        (Wish(name="A", sender="The Daily"), "no mailbox"),
        (Wish(name="A", sender="a@b@c"), "no mailbox"),
        (Wish(name="A", sender="x@example.org\nBcc: y@example.org"), "--sender must be one line"),
        (Wish(name="A", sender="A" * 600 + " <a@example.org>"), "--sender must be one line"),
        (Wish(name="Two\nlines"), "--name must be one line"),
        (Wish(name="   "), "has no name"),
        (Wish(name="A", strapline="bell\a"), "--strapline must be one line"),
        (Wish(name="A", address="a" * 501), "--address must be one line"),
        (Wish(name="A", id="The Daily"), "--id 'The Daily' cannot be"),
        (Wish(name="A", id=""), "--id '' cannot be"),
    ],
)
def test_a_value_that_cannot_be_writes_nothing(wish: Wish, says: str) -> None:
    folder = PaperFolder()

    with pytest.raises(UsageError, match=says) as refusal:
        make(wish, folder)

    assert refusal.value.hint
    assert folder.files == {}


def test_a_name_without_letters_for_an_id_takes_the_folders() -> None:
    wish = Wish(name="صحيفة المرسى")

    assert choose_id(wish, "صحيفة المرسى", "marsa") == "marsa"
    with pytest.raises(UsageError, match="No id can be made"):
        choose_id(wish, "صحيفة المرسى", "صحيفة")
    assert choose_id(replace(wish, id="marsa-2"), "صحيفة المرسى", "صحيفة") == "marsa-2"


def test_a_name_is_made_of_the_folders() -> None:
    assert make_name("the-daily_post") == "The Daily Post"
    assert make_name("---") == ""


@given(name=st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=80))
def test_every_printable_name_stands_in_a_file_that_can_be_read(name: str) -> None:
    assume(name.strip())
    folder = PaperFolder()

    report = make(Wish(name=name), folder)

    table = tomllib.loads(folder.files["digest.toml"])["publication"]
    assert table["name"] == name.strip()
    assert is_slug(report.id)


@given(text=st.text(st.characters(exclude_categories=["C"]), max_size=200))
def test_texts_are_written_so_that_toml_reads_them_back(text: str) -> None:
    if is_one_line(text):
        assert tomllib.loads(f"key = {write_text(text)}")["key"] == text
