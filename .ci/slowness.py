#!/usr/bin/env python3
"""Prints how many times longer this host takes for a fixed piece of work than the hosts of e2e/budget.tsv, 1 at least.

A virtual machine may get half a core where it shows two. The budget of the three-engine tests is multiplied by this.
"""

import time

# An estimate: twenty million additions by Python 3.11 on a core of 3 GHz that is given whole.
USUAL_SECONDS = 1.0


def seconds() -> float:
    """How long the work takes now."""
    begun = time.perf_counter()
    total = 0
    for i in range(20_000_000):
        total += i
    return time.perf_counter() - begun


if __name__ == "__main__":
    print(f"{max(1.0, min(seconds() for _ in range(3)) / USUAL_SECONDS):.1f}")
