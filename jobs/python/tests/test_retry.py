import random
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from lakeswarm_jobs.retry import RetryPolicy, retry_after_seconds

POLICY = RetryPolicy(base_seconds=1, cap_seconds=5, retry_after_cap_seconds=60)


@pytest.mark.parametrize(("failures", "longest"), [(1, 1), (2, 2), (3, 4), (4, 5), (20, 5)])
def test_waits_double_up_to_the_cap_with_jitter_of_half(failures: int, longest: float) -> None:
    waits = [POLICY.delay(failures, None, random.Random(seed)) for seed in range(200)]
    assert all(longest / 2 <= wait <= longest for wait in waits)
    assert len(set(waits)) > 100


@pytest.mark.parametrize(("asked", "given"), [(7, 7), (0, 0), (-3, 0), (3600, 60)])
def test_the_servers_wish_counts_up_to_its_cap(asked: float, given: float) -> None:
    assert POLICY.delay(1, asked, random.Random(1)) == given


def test_retry_after_as_seconds_as_date_or_unreadable() -> None:
    assert retry_after_seconds({"Retry-After": "12"}) == 12
    later = retry_after_seconds({"Retry-After": format_datetime(datetime.now(UTC) + timedelta(seconds=30))})
    assert later == pytest.approx(30, abs=2)
    assert retry_after_seconds({"Retry-After": "soon"}) is None
    assert retry_after_seconds({}) is None
