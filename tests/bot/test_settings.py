"""Settings: from the environment, from `.env`, or from files that hold secrets; a mistake is told by its name."""

from pathlib import Path

import pytest

from bot.settings import SettingError, Settings, load_settings


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No `.env` and no setting of the machine that runs the test."""
    monkeypatch.chdir(tmp_path)
    for name in ("BOT_TOKEN", "APP_TOKEN", "SIGNING_SECRET", "API_URL"):
        monkeypatch.delenv(f"SLACK_{name}", raising=False)
        monkeypatch.delenv(f"NADIR_SLACK_{name}", raising=False)


def test_defaults_serve_the_terminal() -> None:
    """Nothing has to be set until Slack is served."""
    known = load_settings()

    assert ("nadir.sqlite3", 72, "clinician") == (str(known.database), known.retention_hours, known.audience)
    assert "https://slack.com/api/" == known.slack_api_url


@pytest.mark.parametrize("name", ["NADIR_SLACK_BOT_TOKEN", "SLACK_BOT_TOKEN"])
def test_a_token_has_our_name_or_slacks_usual_one(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Whoever has set up a Slack app before finds the name they know."""
    monkeypatch.setenv(name, "xoxb-7")

    assert "xoxb-7" == load_settings().secret("slack_bot_token", "")


def test_a_secret_can_be_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A container mounts the secret; the environment only names it."""
    (tmp_path / "token").write_text("xoxb-8\n")
    monkeypatch.setenv("NADIR_SLACK_BOT_TOKEN_FILE", str(tmp_path / "token"))

    assert "xoxb-8" == load_settings().secret("slack_bot_token", "")


def test_a_secret_file_can_be_named_in_dotenv(tmp_path: Path) -> None:
    """`.env` is read for both, and an empty line in it sets nothing."""
    (tmp_path / "token").write_text("xapp-9")
    (tmp_path / ".env").write_text(f"NADIR_SLACK_BOT_TOKEN=\nNADIR_SLACK_APP_TOKEN_FILE={tmp_path / 'token'}\n")

    known = load_settings()

    assert "xapp-9" == known.secret("slack_app_token", "")
    assert known.slack_bot_token is None


def test_a_secret_file_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The setting is named, and what it should be."""
    monkeypatch.setenv("NADIR_SLACK_APP_TOKEN_FILE", "/nowhere/token")

    with pytest.raises(SettingError, match=r"NADIR_SLACK_APP_TOKEN_FILE: .*FileNotFoundError.*readable text file"):
        load_settings()


def test_a_missing_secret_is_told_with_its_remedy() -> None:
    """Where it is needed, it is asked for by name."""
    with pytest.raises(SettingError, match=r"NADIR_SLACK_BOT_TOKEN: is not set\. Copy it"):
        load_settings().secret("slack_bot_token", "Copy it")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NADIR_PORT", "many"),
        ("NADIR_PORT", "0"),
        ("NADIR_RETENTION_HOURS", "0"),
        ("NADIR_AUDIENCE", "nurse"),
        ("NADIR_SLACK_API_URL", "slack.com"),
    ],
)
def test_a_wrong_value_is_told_by_name_and_not_repeated(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """The setting is named; its value, which could be a misplaced secret, is not printed."""
    monkeypatch.setenv(name, value)

    with pytest.raises(SettingError, match=f"setting {name}") as fault:
        load_settings()
    assert value not in str(fault.value).replace(name, "") or value == "0"


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    """Printing the settings prints no token."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-secret")

    assert "xoxb-secret" not in repr(load_settings())
    assert "xoxb-secret" not in str(load_settings().model_dump())


def test_an_api_address_ends_with_a_slash() -> None:
    """Method names are appended to it."""
    assert "http://127.0.0.1:9/api/" == Settings(slack_api_url="http://127.0.0.1:9/api").slack_api_url
