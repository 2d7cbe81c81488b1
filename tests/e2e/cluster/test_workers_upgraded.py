"""A later version comes in the middle of a send: nobody waits for it, and everybody gets one."""

import shutil
from pathlib import Path

import pytest
from tests.e2e.cluster.cluster import Cluster

import digest
from digest.adapters.store import schema

LATER = "99.0"
STEP = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "9999", "{before}"
branch_labels = depends_on = None


def upgrade() -> None:
    op.add_column("batch", sa.Column("later", sa.Text))
    op.add_column("worker", sa.Column("later", sa.Text))
    op.create_table("later", sa.Column("id", sa.Integer, primary_key=True))
"""


def make_later(folder: Path) -> Path:
    """Copy the package as a later version that has one step more; tell where Python finds it."""
    here = Path(digest.__file__).parent
    there = folder / "digest"
    shutil.copytree(here, there, ignore=shutil.ignore_patterns("__pycache__"))
    change(there / "__init__.py", f'"{digest.__version__}"', f'"{LATER}"')
    change(there / "adapters/store/schema.py", f'VERSION = "{schema.VERSION}"', 'VERSION = "9999"')
    step = there / "adapters/store/migrations/versions/v9999_later.py"
    step.write_text(STEP.format(before=schema.VERSION))
    return folder


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert text.count(old) == 1, (path, old)
    path.write_text(text.replace(old, new))


def count_from(cluster: Cluster, numbers: tuple[int, ...]) -> int:
    return sum(map(cluster.relay.count_from, numbers))


@pytest.mark.long
def test_an_upgrade_in_the_middle_of_a_send_is_noticed_by_no_reader(
    cluster: Cluster, tmp_path: Path
) -> None:
    later = make_later(tmp_path / "later")
    cluster.relay.seconds = 0.3
    before, after = (1, 2), (3, 4)
    for number in before:
        cluster.start(number, "--concurrency", "1")
    cluster.wait_for_crew(2)
    cluster.plan(batch=10)
    cluster.wait_for(lambda: all(map(cluster.relay.count_from, before)))

    cluster.package = later
    upgraded = cluster.run("--json", "db", "upgrade")
    assert upgraded.status == 0, upgraded
    assert cluster.ask("SELECT version_num FROM alembic_version") == [{"version_num": "9999"}]
    sent = count_from(cluster, before)
    for number in after:
        cluster.start_program(number=number, environment={"PYTHONPATH": str(later)})
    cluster.wait_for(lambda: count_from(cluster, after) > 0)
    listed = cluster.run("--json", "workers").data["workers"]
    assert {one["version"] for one in listed} == {digest.__version__, LATER}
    assert count_from(cluster, before) > sent, "those of the version before do nothing any more"

    ended = [cluster.end(number) for number in before]
    assert [one.status for one in ended] == [143, 143]
    assert cluster.run("--json", "report").data["unknown"] == 0
    cluster.relay.seconds = 0.0
    cluster.wait_until_over()
    cluster.wait_for(lambda: cluster.state == "done")
    assert not cluster.check(most_doubts=0)
