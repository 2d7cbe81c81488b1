"""A worker that is started as any program is: of another version, or on another side of a wire."""

import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.conftest import Ran, clean_environment

PATIENCE = 60.0


@dataclass(slots=True, kw_only=True)
class Program:
    """A `digest` that was started as any program is, and used like a `Child`.

    Attributes:
        process: What runs.
        log: What it prints.
    """

    process: "subprocess.Popen[bytes]"
    log: Path

    @classmethod
    def start(cls, command: list[str], *, log: Path, environment: dict[str, str]) -> "Program":
        with log.open("wb") as output:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=clean_environment() | environment,
            )
        return cls(process=process, log=log)

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def kill(self) -> Ran:
        self.process.kill()
        return self.wait()

    def has_ended(self) -> bool:
        return self.process.poll() is not None

    def wait(self, seconds: float = PATIENCE) -> Ran:
        try:
            status = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        told = self.log.read_text()
        assert "Traceback" not in told, told
        return Ran(status=status, out=told, err=told)
