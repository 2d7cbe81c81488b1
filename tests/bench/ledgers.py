"""What the ledger costs: the same send with one on disk and one in memory, and a bare signature."""

import statistics
import sys
from pathlib import Path

from tests.bench import relays
from tests.bench.desk import ROOT, Desk
from tests.bench.timing import run_process

SIGNATURE = """
import resource, sys
from pathlib import Path
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.serialization import load_pem_private_key
key = load_pem_private_key(Path(sys.argv[1]).read_bytes(), None)
data = b"x" * 1500
for count in (100, 3000):
    before = resource.getrusage(resource.RUSAGE_SELF)
    for _ in range(count):
        key.sign(data, padding.PKCS1v15(), hashes.SHA256())
    after = resource.getrusage(resource.RUSAGE_SELF)
cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
print(cpu / count * 1e6)
"""
WHERE = ("disk", "memory")


def bench_ledger(desk: Desk, *, messages: int, rounds: int) -> None:
    """Send over our own sink with both ledgers in turn; print the share of the one on disk."""
    taken: dict[str, list[tuple[float, float]]] = {where: [] for where in WHERE}
    signatures = []
    with relays.our_sink() as port:
        for _ in range(rounds):
            for where in WHERE:
                desk.restore()
                command = [sys.executable, "-m", "tests.bench.ledger_run", where]
                command += [str(desk.folder), str(messages), str(port)]
                wall, cpu = run_process(command, folder=ROOT).output.split()[-2:]
                taken[where].append((float(wall) / messages * 1e6, float(cpu) / messages * 1e6))
            signatures.append(time_signature(desk.key))
    show_ledger(taken)
    print(f"One bare RSA-2048 signature: {statistics.median(signatures):,.0f} µs of CPU.\n")


def time_signature(key: Path) -> float:
    """Tell the processor time of one signature, in microseconds."""
    command = [sys.executable, "-c", SIGNATURE, str(key)]
    return float(run_process(command, folder=ROOT).output.split()[-1])


def show_ledger(taken: dict[str, list[tuple[float, float]]]) -> None:
    """Print what the ledger adds to one message."""
    print("\n| the sending alone, µs a message | time | CPU |")
    print("|---|---:|---:|")
    for where in WHERE:
        middle = [statistics.median(column) for column in zip(*taken[where], strict=True)]
        print(f"| ledger {'on disk' if where == 'disk' else 'in memory'} | {row(middle)} |")
    added = [
        [ours - other for ours, other in zip(one, two, strict=True)]
        for one, two in zip(taken["disk"], taken["memory"], strict=True)
    ]
    middle = [statistics.median(column) for column in zip(*added, strict=True)]
    whole = [statistics.median(column) for column in zip(*taken["disk"], strict=True)]
    print(f"| the disk's part | {row(middle)} |")
    print(f"| share | {' | '.join(f'{a / b:.1%}' for a, b in zip(middle, whole, strict=True))} |")
    print(flush=True)


def row(values: list[float]) -> str:
    """Write microseconds."""
    return " | ".join(f"{value:,.1f}" for value in values)
