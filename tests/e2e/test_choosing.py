"""why, pin, drop and embargo, by the installed program."""

from typing import TYPE_CHECKING

import pytest
from tests.e2e.conftest import Indoors

if TYPE_CHECKING:
    from pathlib import Path

PAGE = """The Daily

November 22. 2026. {time}

{headline}

{text}

“{quote}” the mayor said.
"""
TALES = (
    (
        "18:10",
        "Night trams return to the suburbs",
        (
            "The night trams of Varrow will run again from the first of December, four years after "
            "they were stopped to save money."
        ),
        "Nobody should have to walk home from work,",
    ),
    (
        "17:20",
        "Last glassworks relights its kiln",
        (
            "The last glassworks of the valley lit its kiln on Sunday, after three sisters had "
            "bought the workshop where their grandfather learned to blow."
        ),
        "We had counted on a museum, not on forty jobs,",
    ),
    (
        "09:05",
        "A schoolgirl wins the island chess cup",
        (
            "A girl of eleven won the chess cup of the islands on Sunday, giving up her queen on "
            "move nine of the last game."
        ),
        "She thanked the ferry for being late,",
    ),
    (
        "08:15",
        "Beekeepers count a mild winter",
        (
            "Only one hive in twelve was lost to mites last winter, the fewest since the "
            "beekeepers of the county began to count in 1971."
        ),
        "The cold came when it should,",
    ),
)


@pytest.fixture
def collected(indoors: Indoors) -> Indoors:
    """A publication of two stories a day that has four to choose from."""
    folder: Path = indoors.folder / "saved"
    folder.mkdir()
    for time, headline, text, quote in TALES:
        name = headline.split()[1].lower()
        page = PAGE.format(time=time, headline=headline, text=text, quote=quote)
        (folder / f"{name}.txt").write_text(page, encoding="utf-8")
    settings = indoors.folder / "digest.toml"
    text = settings.read_text(encoding="utf-8")
    text = text.replace("stories = 12", "stories = 2").replace("minimum = 3", "minimum = 1")
    settings.write_text(text, encoding="utf-8")
    assert indoors.run("sources", "add", "saved").status == 0
    assert indoors.run("collect", "-q").status == 0
    return indoors


def places(desk: Indoors) -> dict[str, str]:
    """Where each story stands, by its headline."""
    drafted = desk.run("draft", "--json", "--force").data
    found = {
        item["headline"]: part["name"] for part in drafted["sections"] for item in part["items"]
    }
    found |= {item["headline"]: "bench" for item in drafted["bench"]}
    return found | {item["headline"]: "dropped" for item in drafted["dropped"]}


def test_an_editor_asks_and_decides(collected: Indoors) -> None:
    trams, kiln, chess, bees = (headline for _, headline, _, _ in TALES)
    assert places(collected) == {trams: "Top story", kiln: "Today", chess: "bench", bees: "bench"}

    asked = collected.run("why", "chess")
    assert asked.status == 0, asked.err
    lines = asked.out.splitlines()
    assert lines[0].startswith("the-daily-2026-11-23   window Sun 2026-11-22 05:30 → Mon 2026-11")
    assert f"“{chess}”" in lines
    told = " ".join(asked.out.split())
    assert "collected from saved; first seen Mon 2026-11-23 05:30; published Sun" in told
    assert "window inside" in told
    assert "= recency" in told
    assert ", the 3rd best of 4 stories" in told
    assert "place bench: no room in the edition the last that got in scored" in told
    assert f": “{kiln}”" in told

    assert collected.run("pin", "chess", "cup", "--top").status == 2
    pinned = collected.run("pin", "chess cup", "--top")
    assert pinned.out.startswith(f"Pinned: “{chess}” (saved), for Top story.")
    assert collected.run("drop", "trams").status == 0
    assert collected.run("embargo", "glassworks", "--until", "06:15").status == 0
    assert places(collected) == {
        chess: "Top story",
        bees: "Today",
        kiln: "bench",
        trams: "dropped",
    }

    (held,) = collected.run("embargo", "--json").data["wishes"]
    assert (held["headline"], held["until"]) == (kiln, "2026-11-23T05:15:00Z")
    (trail,) = collected.run("why", "night trams", "--json").data["trails"]
    assert (trail["place"], trail["reason"]) == ("dropped", "dropped by the desk")
    assert [one["kind"] for one in trail["wishes"]] == ["drop"]

    for verb, words in (("pin", "chess cup"), ("drop", "trams"), ("embargo", "glassworks")):
        assert collected.run(verb, words, "--remove").status == 0
    assert places(collected) == {trams: "Top story", kiln: "Today", chess: "bench", bees: "bench"}
    assert collected.run("pin").out.startswith("Nothing is pinned.")


REFUSED = (
    (("why", "submarine"), "No article that was collected has “submarine”"),
    (("why", "trams", "--edition", "the-daily-1999-01-01"), "There is no edition"),
    (("pin", "the"), "fits 2 articles"),
    (("pin", "--remove"), "Which story?"),
    (("pin", "trams", "--top", "--section", "City"), "--top is a section of its own"),
    (("embargo", "trams"), "Until when?"),
    (("embargo", "trams", "--until", "soon"), "--until 'soon' is neither a time"),
    (("drop", "trams", "--remove"), "is not dropped"),
)


def test_what_cannot_be_done_is_told_in_a_sentence(collected: Indoors) -> None:
    for words, said in REFUSED:
        refused = collected.run(*words)
        assert refused.status == 2
        assert said in refused.err
    assert "nothing was kept." in collected.run("pin", "trams", "--dry-run").out
    assert collected.run("pin", "--json").data["wishes"] == []
