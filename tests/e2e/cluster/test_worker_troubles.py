"""Trouble that is one worker's own stays its own; the others send everything, signed."""

import dkim
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from tests.e2e.cluster.cluster import UNFINISHED, Cluster
from tests.e2e.ledger_checks import count_copies
from tests.unit.deliver.signing import DOMAIN, records, rsa

SIGNED = {
    "DIGEST_DKIM_DOMAIN": DOMAIN,
    "DIGEST_DKIM_SELECTOR": "s1",
    "DIGEST_DKIM_KEY": "dkim.pem",
}
# Nobody listens there.
NO_RELAY = "smtp+plain://127.0.7.9:9"
# Whoever rests tries again after 5 seconds, 15 seconds and then each minute, with a few jobs.
MOST_TRIES = 12
TRIES = "SELECT attempts FROM procrastinate_jobs WHERE task_name = 'send_batch'"
OTHER_SECRET = "another secret than the one that the desk has in its own file"


def write_key(cluster: Cluster) -> None:
    """Put a key into the publication's folder, and nowhere else."""
    path = cluster.desk / "dkim.pem"
    path.touch(mode=0o600)
    path.write_bytes(rsa().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def find_record(name: bytes, **_: object) -> bytes:
    """Answer as the DNS would."""
    return records()[name.decode().rstrip(".")].encode()


def troubles_of(cluster: Cluster) -> dict[str, tuple[str, str]]:
    """What `digest workers` tells of each machine: its state and its trouble."""
    listed = cluster.run("--json", "workers").data["workers"]
    return {one["host"]: (one["state"], one["trouble"] or "") for one in listed}


def test_a_worker_without_a_relay_and_one_with_another_secret_leave_all_to_a_sound_one(
    cluster: Cluster,
) -> None:
    write_key(cluster)
    cluster.relay.seconds = 0.05
    sound, mute, stranger = (
        1,
        cluster.start(2, relay=NO_RELAY),
        cluster.start(3, secret=OTHER_SECRET),
    )
    cluster.wait_for_crew(2)
    cluster.start(sound)
    cluster.wait_for_crew(3)
    cluster.plan(batch=40, **SIGNED)
    cluster.wait_for(lambda: all(state == "resting" for state, _ in list_others(cluster)))
    told = troubles_of(cluster)
    tries = [0]

    def is_over() -> bool:
        tries.extend(one["attempts"] for one in cluster.ask(TRIES))
        return not cluster.ask(UNFINISHED)

    cluster.wait_for(is_over)
    cluster.wait_for(lambda: cluster.state == "done")

    assert max(tries) < MOST_TRIES, "those who rest take what the sound one could send"
    assert not cluster.check(most_doubts=0)
    assert cluster.relay.count_from(sound) == cluster.made.readers
    assert "127.0.7.9:9" in told[f"machine{mute}"][1], told
    assert "DIGEST_SECRET" in told[f"machine{stranger}"][1], told
    assert told[f"machine{sound}"][1] == ""
    assert "127.0.7.9:9" in cluster.ended[mute].err
    assert "DIGEST_SECRET" in cluster.ended[stranger].err
    for mail in cluster.relay.received[:20]:
        said = mail.data.removesuffix(b".\r\n").replace(b"\r\n..", b"\r\n.")
        assert dkim.verify(said, dnsfunc=find_record), "it signs with another key, or none"
    assert len(count_copies(cluster.relay)) == cluster.made.readers


def list_others(cluster: Cluster) -> list[tuple[str, str]]:
    told = troubles_of(cluster)
    return [told[name] for name in ("machine2", "machine3")]
