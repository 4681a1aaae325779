import socket
import time

import pytest

from fake_brewery import FOR_EVER, Answer, FakeBrewery
from lakeswarm_jobs.brewery_api import ApiSettings, BreweryApi
from lakeswarm_jobs.errors import ApiError
from lakeswarm_jobs.retry import RetryPolicy


def test_pages_and_total(api: BreweryApi, brewery: FakeBrewery) -> None:
    assert api.total() == 450
    assert [len(api.page(n)) for n in (1, 2, 3, 4)] == [200, 200, 50, 0]
    assert brewery.requests == ["meta", "1", "2", "3", "4"]


@pytest.mark.parametrize("status", [500, 502, 503, 429, 408, 599])
def test_a_page_that_fails_twice_and_then_not(
    api: BreweryApi, brewery: FakeBrewery, pauses: list[float], status: int
) -> None:
    brewery.answer("2", Answer(status, b"no"), times=2)
    assert len(api.page(2)) == 200
    assert brewery.count("2") == 3
    assert len(pauses) == 2
    assert 0.5 <= pauses[0] <= 1 <= pauses[1] <= 2


def test_a_page_that_fails_for_ever_ends_after_the_allowed_attempts(
    api: BreweryApi, brewery: FakeBrewery
) -> None:
    brewery.answer("2", Answer(500, b"kaput"), times=FOR_EVER)
    with pytest.raises(
        ApiError, match=r"Cannot read page 2 .*HTTP 500 .*'kaput'.*3 attempts.* Check that the API"
    ):
        api.page(2)
    assert brewery.count("2") == 3


def test_retry_after_is_obeyed_up_to_its_cap(
    api: BreweryApi, brewery: FakeBrewery, pauses: list[float]
) -> None:
    brewery.answer("1", Answer(429, b"", {"Retry-After": "7"}), Answer(503, b"", {"Retry-After": "86400"}))
    api.page(1)
    assert pauses == [7, 60]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_an_answer_that_waiting_does_not_change_is_not_repeated(
    api: BreweryApi, brewery: FakeBrewery, status: int
) -> None:
    brewery.answer("1", Answer(status, b"go away"))
    with pytest.raises(ApiError, match=f"HTTP {status}.*check the address in BREWERY_API"):
        api.page(1)
    assert brewery.count("1") == 1


def test_silence_ends_by_the_read_time_out(hasty_api: BreweryApi, brewery: FakeBrewery) -> None:
    brewery.answer("1", Answer(silent_seconds=300), times=FOR_EVER)
    start = time.monotonic()
    with pytest.raises(ApiError, match=r"Cannot read page 1 .*timed out.*2 attempts"):
        hasty_api.page(1)
    assert time.monotonic() - start < 60


def test_a_dripping_answer_ends_by_the_request_time_out(hasty_api: BreweryApi, brewery: FakeBrewery) -> None:
    brewery.answer("1", Answer(body=b" " * 6000, drip_seconds=0.05), times=FOR_EVER)
    start = time.monotonic()
    with pytest.raises(ApiError, match=r"not complete after 2 s"):
        hasty_api.page(1)
    assert time.monotonic() - start < 60


def test_nobody_listens(pauses: list[float]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        api = BreweryApi(ApiSettings(url, retry=RetryPolicy(attempts=2)), pauses.append)
        with pytest.raises(ApiError, match=r"Cannot read the total .*refused.*2 attempts, " + url):
            api.total()
    assert len(pauses) == 1


def test_an_answer_that_breaks_off_is_tried_again(api: BreweryApi, brewery: FakeBrewery) -> None:
    brewery.answer("1", Answer(body=b'[{"id":"a"}', missing=50))
    assert len(api.page(1)) == 200
    brewery.answer("1", Answer(body=b"[]", missing=50), times=FOR_EVER)
    with pytest.raises(ApiError, match="the answer broke off"):
        api.page(1)


@pytest.mark.parametrize("body", [b"<html>sorry</html>", b'[{"id":"a"},{"i', b'{"message":"no"}'])
def test_a_bad_body_is_tried_again_and_then_named(api: BreweryApi, brewery: FakeBrewery, body: bytes) -> None:
    brewery.answer("3", Answer(body=body))
    assert len(api.page(3)) == 50
    brewery.answer("3", Answer(body=body, headers={"Content-Type": "text/x"}), times=FOR_EVER)
    with pytest.raises(ApiError, match=r"page 3 is not .*content type text/x, begins '"):
        api.page(3)
    assert brewery.count("3") == 5


@pytest.mark.parametrize(("total", "number"), [(450, 450), ("450", 450), (0, 0)])
def test_total_as_number_or_string(api: BreweryApi, brewery: FakeBrewery, total: object, number: int) -> None:
    brewery.total = total
    assert api.total() == number


@pytest.mark.parametrize("total", [None, -1, "many", True, 1.5, "-3", []])
def test_a_total_that_is_no_number_is_an_error(api: BreweryApi, brewery: FakeBrewery, total: object) -> None:
    brewery.total = {"bad": 1} if total is None else total
    with pytest.raises(ApiError, match="the meta page has no number 'total'"):
        api.total()


def test_a_redirect_is_followed(api: BreweryApi, brewery: FakeBrewery) -> None:
    brewery.answer("1", Answer(302, b"", {"Location": f"{brewery.url}/v1/breweries?page=2&per_page=200"}))
    assert api.page(1)[0]["id"] == "id-00200"
