"""What `digest send` is measured against: the fastest client, and those that people use."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

NODEMAILER = "nodemailer@10.6.1"
AIOSMTPLIB = "aiosmtplib==5.1.3"
SMTP_SOURCE = "/usr/sbin/smtp-source"
SMTP_SINK = "/usr/sbin/smtp-sink"
SESSIONS = 10
LOOP = """
import smtplib, sys
from pathlib import Path
data = Path(sys.argv[2]).read_bytes()
with smtplib.SMTP("127.0.0.1", int(sys.argv[1])) as relay:
    for n in range(int(sys.argv[3])):
        relay.sendmail("daily@example.org", [f"reader{n}@example.org"], data)
"""
POOL = """
import asyncio, sys
from pathlib import Path
from aiosmtplib import SMTP
data = Path(sys.argv[2]).read_bytes()
numbers = iter(range(int(sys.argv[3])))
async def work():
    async with SMTP(hostname="127.0.0.1", port=int(sys.argv[1]), start_tls=False) as relay:
        for n in numbers:
            await relay.sendmail("daily@example.org", [f"reader{n}@example.org"], data)
async def main():
    await asyncio.gather(*(work() for _ in range(10)))
asyncio.run(main())
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Yardsticks:
    """Where the yardsticks are; empty for one that cannot be had here.

    Attributes:
        smtp_source, smtp_sink: Postfix's own pair of test programs.
        nodemailer: The folder that it is installed in.
        aiosmtplib: The folder that it is installed in.
    """

    smtp_source: str
    smtp_sink: str
    nodemailer: str
    aiosmtplib: str


def find_yardsticks() -> Yardsticks:
    """Find the yardsticks, and install into a folder of caches what is not there yet."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    cache = base / "digest-bench"
    return Yardsticks(
        smtp_source=find_program(SMTP_SOURCE),
        smtp_sink=find_program(SMTP_SINK),
        nodemailer=install_nodemailer(cache),
        aiosmtplib=install_aiosmtplib(cache),
    )


def miss(what: str, why: str) -> str:
    """Tell that something is not here, so that its rows will be missing."""
    print(f"Missing: {what} ({why}); its rows are left out.", flush=True)
    return ""


def find_program(path: str) -> str:
    """Find a program of Debian's package postfix."""
    found = shutil.which(Path(path).name) or shutil.which(path)
    return found or miss(path, "install postfix")


def install_nodemailer(cache: Path) -> str:
    """Have nodemailer in the version that is named here."""
    if not shutil.which("node") or not shutil.which("npm"):
        return miss("nodemailer", "install node and npm")
    place = cache / NODEMAILER
    if not (place / "node_modules" / "nodemailer").is_dir():
        place.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--prefix", str(place), "--no-audit", "--no-fund", NODEMAILER]
        if subprocess.run(command, check=False, capture_output=True).returncode:
            return miss("nodemailer", "npm could not install it")
    return str(place)


def install_aiosmtplib(cache: Path) -> str:
    """Have aiosmtplib in the version that is named here, out of the way of our own packages."""
    place = cache / AIOSMTPLIB
    if not (place / "aiosmtplib").is_dir():
        tools = [
            [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(place), AIOSMTPLIB],
            ["uv", "pip", "install", "--quiet", "--target", str(place), AIOSMTPLIB],
        ]
        if not any(try_command(tool) for tool in tools):
            return miss("aiosmtplib", "neither pip nor uv could install it")
    return str(place)


def try_command(command: list[str]) -> bool:
    """Whether a command is there and does its work."""
    try:
        return subprocess.run(command, check=False, capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


def source_command(program: str, port: int, *, count: int, size: int) -> list[str]:
    """Ten sessions of a constant message, each session kept for as many as it can send."""
    return [
        program,
        *("-d", "-s", str(SESSIONS), "-m", str(count), "-l", str(size)),
        *("-f", "daily@example.org", "-t", "reader@example.org", f"127.0.0.1:{port}"),
    ]


def node_command(folder: str, parts: Path, port: int, *, count: int, key: str = "") -> list[str]:
    """Nodemailer's pool of ten, personalising each message; signed when there is a key."""
    script = str(Path(__file__).with_suffix(".mjs"))
    return ["node", script, folder, str(parts), str(port), str(count), *([key] if key else [])]


def loop_command(script: str, message: Path, port: int, *, count: int) -> list[str]:
    """A Python client with the ready bytes of one message."""
    return [sys.executable, "-c", script, str(port), str(message), str(count)]
