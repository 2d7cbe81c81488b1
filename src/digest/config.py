"""digest.toml and .env → frozen settings, read once; every mistake named with its line."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import SplitResult, urlsplit

from digest.errors import ConfigError
from digest.model.publication import SHIPPED_THEMES, Publication
from digest.text.values import nearest

if TYPE_CHECKING:
    from digest.adapters.llm_address import ModelServer
    from digest.deliver.dkim import SigningKeys
    from digest.deliver.tokens import LinkKeys

TOML_NAME = "digest.toml"
ENV_NAME = ".env"
ONLY_SENDS = (
    "With .env alone it is for digest worker, workers, report, status, halt and resume; everything "
    "else is done where the publication is: name its folder with -C."
)
MOST_BYTES = 2**20
SHORTEST_SECRET = 32
DKIM = (
    "DIGEST_DKIM_DOMAIN",
    "DIGEST_DKIM_SELECTOR",
    "DIGEST_DKIM_KEY",
    "DIGEST_DKIM_ED25519_SELECTOR",
    "DIGEST_DKIM_ED25519_KEY",
)
LLM = ("DIGEST_LLM_URL", "DIGEST_LLM_MODEL", "DIGEST_LLM_KEY")
KEYS = (
    "DIGEST_RELAY",
    "DIGEST_DATABASE",
    "DIGEST_SECRET",
    "DIGEST_LINK_KEYS",
    "DIGEST_PUBLIC_URL",
    "DIGEST_BOUNCES",
    *DKIM,
    *LLM,
)
LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """Facts about the machine, from .env and the environment. Its repr shows no secret.

    Attributes:
        relay: Where mail is handed over; the path of a `maildir:` is relative to the folder.
        database: Its URL; the path of a `sqlite:` is relative to the folder.
        secret: Hashes addresses and makes Message-IDs; never changes.
        links: What links are signed with: the secret, unless DIGEST_LINK_KEYS says otherwise.
        public_url: Address of the public pages, without a final slash; None while there are none.
        bounces: Where mail comes back to; None while nobody has said. The path of a `maildir:` is
            relative to the folder.
        dkim: What mail is signed with; None leaves it unsigned.
        llm: Where a language model answers; None while there is none.
    """

    relay: str = field(default="maildir:outbox", repr=False)
    database: str = field(default="sqlite:///digest.db", repr=False)
    secret: str = field(repr=False)
    links: "LinkKeys" = field(repr=False)
    public_url: str | None = None
    bounces: str | None = field(default=None, repr=False)
    dkim: "SigningKeys | None" = field(default=None, repr=False)
    llm: "ModelServer | None" = None

    @property
    def database_is_file(self) -> bool:
        """Whether only this machine can use the database, and no worker does."""
        return self.database.startswith("sqlite:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that a run is told from outside.

    Attributes:
        folder: The publication's folder.
        publication: What the newsletter is, from digest.toml.
        machine: Secrets and facts about the machine, from .env.
        warnings: What is unsafe or useless but stops nothing; a sentence each.
    """

    folder: Path
    publication: Publication
    machine: Machine
    warnings: tuple[str, ...] = ()

    @property
    def zone(self) -> str:
        """IANA name of the zone in which moments are told."""
        return self.publication.timezone


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """What a machine is told that only sends: all else it finds in the database.

    Attributes:
        folder: Where .env is.
        machine: Secrets and facts about the machine.
        warnings: What is unsafe or useless but stops nothing; a sentence each.
    """

    folder: Path
    machine: Machine
    warnings: tuple[str, ...] = ()

    @property
    def zone(self) -> str:
        """That of all machines, as the publication's stands in digest.toml."""
        return "UTC"


class OnMachine(Protocol):
    """A folder and the facts of .env, with or without a publication."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is unsafe or useless but stops nothing."""
        ...

    @property
    def folder(self) -> Path:
        """Where relative paths begin."""
        ...

    @property
    def machine(self) -> Machine:
        """Secrets and facts about the machine."""
        ...

    @property
    def zone(self) -> str:
        """IANA name of the zone in which moments are told."""
        ...


def read_station(folder: Path, environment: Mapping[str, str], *, sends: bool = True) -> Station:
    """Read .env alone, for a machine that sends what others have planned.

    Args:
        folder: Where .env is.
        environment: The process environment; its DIGEST_ variables win over .env.
        sends: Whether it sends, and not only looks on and halts.

    Raises:
        ConfigError: Something is missing or wrong; names the file, the line and the fix.
    """
    facts = read_facts(folder / ENV_NAME, environment)
    machine = make_machine(facts)
    if sends and "DIGEST_RELAY" not in facts:
        raise ConfigError(
            f"{ENV_NAME} in {folder} has no DIGEST_RELAY.",
            "Say where this machine hands mail over: smtp://user:password@host:587",
        )
    return Station(
        folder=folder,
        machine=machine,
        warnings=(*warn_of_mode(folder / ENV_NAME), *warn_of_unknown(environment)),
    )


def read_station_or_settings(folder: Path, environment: Mapping[str, str]) -> OnMachine:
    """Read a publication's settings where there is one, else .env alone if it names a database."""
    path = folder / ENV_NAME
    if (folder / TOML_NAME).exists() or "DIGEST_DATABASE" not in read_facts(path, environment):
        return read_settings(folder, environment)
    return read_station(folder, environment, sends=False)


def read_settings(folder: Path, environment: Mapping[str, str]) -> Settings:
    """Read digest.toml and .env of a publication's folder.

    Args:
        folder: The publication's folder.
        environment: The process environment; its DIGEST_ variables win over .env.

    Raises:
        ConfigError: Something is missing or wrong; names the file, the line and the fix.
    """
    from digest.adapters.publication_file import read_publication
    from digest.adapters.settings_reading import Reading
    from digest.deliver.audience import address_key

    text = read_file(folder / TOML_NAME)
    if text is None:
        raise ConfigError(
            f"There is no publication in {folder}: it has no {TOML_NAME}.",
            ONLY_SENDS
            if (folder / ENV_NAME).exists()
            else "Make one with `digest init`, or name its folder with -C.",
        )
    reading = Reading(
        text=text,
        is_address=lambda address: address_key(address) is not None,
        themes=find_themes(folder),
    )
    publication = read_publication(reading)
    facts = read_facts(folder / ENV_NAME, environment)
    machine = make_machine(facts)
    dkim, key_files = read_dkim(folder, facts, sender=publication.sender)
    open_files = [one for path in (folder / ENV_NAME, *key_files) for one in warn_of_mode(path)]
    return Settings(
        folder=folder,
        publication=publication,
        machine=replace(machine, dkim=dkim),
        warnings=(
            *open_files,
            *warn_of_unknown(environment),
            *warn_of_llm(publication, machine),
            *warn_of_pictures(publication, machine),
        ),
    )


def read_file(path: Path) -> str | None:
    """Read a UTF-8 file of settings; None when it is not there."""
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}.") from error
    if len(raw) > MOST_BYTES:
        raise ConfigError(f"{path} is larger than 1 MiB.", "Is it the right file?")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{path.name}, line {line}: not UTF-8.", "Save it as UTF-8.") from error


def find_themes(folder: Path) -> list[str]:
    """Name the shipped themes and the desk's own, which are folders under templates/."""
    own = folder / "templates"
    names = [path.name for path in own.iterdir() if path.is_dir()] if own.is_dir() else []
    return [*SHIPPED_THEMES, *sorted(set(names) - set(SHIPPED_THEMES))]


@dataclass(frozen=True, slots=True)
class Fact:
    """One DIGEST_ value, never shown, and the place it comes from."""

    value: str = field(repr=False)
    place: str

    def wrong(self, message: str, hint: str = "") -> ConfigError:
        """Make the error that names the place; a variable's name is told once."""
        key, _, rest = message.partition(" ")
        said = rest if self.place.endswith(f" {key}") else message
        return ConfigError(f"{self.place}: {said}", hint)


def read_facts(path: Path, environment: Mapping[str, str]) -> dict[str, Fact]:
    """Read .env and the environment, which wins. An empty value is none."""
    from io import StringIO

    from dotenv.parser import parse_stream

    facts: dict[str, Fact] = {}
    # The parser, not `dotenv_values`: it tells lines, and a "$" in a password stays one.
    for binding in parse_stream(StringIO(read_file(path) or "")):
        place = f"{ENV_NAME}, line {binding.original.line}"
        if binding.error:
            raise ConfigError(
                f"{place}: not a line of the form KEY=value.", "Close every quotation mark."
            )
        key = binding.key or ""
        if key.startswith("DIGEST_") and key not in KEYS:
            raise refuse_key(key, place)
        if key in KEYS:
            facts[key] = Fact((binding.value or "").strip(), place)
    for key in KEYS:
        if key in environment:
            facts[key] = Fact(environment[key].strip(), f"the environment variable {key}")
    return {key: fact for key, fact in facts.items() if fact.value}


def refuse_key(key: str, place: str) -> ConfigError:
    """Say that a key of .env is not known: a relay that is misspelt would go unnoticed."""
    prefix = "DIGEST_"  # makes all of them look alike
    close = nearest(key.removeprefix(prefix), [known.removeprefix(prefix) for known in KEYS])
    close = prefix + close if close else None
    hint = f"Did you mean {close}?" if close else f"Known are: {', '.join(KEYS)}."
    return ConfigError(f"{place}: this version of digest does not know {key}.", hint)


def warn_of_unknown(environment: Mapping[str, str]) -> list[str]:
    """Name DIGEST_ variables that do nothing; the environment is not ours alone."""
    return [
        f"The environment variable {key} is not known to this version of digest."
        for key in sorted(environment)
        if key.startswith("DIGEST_") and key not in KEYS
    ]


def warn_of_mode(path: Path) -> list[str]:
    """Tell when others on this machine can read the secrets."""
    try:
        mode = path.stat().st_mode & 0o777
    except OSError:
        return []
    if not mode & 0o077:
        return []
    return [f"{path} can be read by others (mode {mode:04o}). Close it: chmod 600 {path}"]


def make_machine(facts: Mapping[str, Fact]) -> Machine:
    """Check every fact and put them together."""
    secret = facts.get("DIGEST_SECRET")
    if secret is None:
        raise ConfigError(
            f"{ENV_NAME} has no DIGEST_SECRET.",
            "Copy it from the machine that sends, or make one (only for a new publication): "
            'python3 -c "import secrets; print(secrets.token_urlsafe(32))"',
        )
    if len(secret.value) < SHORTEST_SECRET:
        raise secret.wrong(f"DIGEST_SECRET is shorter than {SHORTEST_SECRET} characters.")
    values: dict[str, Any] = {
        "secret": secret.value,
        "links": read_link_keys(facts.get("DIGEST_LINK_KEYS"), secret.value),
    }
    if relay := facts.get("DIGEST_RELAY"):
        values["relay"] = check_relay(relay)
    if database := facts.get("DIGEST_DATABASE"):
        values["database"] = check_database(database)
    if public_url := facts.get("DIGEST_PUBLIC_URL"):
        values["public_url"] = check_public_url(public_url)
    if bounces := facts.get("DIGEST_BOUNCES"):
        values["bounces"] = check_bounces(bounces)
    values["llm"] = read_llm(facts)
    return Machine(**values)


def read_link_keys(fact: Fact | None, secret: str) -> "LinkKeys":
    """Read what links are signed with: `NEW FORMER@2027-12-31`, where `secret` is DIGEST_SECRET."""
    from digest.adapters.link_keys import Mistake, parse_link_keys
    from digest.deliver.tokens import LinkKeys

    if fact is None:
        return LinkKeys(signing=secret)
    try:
        return parse_link_keys(fact.value, secret)
    except Mistake as error:
        raise fact.wrong(error.message, error.hint) from None


def read_llm(facts: Mapping[str, Fact]) -> "ModelServer | None":
    """Read where a language model answers, if anywhere."""
    values = {key: facts[key].value for key in LLM if key in facts}
    if not values:
        return None
    from digest.adapters.llm_address import Mistake, read_server

    try:
        return read_server(values)
    except Mistake as error:
        # Without its cause, which may quote a password.
        raise facts[error.variable].wrong(error.message, error.hint) from None


def warn_of_llm(publication: Publication, machine: Machine) -> list[str]:
    """Tell when a language model is wished for and none is there."""
    if not publication.llm.is_on or machine.llm:
        return []
    return [f"{TOML_NAME} switches [llm] on, but {ENV_NAME} has no DIGEST_LLM_URL: none is asked."]


def warn_of_pictures(publication: Publication, machine: Machine) -> list[str]:
    """Tell when pictures are to be served and nobody knows from where."""
    if not publication.images.hosted or machine.public_url:
        return []
    wished = f"{TOML_NAME} has hosted = true in [images], but {ENV_NAME} has no DIGEST_PUBLIC_URL"
    return [f"{wished}: pictures stay linked where they are."]


def read_dkim(
    folder: Path, facts: Mapping[str, Fact], *, sender: str
) -> "tuple[SigningKeys | None, list[Path]]":
    """Read the keys that mail is signed with, where there are some, and name their files."""
    values = {key: facts[key].value for key in DKIM if key in facts}
    if not values:
        return None, []
    from digest.adapters.dkim_keys import Mistake, key_paths, read_keys

    try:
        return read_keys(values, folder=folder, sender=sender), key_paths(values, folder)
    except Mistake as error:
        # Without its cause, which nobody should be shown.
        raise facts[error.variable].wrong(error.message, error.hint) from None


def split_url(fact: Fact) -> SplitResult | None:
    """Split an address; None when it has no scheme, no host or no port that can be."""
    try:
        parts = urlsplit(fact.value)
        usable = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return parts if usable else None


def check_relay(fact: Fact) -> str:
    """Refuse what names no relay, or an unsafe one, before anything is done with it."""
    from digest.adapters.smtp_relay_url import parse_relay

    if fact.value.startswith("maildir:"):
        if not fact.value.removeprefix("maildir:"):
            raise fact.wrong(
                "DIGEST_RELAY names no folder after maildir:.", "Write it as maildir:outbox."
            )
        return fact.value
    try:
        parse_relay(fact.value)
    except ConfigError as error:
        # Without its cause, which may quote a piece of the password.
        raise fact.wrong(error.message, error.hint) from None
    return fact.value


def check_bounces(fact: Fact) -> str:
    """Refuse what names no mailbox, or an unsafe one, before anything is opened."""
    from digest.adapters.box_address import parse_box

    try:
        parse_box(fact.value)
    except ConfigError as error:
        # Without its cause, which may quote a piece of the password.
        raise fact.wrong(error.message, error.hint) from None
    return fact.value


def check_database(fact: Fact) -> str:
    """Refuse a database that this version cannot use."""
    if fact.value.startswith("postgresql://"):
        return check_server(fact)
    if not fact.value.startswith("sqlite:///") or len(fact.value) == len("sqlite:///"):
        raise fact.wrong(
            "DIGEST_DATABASE names no database.",
            "Write it as sqlite:///digest.db, or as postgresql://user:password@host/digest.",
        )
    return fact.value


def check_server(fact: Fact) -> str:
    """Refuse a PostgreSQL server that is not named whole, or without its driver."""
    from importlib.util import find_spec

    parts = split_url(fact)
    form = "Write it as postgresql://user:password@host/digest"
    if parts is None or not parts.path.strip("/"):
        raise fact.wrong(
            "DIGEST_DATABASE names no database of the server.",
            f"{form}, with % @ : / # ? of the password as %25 %40 %3A %2F %23 %3F.",
        )
    if "@" in parts.netloc.rpartition("@")[0]:
        raise fact.wrong(
            "DIGEST_DATABASE has an @ in its user or password.", f"{form}, with that @ as %40."
        )
    if find_spec("psycopg") is None:
        raise fact.wrong(
            "PostgreSQL needs more than is installed here.",
            "Install it: pip install 'digest-desk[cluster]'",
        )
    return fact.value


def check_public_url(fact: Fact) -> str:
    """Refuse an address that readers cannot use: one-click links need https (RFC 8058)."""
    parts = split_url(fact)
    if parts is None or parts.username or parts.query or parts.fragment:
        raise fact.wrong(
            "DIGEST_PUBLIC_URL is no web address.", "Write it as https://news.example.org."
        )
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise fact.wrong(
            "DIGEST_PUBLIC_URL must begin with https://.", "http:// works on this machine alone."
        )
    return fact.value.rstrip("/")
