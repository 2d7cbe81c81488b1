"""What every renderer promises a check: the child process, and the one in memory."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.unit.render.examples import EDITION, HASH, PAGES, PUBLICATION

from digest.adapters.memory_render import MemoryRenderer
from digest.adapters.templates import ChildRenderer
from digest.adapters.theme_files import read_theme_files
from digest.app.ports import Renderer
from digest.errors import RenderError
from digest.model.message import Rendered

MakeRenderer = Callable[[str], Renderer]


@pytest.fixture(params=["memory", "child"])
def make_renderer(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MakeRenderer]:
    """Makes a renderer; the desk may have its own mail.mjml.j2 of the theme "daily"."""
    opened: list[ChildRenderer] = []

    def make(mail: str = "") -> Renderer:
        (tmp_path / "daily").mkdir(exist_ok=True)
        if mail:
            (tmp_path / "daily" / "mail.mjml.j2").write_text(mail, encoding="utf-8")
        if request.param == "memory":
            return MemoryRenderer(read_theme_files("daily", desk=tmp_path))
        opened.append(ChildRenderer(tmp_path))
        return opened[-1]

    yield make
    for renderer in opened:
        renderer.close()


def run(renderer: Renderer) -> Rendered:
    return renderer.render(EDITION, PUBLICATION, content_hash=HASH, public_url=PAGES)


def test_both_parts_come_with_sentinels_and_the_same_again(make_renderer: MakeRenderer) -> None:
    renderer = make_renderer("")
    rendered = run(renderer)
    assert rendered.subject == EDITION.subject
    assert any(one.token in rendered.html for one in rendered.sentinels)
    assert any(one.token in rendered.text for one in rendered.sentinels)
    assert run(renderer) == rendered


def test_a_broken_template_is_an_error_that_names_it(make_renderer: MakeRenderer) -> None:
    with pytest.raises(RenderError, match=r"daily/mail\.mjml\.j2"):
        run(make_renderer("<mjml>\n{% if %}\n</mjml>"))


def test_the_digest_of_a_theme_is_told_apart_by_any_file(make_renderer: MakeRenderer) -> None:
    before = make_renderer("one").theme_digest("daily")
    assert before == make_renderer("one").theme_digest("daily")
    assert before != make_renderer("two").theme_digest("daily")
    assert len(before) == 64


def test_both_renderers_give_the_same_bytes_and_digests(tmp_path: Path) -> None:
    memory = MemoryRenderer(read_theme_files("daily", desk=tmp_path))
    with ChildRenderer(tmp_path) as child:
        assert run(memory) == run(child)
        assert memory.theme_digest("daily") == child.theme_digest("daily")
