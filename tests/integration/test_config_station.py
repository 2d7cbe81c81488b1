"""A machine that only sends, or only looks on, needs no publication: its .env is enough."""

from pathlib import Path

import pytest

from digest.config import Station, read_station, read_station_or_settings
from digest.errors import ConfigError

SECRET = "DIGEST_SECRET=0123456789abcdef0123456789abcdef\n"
DATABASE = "DIGEST_DATABASE=postgresql://digest@db.example.org/digest\n"
RELAY = "DIGEST_RELAY=smtp://relay.example.org\n"


def write(folder: Path, *lines: str) -> Path:
    path = folder / ".env"
    path.touch(mode=0o600)
    path.write_text("".join(lines))
    return folder


def test_a_machine_that_sends_is_told_its_database_secret_and_relay(tmp_path: Path) -> None:
    station = read_station(write(tmp_path, SECRET, DATABASE, RELAY), {})

    assert station.machine.relay == "smtp://relay.example.org"
    assert not station.machine.database_is_file
    assert (station.folder, station.zone, station.warnings) == (tmp_path, "UTC", ())


def test_one_that_sends_without_a_relay_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="has no DIGEST_RELAY"):
        read_station(write(tmp_path, SECRET, DATABASE), {})


def test_one_that_only_looks_on_and_halts_needs_no_relay(tmp_path: Path) -> None:
    place = read_station_or_settings(write(tmp_path, SECRET, DATABASE), {})

    assert isinstance(place, Station)
    assert place.zone == "UTC"


def test_the_environment_alone_is_enough(tmp_path: Path) -> None:
    lines = (SECRET + DATABASE).splitlines()

    assert isinstance(
        read_station_or_settings(tmp_path, dict(line.split("=", 1) for line in lines)), Station
    )


@pytest.mark.parametrize("lines", [(), (SECRET,), (SECRET, RELAY)])
def test_a_folder_with_neither_a_publication_nor_a_database_is_told_so(
    tmp_path: Path, lines: tuple[str, ...]
) -> None:
    with pytest.raises(ConfigError, match="There is no publication in"):
        read_station_or_settings(write(tmp_path, *lines), {})
