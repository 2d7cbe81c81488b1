"""What is served, from the settings as they are now: opened at the start, and again when told."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from digest.app.archive import Archive, open_archive
from digest.app.ports import Clock, Renderer, Stores
from digest.app.reader_desk import ReaderDesk
from digest.config import ENV_NAME, LOOPBACK, Settings
from digest.errors import ConfigError
from digest.render.public_house import open_public_house
from digest.web.front import Front, languages_of
from digest.web.wording import write_texts

SUBSCRIBE = "subscribe"


def choose_public_url(
    settings: Settings, *, host: str, own_url: str, trust_proxy: bool = False
) -> str:
    """Tell the address of the public pages: that of .env, or on this machine alone our own.

    Args:
        settings: As they are now.
        host: Where the server listens.
        own_url: The same with its port.
        trust_proxy: Whether others are to reach the pages by a web server, wherever that is.

    Raises:
        ConfigError: There is none, and others are to reach the pages.
    """
    if settings.machine.public_url:
        return settings.machine.public_url
    if host in LOOPBACK and not trust_proxy:
        return own_url
    raise ConfigError(
        f"{ENV_NAME} has no DIGEST_PUBLIC_URL: no letter could link to these pages.",
        "Write there the address at which readers reach them: "
        "DIGEST_PUBLIC_URL=https://news.example.org",
    )


@dataclass(slots=True, kw_only=True)
class Premises:
    """What was opened once, and the settings as they were read last.

    Attributes:
        settings: As they are now.
        read: Reads them again.
        stores: The database.
        renderer: Knows the theme.
        clock: The present moment.
        host: Where the server was to listen.
        own_url: Where it listens, for who has no public address.
        trust_proxy: Whether a web server passes requests on.
    """

    settings: Settings
    read: Callable[[], Settings]
    stores: Stores
    renderer: Renderer
    clock: Clock
    host: str
    own_url: str
    trust_proxy: bool = False

    @property
    def public_url(self) -> str:
        """The address of the public pages."""
        return self.url_by(self.settings)

    def url_by(self, settings: Settings) -> str:
        """Tell the address of the public pages by other settings.

        Raises:
            ConfigError: There is none, and others are to reach the pages.
        """
        return choose_public_url(
            settings, host=self.host, own_url=self.own_url, trust_proxy=self.trust_proxy
        )

    def read_again(self) -> Settings:
        """Read the settings again.

        Raises:
            ConfigError: They are wrong, or of those that cannot change while pages are served.
        """
        now, before = self.read(), self.settings
        for name, same in (
            ("DIGEST_DATABASE", now.machine.database == before.machine.database),
            ("DIGEST_SECRET", now.machine.secret == before.machine.secret),
            ("The publication's id", now.publication.id == before.publication.id),
        ):
            if not same:
                raise ConfigError(f"{name} is another one now.", "Start digest serve again for it.")
        self.url_by(now)
        return now

    def open_front(self, settings: Settings) -> Front:
        """Open what the pages of readers are written with.

        Raises:
            RenderError: A template or a word cannot be used.
        """
        from digest.wiring import read_public_files

        publication = settings.publication
        public_url = self.url_by(settings)
        house = open_public_house(
            publication,
            files=read_public_files(settings),
            public_url=public_url,
            theme=self.renderer.tokens(publication.theme),
        )
        # Now, so that no reader waits for it.
        for name in house.pages.sources:
            house.pages.get_template(name)
        desk = ReaderDesk(
            publication=publication,
            stores=self.stores,
            links=settings.machine.links,
            clock=self.clock,
            public_url=public_url,
        )
        texts = write_texts(house, languages_of(publication), now=self.clock.now())
        return Front(desk=desk, house=house, texts=texts)

    def open_archive(self) -> Archive:
        """Open the archive.

        Raises:
            DigestError: It cannot be read, or a template cannot be used.
        """
        from digest.wiring import read_archive_files

        archive = open_archive(
            self.settings.publication,
            stores=self.stores,
            renderer=self.renderer,
            files=read_archive_files(),
            public_url=self.public_url,
            has_cards=True,
        )
        archive.house = replace(archive.house, subscribe_url=f"{self.public_url}/{SUBSCRIBE}")
        return archive
