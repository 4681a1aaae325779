#!/usr/bin/env python3
"""Counts the tests of all modules by kind and names what was skipped and why. The last line is for machines."""

import os
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

KINDS = {"Test": "unit", "IT": "in-process", "E2E": "three-engine"}


def kind(name: str) -> str:
    simple = name.rsplit(".", 1)[-1].split("$")[0]
    return next((KINDS[suffix] for suffix in ("E2E", "IT", "Test") if simple.endswith(suffix)), "unit")


def main() -> int:
    count = {label: [0, 0, 0] for label in ("unit", "in-process", "three-engine", "python")}
    skipped = []
    for report in sorted(Path(".").glob("**/target/*-reports/TEST-*.xml")) + sorted(Path("jobs").glob("*/target/TEST-*.xml")):
        for case in ElementTree.parse(report).getroot().iter("testcase"):
            row = count["python" if report.parent.name == "target" else kind(case.get("classname", ""))]
            if case.find("skipped") is not None:
                row[2] += 1
                reason = case.find("skipped").get("message") or "no reason given"
                skipped.append(f"{case.get('classname')}.{case.get('name')}: {reason}")
            elif case.find("failure") is not None or case.find("error") is not None:
                row[1] += 1
            else:
                row[0] += 1
    for label, (passed, failed, left_out) in count.items():
        print(f"{label:<14} {passed:>5} passed {failed:>3} failed {left_out:>3} skipped")
    for line in skipped:
        print(f"skipped: {line}")
    totals = [sum(row[i] for row in count.values()) for i in range(3)]
    engines_ran = count["three-engine"][0] > 0
    if not engines_ran:
        print("The three-engine tests did not run.")
    print(f"{totals[0]} passed, {totals[1]} failed, {totals[2]} skipped")
    return 1 if totals[1] or totals[0] == 0 or (os.environ.get("CI") == "true" and not engines_ran) else 0


if __name__ == "__main__":
    sys.exit(main())
