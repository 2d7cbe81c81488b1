"""The schedule fires on two machines at once: one edition is made, and everybody gets it once."""

from tests.e2e.cluster.cluster import Cluster

# What the engine's clock puts in each minute, without waiting for the minute; two at once are a
# worker's share, so that both have some.
FIRE = """
    INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args)
    SELECT 'desk', 'make_edition', 0, '{"timestamp": 0}' FROM generate_series(1, 4)
"""


def test_two_desks_that_wake_at_once_make_one_edition_and_send_it_once(cluster: Cluster) -> None:
    cluster.open_unmade()
    for number in (1, 2):
        cluster.start_desk(number, batch=60)
    cluster.wait_for_crew(2)

    cluster.tell(FIRE)
    cluster.wait_for(lambda: cluster.ask("SELECT 1 FROM edition WHERE state = 'done'"))

    assert [one["slug"] for one in cluster.ask("SELECT slug FROM edition")] == [cluster.slug]
    assert not cluster.ask("SELECT 1 FROM procrastinate_jobs WHERE task_name = 'make_edition'")
    assert cluster.ask("SELECT planned FROM edition") == [{"planned": cluster.made.readers}]
    assert not cluster.check(most_doubts=0)
