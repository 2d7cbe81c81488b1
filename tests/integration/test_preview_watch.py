"""Every way in which editors' programs save a file is noticed, and half a file is not announced."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

from digest.adapters.preview_watch import PATIENCE, Places, read_signs, watch

WHOLE = "whole\n"
Story = Callable[[Path, "Desk"], Awaitable[None]]


class Desk:
    """Counts what was taken in and what was announced; only a whole file can be shown."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.renewed = 0
        self.announced: list[str] = []
        self._heard = asyncio.Event()

    async def renew(self) -> bool:
        self.renewed += 1
        return self.path.exists() and self.path.read_text(encoding="utf-8").endswith(WHOLE)

    async def announce(self) -> None:
        self.announced.append(
            self.path.read_text(encoding="utf-8") if self.path.exists() else "gone"
        )
        self._heard.set()

    async def hear(self) -> str:
        await asyncio.wait_for(self._heard.wait(), 5)
        self._heard.clear()
        return self.announced[-1]


def save(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def put_in_place(path: Path, text: str) -> None:
    """Replace a file by another one of the same age."""
    other = path.with_suffix(".new")
    save(other, text)
    times = path.stat()
    os.utime(other, ns=(times.st_atime_ns, times.st_mtime_ns))
    other.replace(path)


def take_away(path: Path) -> None:
    path.unlink()


def tell(tmp_path: Path, story: Story, *extra: Path) -> Desk:
    path = tmp_path / "edition.md"
    path.write_text("first " + WHOLE, encoding="utf-8")

    places = Places(single=[path], whole=extra)

    async def run() -> Desk:
        desk = Desk(path)
        task = asyncio.create_task(watch(lambda: places, desk.renew, desk.announce))
        await asyncio.sleep(0.15)
        await story(path, desk)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return desk

    return asyncio.run(run())


def test_a_file_put_in_the_place_of_another_is_noticed_even_at_the_same_size_and_time(
    tmp_path: Path,
) -> None:
    async def story(path: Path, desk: Desk) -> None:
        put_in_place(path, "other " + WHOLE)
        assert await desk.hear() == "other " + WHOLE

    assert tell(tmp_path, story).announced == ["other " + WHOLE]


def test_half_a_file_is_not_announced_when_the_rest_follows(tmp_path: Path) -> None:
    async def story(path: Path, desk: Desk) -> None:
        save(path, "hal")
        await asyncio.sleep(0.12)
        save(path, "half of it " + WHOLE)
        await desk.hear()

    assert tell(tmp_path, story).announced == ["half of it " + WHOLE]


def test_a_file_taken_away_and_made_again_is_one_change(tmp_path: Path) -> None:
    async def story(path: Path, desk: Desk) -> None:
        take_away(path)
        await asyncio.sleep(0.12)
        save(path, "again " + WHOLE)
        await desk.hear()

    assert tell(tmp_path, story).announced == ["again " + WHOLE]


def test_a_mistake_that_stays_is_announced_once(tmp_path: Path) -> None:
    async def story(path: Path, desk: Desk) -> None:
        save(path, "broken")
        assert await desk.hear() == "broken"
        await asyncio.sleep(PATIENCE + 0.1)

    assert tell(tmp_path, story).announced == ["broken"]


def test_folders_are_looked_through_and_new_files_in_them_count(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    (folder / "mine").mkdir(parents=True)

    async def story(_path: Path, desk: Desk) -> None:
        save(folder / "mine" / "theme.toml", "")
        await desk.hear()

    assert len(tell(tmp_path, story, folder).announced) == 1


def test_of_a_single_folder_only_a_new_name_counts(tmp_path: Path) -> None:
    (tmp_path / "one.png").write_bytes(b"1")
    single = Places(single=[tmp_path])
    before = read_signs(single)
    assert list(before) == [str(tmp_path)]
    (tmp_path / "one.png").write_bytes(b"22")
    assert read_signs(single) == before
    (tmp_path / "two.png").write_bytes(b"2")
    assert read_signs(single) != before


def test_nothing_is_said_when_nothing_happens(tmp_path: Path) -> None:
    async def story(_path: Path, _desk: Desk) -> None:
        await asyncio.sleep(0.2)

    desk = tell(tmp_path, story, tmp_path / "never-there")
    assert (desk.renewed, desk.announced) == (0, [])


def test_what_programs_leave_behind_is_not_looked_at(tmp_path: Path) -> None:
    (tmp_path / "__pycache__").mkdir()
    for name in (".edition.md.swp", "__pycache__/x.pyc", "seen.css"):
        (tmp_path / name).write_text("", encoding="utf-8")
    assert [Path(name).name for name in read_signs(Places(whole=[tmp_path]))] == ["seen.css"]
