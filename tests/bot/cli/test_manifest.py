"""`nadir manifest`, as whoever sets the app up uses it."""

from bot import manifest
from tests.bot.cli.conftest import Run
from tests.bot.test_manifest import EXAMPLE


def test_it_is_printed(nadir: Run) -> None:
    """`nadir manifest` prints it for Socket Mode, with --http for that address; a wrong address is told."""
    assert (0, manifest.text(), "") == nadir("manifest")
    assert (0, manifest.text(http=EXAMPLE), "") == nadir("manifest", "--http", EXAMPLE)
    code, out, err = nadir("manifest", "--http", "nadir.example.org")

    assert (2, "") == (code, out)
    assert "https://nadir.example.org" in err
