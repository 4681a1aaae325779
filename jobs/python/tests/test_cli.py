import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from fake_brewery import FOR_EVER, Answer, FakeBrewery
from fake_s3 import SECRET, FakeS3
from lakeswarm_jobs.cli import main

SOURCES = Path(__file__).parents[1] / "src"


@pytest.fixture
def addresses(brewery: FakeBrewery, s3: FakeS3, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BREWERY_API", brewery.url + "/")
    monkeypatch.setenv("S3_ENDPOINT", s3.url)
    monkeypatch.setenv("BREWERY_ATTEMPTS", "2")
    monkeypatch.setenv("BREWERY_BACKOFF", "0.01")


def result_of(capsys: pytest.CaptureFixture[str]) -> dict:
    line = capsys.readouterr().out.splitlines()[-1]
    assert line.startswith("LAKESWARM_RESULT {")
    return json.loads(line.removeprefix("LAKESWARM_RESULT "))


@pytest.mark.usefixtures("addresses")
def test_ingest_and_check_end_with_their_result_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ingest"]) == 0
    first = result_of(capsys)
    assert first.keys() == {
        "job",
        "rowsIn",
        "pages",
        "newObjects",
        "snapshot",
        "manifest",
        "changed",
        "seconds",
    }
    assert (first["job"], first["rowsIn"], first["pages"], first["newObjects"]) == ("ingest", 450, 3, 4)
    assert main(["ingest"]) == 0
    second = result_of(capsys)
    assert (second["newObjects"], second["changed"], second["manifest"]) == (0, False, first["manifest"])
    assert main(["check"]) == 0
    checked = result_of(capsys)
    assert (checked["job"], checked["rows"], checked["total"]) == ("check", 450, 450)
    assert first["seconds"] >= 0


@pytest.mark.usefixtures("addresses")
def test_exit_codes_and_messages(brewery: FakeBrewery, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 2
    brewery.total = 9
    assert main(["ingest"]) == 2
    brewery.answer("2", Answer(body=b"<html>sorry</html>"), times=FOR_EVER)
    assert main(["ingest"]) == 1
    out, err = capfd.readouterr()
    assert out == ""
    assert "the pages have 450 rows, the API's total is 9" in err
    assert "page 2 is not valid JSON" in err
    assert "Traceback" not in err
    assert SECRET not in err


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ([], "required"),
        (["melt"], "invalid choice"),
        (["ingest", "--attempts", "0"], "'0' is not a number from 1 to 100"),
        (["ingest", "--read-timeout", "-1"], "not a number of seconds"),
        (["ingest", "--read-timeout", "nan"], "not a number of seconds"),
        (["check", "--api", "api.openbrewerydb.org"], "not an http:// or https:// address"),
        (["check", "--api", "http://me:pw@host"], "no user"),
        (["check", "--deadline", "5"], "unrecognized"),
    ],
)
def test_wrong_options_have_their_own_exit_code(
    args: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as e:
        main(args)
    assert e.value.code == 64
    assert message in capsys.readouterr().err


def test_a_wrong_variable_is_a_usage_error_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BREWERY_API", "ftp://host")
    with pytest.raises(SystemExit) as e:
        main(["ingest"])
    assert e.value.code == 64
    assert "'ftp://host'" in capsys.readouterr().err


def test_help_names_the_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as e:
        main(["ingest", "--help"])
    assert e.value.code == 0
    help_text = capsys.readouterr().out
    assert "exit codes:" in help_text
    assert "BREWERY_API" in help_text


@pytest.mark.usefixtures("addresses")
def test_sigterm_ends_at_once_without_a_manifest(brewery: FakeBrewery, s3: FakeS3) -> None:
    brewery.answer("3", Answer(silent_seconds=60))
    # A hook runs when page 3 is asked for: the job is then in the middle of its work.
    process: list[subprocess.Popen[str]] = []
    brewery.before["3"] = lambda: process[0].send_signal(signal.SIGTERM)
    process.append(
        subprocess.Popen(
            [sys.executable, "-m", "lakeswarm_jobs", "ingest"],
            env=os.environ | {"PYTHONPATH": str(SOURCES)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
    )
    out, err = process[0].communicate(timeout=60)
    assert process[0].returncode == 143, err
    assert "Ended by SIGTERM" in err
    assert "Traceback" not in err
    assert out == ""
    assert s3.keys("bronze/breweries/_snapshots/") == []
