#!/usr/bin/env python3
"""Counts the tests of all modules by kind and names what failed, what was skipped, and why. The last line is for machines.

Prints the ten longest classes of three-engine tests beside their seconds in e2e/budget.tsv. Fails when all measured
classes together took longer than the whole table. One class above its row is only named: a machine's speed changes by a
quarter within a day, and the sum is what the person who waits sees. LAKESWARM_SLOWNESS, from .ci/slowness.py, multiplies
the limit of the sum.
"""

import os
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

KINDS = {"Test": "unit", "IT": "in-process", "E2E": "three-engine"}
# A CI shows the end of its log first: few distinct causes, of each the last lines.
CAUSES, LINES, WIDTH = 4, 8, 200
BUDGET, LONGEST = Path("e2e/budget.tsv"), 10


def kind(name: str) -> str:
    simple = name.rsplit(".", 1)[-1].split("$")[0]
    return next((KINDS[suffix] for suffix in ("E2E", "IT", "Test") if simple.endswith(suffix)), "unit")


def cause(trouble: ElementTree.Element) -> str:
    """The end of the messages of the outermost and the innermost exception: where a program that failed says why."""
    trace = (trouble.text or trouble.get("message") or "no message").strip()
    messages = [part.split("\n\tat ")[0] for part in trace.split("\nCaused by: ")]
    chosen = [messages[0]] if len(messages) == 1 else [messages[0], messages[-1]]
    lines = [[line.strip()[:WIDTH] for line in text.splitlines() if line.strip()][-LINES:] for text in chosen]
    return "\n".join(f"    {line}" for line in sum(lines, []))


def budget() -> dict[str, int]:
    """The seconds that each class of three-engine tests may take."""
    rows = [line.split("\t") for line in BUDGET.read_text().splitlines() if line and not line.startswith("#")]
    return {name: int(seconds) for name, seconds in rows}


def within_budget() -> bool:
    """Prints the longest classes; False when all together took longer than the table allows."""
    took = {}
    for report in Path("e2e/target/failsafe-reports").glob("TEST-*E2E.xml"):
        took[report.stem.rsplit(".", 1)[-1]] = round(float(ElementTree.parse(report).getroot().get("time", "0")))
    if not took:
        return True
    allowed = budget()
    for name in sorted(took, key=took.__getitem__, reverse=True)[:LONGEST]:
        row = allowed.get(name)
        note = "no row in e2e/budget.tsv" if row is None else f"of {row:>4} s" + (" ABOVE" if took[name] > row else "")
        print(f"{name:<24} {took[name]:>5} s {note}")
    slowness = float(os.environ.get("LAKESWARM_SLOWNESS") or 1)
    total, limit = sum(took.values()), round(sum(allowed.values()) * slowness)
    note = f" on a host that is {slowness} times slower than usual" if slowness > 1 else ""
    print(f"{'three-engine classes':<24} {total:>5} s of {limit:>4} s{note}")
    if total > limit:
        print(f"Cannot accept {total} s of three-engine tests: {BUDGET} allows {limit} s{note}.")
        print("Share deploys between tests, or give a class the tag long.")
    return total <= limit


def main() -> int:
    count = {label: [0, 0, 0] for label in ("unit", "in-process", "three-engine", "python")}
    skipped = []
    causes: dict[str, list[str]] = {}
    for report in sorted(Path(".").glob("**/target/*-reports/TEST-*.xml")) + sorted(Path("jobs").glob("*/target/TEST-*.xml")):
        for case in ElementTree.parse(report).getroot().iter("testcase"):
            row = count["python" if report.parent.name == "target" else kind(case.get("classname", ""))]
            if case.find("skipped") is not None:
                row[2] += 1
                reason = case.find("skipped").get("message") or "no reason given"
                skipped.append(f"{case.get('classname')}.{case.get('name')}: {reason}")
                continue
            trouble = case.find("failure") if case.find("failure") is not None else case.find("error")
            if trouble is None:
                row[0] += 1
                continue
            row[1] += 1
            causes.setdefault(cause(trouble), []).append(f"{case.get('classname')}.{case.get('name')}")
    for label, (passed, failed, left_out) in count.items():
        print(f"{label:<14} {passed:>5} passed {failed:>3} failed {left_out:>3} skipped")
    for line in skipped:
        print(f"skipped: {line}")
    for text, tests in list(causes.items())[:CAUSES]:
        print(f"failed: {tests[0]}" + (f" and {len(tests) - 1} more" if len(tests) > 1 else "") + f"\n{text}")
    if len(causes) > CAUSES:
        print(f"and {len(causes) - CAUSES} further causes, see the reports")
    totals = [sum(row[i] for row in count.values()) for i in range(3)]
    engines_ran = count["three-engine"][0] > 0
    if not engines_ran:
        print("The three-engine tests did not run.")
    in_time = within_budget()
    print(f"{totals[0]} passed, {totals[1]} failed, {totals[2]} skipped")
    return 1 if totals[1] or totals[0] == 0 or not in_time or (os.environ.get("CI") == "true" and not engines_ran) else 0


if __name__ == "__main__":
    sys.exit(main())
