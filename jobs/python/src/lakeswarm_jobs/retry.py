"""Number of attempts and the waits between them."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


@dataclass(frozen=True)
class RetryPolicy:
    """Exponential back-off: `attempts` tries in all, waits of base, 2*base, 4*base … seconds to the cap."""

    attempts: int = 5
    base_seconds: float = 1.0
    cap_seconds: float = 30.0
    retry_after_cap_seconds: float = 60.0

    def delay(self, failures: int, retry_after: float | None, jitter: random.Random) -> float:
        """Return the seconds to wait after `failures` failures; the server's Retry-After wins, up to its cap.

        The jitter takes up to half away, so that jobs which failed together do not retry together.
        """
        if retry_after is not None:
            return min(max(retry_after, 0.0), self.retry_after_cap_seconds)
        longest = min(self.cap_seconds, self.base_seconds * 2 ** (failures - 1))
        return jitter.uniform(longest / 2, longest)


def retry_after_seconds(headers: Mapping[str, str]) -> float | None:
    """Read `Retry-After`, in seconds or as a date; None when absent or unreadable."""
    value = headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        at = parsedate_to_datetime(value)
    except ValueError:
        return None
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return (at - datetime.now(UTC)).total_seconds()
