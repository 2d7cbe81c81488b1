import subprocess
import sys

import pytest

from digest.adapters.owner import has_ended, name_owner

SAY_AND_WAIT = (
    "from digest.adapters.owner import name_owner; print(name_owner(), flush=True); input()"
)


def test_a_process_has_ended_once_it_was_killed() -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", SAY_AND_WAIT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with child:
        assert child.stdout is not None
        owner = child.stdout.readline().strip()
        assert not has_ended(owner)
        child.kill()
        child.wait()

    assert has_ended(owner)


def test_this_process_has_not_ended_and_never_has_the_same_name_twice() -> None:
    assert not has_ended(name_owner())
    assert name_owner() != name_owner()


def test_another_process_under_an_old_number_is_another_process() -> None:
    machine, space, number, start, nonce = name_owner().split(":")

    assert has_ended(":".join((machine, space, number, str(int(start) - 1), nonce)))


@pytest.mark.parametrize("part", [0, 1])
def test_nobody_here_knows_of_processes_elsewhere(part: int) -> None:
    parts = name_owner().split(":")
    parts[2] = "999999999"
    assert has_ended(":".join(parts))
    parts[part] = "elsewhere"

    assert not has_ended(":".join(parts))


@pytest.mark.parametrize("owner", ["", "run 1", "a:b:c:d:e", "a:b:7:d:e:f"])
def test_a_name_that_is_not_ours_is_never_dead(owner: str) -> None:
    assert not has_ended(owner)
