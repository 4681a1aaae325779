from collections.abc import Iterator

import pytest

from conftest import serving
from fake_grafana import PASSWORD, FakeGrafana
from lakeswarm_jobs.dashboards import import_missing, keep
from lakeswarm_jobs.grafana import Grafana, GrafanaError


@pytest.fixture
def server() -> Iterator[FakeGrafana]:
    fake = FakeGrafana()
    with serving(fake):
        yield fake


@pytest.fixture
def grafana(server: FakeGrafana) -> Grafana:
    return Grafana(server.url, PASSWORD, seconds=2)


def test_both_are_imported_once_under_fixed_uids(server: FakeGrafana, grafana: Grafana) -> None:
    assert import_missing(grafana) == [1860, 193]
    assert import_missing(grafana) == []
    assert server.stored.keys() == {"rYdddlPWk", "lakeswarm-193"}
    assert server.imports == 2


def test_what_somebody_removed_comes_back_and_the_rest_stays(server: FakeGrafana, grafana: Grafana) -> None:
    import_missing(grafana)
    server.stored["rYdddlPWk"]["title"] = "changed by hand"
    del server.stored["lakeswarm-193"]
    assert import_missing(grafana) == [193]
    assert server.stored["rYdddlPWk"]["title"] == "changed by hand"


def test_offline_it_says_so_and_tries_again_until_it_works(
    server: FakeGrafana, grafana: Grafana, caplog: pytest.LogCaptureFixture
) -> None:
    server.online = False
    waits: list[float] = []

    def pause(seconds: float) -> None:
        waits.append(seconds)
        server.online = len(waits) >= 3
        if seconds == 3600:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        keep(grafana, pause)
    assert "Cannot download dashboard 1860 revision 45: HTTP 502" in caplog.text
    assert [5 <= wait <= 40 for wait in waits[:3]] == [True] * 3
    assert server.imports == 2


def test_a_wrong_password_and_an_absent_grafana_are_errors_not_absence(server: FakeGrafana) -> None:
    with pytest.raises(GrafanaError, match="Cannot look for dashboard rYdddlPWk: HTTP 401"):
        import_missing(Grafana(server.url, "wrong"))
    with pytest.raises(GrafanaError, match="Cannot ask Grafana"):
        import_missing(Grafana("http://127.0.0.1:9", PASSWORD))
