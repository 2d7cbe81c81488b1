"""The door of the program: `digest`, and `python -m digest`."""

import sys


def main() -> None:
    """Run the command line; answer `--version` before anything is imported."""
    if sys.argv[1:] == ["--version"]:
        from digest import __version__

        print(f"digest {__version__}")  # noqa: T201 - the one line that must cost nothing
        return
    from digest.cli.main import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
