"""Rendering in a child process: its limits, and the folders that it is pinned to."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import monotonic, sleep

import pytest
from tests.unit.render.examples import EDITION, HASH, PAGES, PUBLICATION, render

from digest.adapters.render_wire import RenderLimits
from digest.adapters.templates import ChildRenderer, small_environment
from digest.errors import RenderError
from digest.model.message import Rendered
from digest.model.publication import Publication

MINE = replace(PUBLICATION, theme="mine")
SMALL = RenderLimits(cpu_seconds=1, memory_bytes=1 << 30, wall_seconds=20)
LOOP = "{% for a in range(9999) %}" * 3 + "{% endfor %}" * 3


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    folder = tmp_path / "templates"
    (folder / "mine").mkdir(parents=True)
    return folder


@pytest.fixture
def renderer(desk: Path) -> Iterator[ChildRenderer]:
    with ChildRenderer(desk, limits=SMALL) as opened:
        yield opened


def run(renderer: ChildRenderer, publication: Publication = PUBLICATION) -> Rendered:
    return renderer.render(EDITION, publication, content_hash=HASH, public_url=PAGES)


def write(desk: Path, name: str, text: str) -> None:
    path = desk / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def child_of(renderer: ChildRenderer) -> "subprocess.Popen[bytes]":
    child = renderer._child  # noqa: SLF001 - whether it is the same process has no other sign
    assert child
    return child


def test_the_child_renders_what_this_process_would(renderer: ChildRenderer) -> None:
    assert run(renderer) == render()


def test_the_child_is_used_again_and_answers_the_same(renderer: ChildRenderer) -> None:
    first = run(renderer)
    process = child_of(renderer)
    assert [run(renderer) for _ in range(3)] == [first] * 3
    assert child_of(renderer) == process


def test_another_child_answers_the_same_bytes(desk: Path, renderer: ChildRenderer) -> None:
    with ChildRenderer(desk) as other:
        assert run(other) == run(renderer)


def test_a_child_ends_with_the_process_that_started_it_whatever_ends_that(desk: Path) -> None:
    # It does not hear what a terminal tells all that was started in it.
    script = f"""
from pathlib import Path
from digest.adapters.templates import ChildRenderer
child = ChildRenderer(Path({str(desk)!r}))._start()
print(child.pid, flush=True)
input()
"""
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdout
        number = int(parent.stdout.readline())
        assert os.getpgid(number) == number
        parent.kill()
    until = monotonic() + 10
    while is_alive(number):
        assert monotonic() < until
        sleep(0.02)


def is_alive(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text(encoding="utf-8").rpartition(")")[2]
    except FileNotFoundError:
        return False
    return state.split()[0] != "Z"


def test_a_child_that_was_killed_is_replaced(renderer: ChildRenderer) -> None:
    first = run(renderer)
    child_of(renderer).kill()
    child_of(renderer).wait()
    assert run(renderer) == first


def test_a_child_that_is_killed_at_work_is_told(renderer: ChildRenderer) -> None:
    run(renderer)
    process = child_of(renderer)
    process.send_signal(signal.SIGSTOP)
    threading.Timer(0.5, process.kill).start()
    with pytest.raises(RenderError, match="was killed"):
        run(renderer)
    assert run(renderer) == render()


def test_closing_ends_the_child(desk: Path) -> None:
    renderer = ChildRenderer(desk)
    run(renderer)
    process = child_of(renderer)
    renderer.close()
    renderer.close()
    assert process.poll() == 0


def test_a_loop_is_stopped_by_its_processor_time_and_named(
    desk: Path, renderer: ChildRenderer
) -> None:
    write(desk, "mine/mail.mjml.j2", LOOP)
    started = monotonic()
    with pytest.raises(RenderError, match="more than 1 seconds of processor time"):
        run(renderer, MINE)
    assert monotonic() - started < 15
    write(desk, "mine/mail.mjml.j2", '{% extends "daily/mail.mjml.j2" %}')
    assert run(renderer, MINE) == render()


def test_a_template_that_takes_too_long_is_stopped_by_the_clock(desk: Path) -> None:
    write(desk, "mine/mail.mjml.j2", LOOP)
    limits = RenderLimits(cpu_seconds=60, wall_seconds=1.5)
    with (
        ChildRenderer(desk, limits=limits) as renderer,
        pytest.raises(RenderError, match=r"took longer than 1\.5 seconds"),
    ):
        run(renderer, MINE)


def test_a_template_that_eats_memory_is_stopped(desk: Path) -> None:
    write(desk, "mine/mail.mjml.j2", "{% set a = 'x' * 900000000 %}{{ a | length }}")
    limits = RenderLimits(memory_bytes=600 << 20)
    with ChildRenderer(desk, limits=limits) as renderer:
        with pytest.raises(RenderError, match="needs more memory"):
            run(renderer, MINE)
        assert run(renderer) == render()


@pytest.mark.parametrize(
    "escape",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ cycler.__init__.__globals__.os.popen('touch /tmp/escaped').read() }}",
        "{{ self.__init__.__globals__.__builtins__.open('/etc/passwd').read() }}",
        "{{ edition.__class__.__init__.__globals__ }}",
        "{% include '/etc/passwd' %}",
        "{% include '../../../../etc/passwd' %}",
        "{{ '{0.__class__.__mro__}'.format(edition) }}",
    ],
)
def test_no_template_escapes(desk: Path, renderer: ChildRenderer, escape: str) -> None:
    write(desk, "mine/mail.mjml.j2", escape)
    with pytest.raises(RenderError) as refused:
        run(renderer, MINE)
    assert "root:" not in refused.value.message


def test_the_child_cannot_write_files(tmp_path: Path) -> None:
    script = (
        "import signal\n"
        "from digest.adapters.render_child import close_doors\n"
        "close_doors()\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "try:\n"
        "    with open('written', 'w') as file: file.write('x')\n"
        "except OSError: print('no file')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert done.stdout == "no file\n", done.stderr


def test_no_secret_of_the_environment_reaches_the_child(
    renderer: ChildRenderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIGEST_SECRET", "canary")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "canary")
    assert "canary" not in small_environment().values()
    run(renderer)
    environment = Path(f"/proc/{child_of(renderer).pid}/environ")
    if environment.exists():  # Linux alone shows it
        assert b"canary" not in environment.read_bytes()


def test_a_desks_file_takes_the_place_of_ours_one_by_one(
    desk: Path, renderer: ChildRenderer
) -> None:
    before = renderer.theme_digest("daily")
    write(desk, "daily/mail.txt.j2", "{{ edition.subject }} {{ edition.unsubscribe }}")
    rendered = run(renderer)
    assert rendered.text.startswith(EDITION.subject)
    assert rendered.html == render().html
    assert renderer.theme_digest("daily") != before


def test_a_desks_own_words_reach_the_mail(desk: Path, renderer: ChildRenderer) -> None:
    words = (Path(__file__).parents[2] / "templates" / "strings.toml").read_text(encoding="utf-8")
    write(desk, "strings.toml", words.replace('more = "Read more"', 'more = "Go on"'))
    assert "Go on" in run(renderer).html


def test_what_lies_about_in_the_folder_does_not_count(desk: Path, renderer: ChildRenderer) -> None:
    before = renderer.theme_digest("mine")
    write(desk, "mine/.mail.mjml.j2.swp", "x")
    write(desk, "mine/mail.mjml.j2~", "x")
    write(desk, "mine/notes.md", "x")
    write(desk, "other/mail.mjml.j2", "x")
    assert renderer.theme_digest("mine") == before
    write(desk, "mine/mail.mjml.j2", "x")
    assert renderer.theme_digest("mine") != before


def test_a_mistake_in_a_desks_template_names_its_line(desk: Path, renderer: ChildRenderer) -> None:
    write(
        desk,
        "mine/mail.mjml.j2",
        '{% extends "daily/mail.mjml.j2" %}\n{% block hero %}\n{{ oops }}{% endblock %}',
    )
    with pytest.raises(RenderError, match=r"^mine/mail\.mjml\.j2:3: there is no value 'oops'"):
        run(renderer, MINE)


def test_a_link_out_of_the_folder_is_refused(
    desk: Path, renderer: ChildRenderer, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.j2"
    secret.write_text("secret", encoding="utf-8")
    (desk / "mine" / "mail.mjml.j2").symlink_to(secret)
    for ask in (lambda: run(renderer, MINE), lambda: renderer.theme_digest("mine")):
        with pytest.raises(RenderError, match=r"mine/mail\.mjml\.j2 is a link out of its folder"):
            ask()


def test_a_folder_that_is_a_link_out_is_refused(
    desk: Path, renderer: ChildRenderer, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    write(outside, "mail.mjml.j2", "secret")
    (desk / "mine").rmdir()
    (desk / "mine").symlink_to(outside, target_is_directory=True)
    with pytest.raises(RenderError):
        run(renderer, MINE)


def test_a_link_within_the_folder_is_followed(desk: Path, renderer: ChildRenderer) -> None:
    write(desk, "mine/base.j2", '{% extends "daily/mail.mjml.j2" %}')
    (desk / "mine" / "mail.mjml.j2").symlink_to(desk / "mine" / "base.j2")
    assert run(renderer, MINE) == render()


@pytest.mark.parametrize("name", ["../daily", "/etc", "..", "", "a/b", "daily\x00", ".git"])
def test_a_theme_is_a_folder_beside_the_others(renderer: ChildRenderer, name: str) -> None:
    for ask in (
        lambda: run(renderer, replace(PUBLICATION, theme=name)),
        lambda: renderer.theme_digest(name),
    ):
        with pytest.raises(RenderError, match="is no name of a theme"):
            ask()


def test_a_theme_that_is_not_there_is_named(renderer: ChildRenderer) -> None:
    with pytest.raises(RenderError, match="There is no theme 'gone'"):
        run(renderer, replace(PUBLICATION, theme="gone"))


def test_files_that_are_too_large_or_no_text_are_named(desk: Path, renderer: ChildRenderer) -> None:
    path = desk / "mine" / "mail.mjml.j2"
    path.write_bytes(b"x" * (256 * 1024 + 1))
    with pytest.raises(RenderError, match="larger than 256 KiB"):
        run(renderer, MINE)
    path.write_bytes(b"one\n\xff\xfe")
    with pytest.raises(RenderError, match=r"mine/mail\.mjml\.j2:2: not UTF-8"):
        run(renderer, MINE)


def test_no_desk_folder_is_no_mistake(tmp_path: Path) -> None:
    with ChildRenderer(tmp_path / "none") as renderer:
        assert run(renderer) == render()
