#!/usr/bin/env python3
"""Names every file and line that is longer than the rules allow. Usage: lines.py SHELL-SCRIPT…

Shell scripts are arguments, because those of the images have no suffix. The other files are what git lists.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

# Kind of file: most lines a file, most characters a line.
LIMITS = {
    "shell": (220, 120),
    ".jq": (None, 120),
    ".java": (300, None),
    ".py": (300, None),
    ".md": (None, 120),
}
README = 150


def prose(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Markdown's lines that can be wrapped: neither code, nor a row of a table, nor one with a URL."""
    fence = ""
    for number, line in enumerate(lines, 1):
        mark = re.match(r" *(```+|~~~+)", line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        elif not fence and not line.lstrip().startswith("|") and "://" not in line:
            yield number, line


def findings(path: str, kind: str) -> Iterator[str]:
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    length, width = LIMITS[kind]
    if path == "README.md":
        length = README
    if length and len(lines) > length:
        yield f"{path}: {len(lines)} lines, {length} are allowed. Split the file by responsibility."
    for number, line in prose(lines) if kind == ".md" else enumerate(lines, 1):
        if width and len(line) > width:
            yield f"{path}:{number}: {len(line)} characters, {width} are allowed. Wrap the line."


def main(shell: list[str]) -> int:
    tracked = subprocess.run(["git", "ls-files"], check=True, capture_output=True, text=True).stdout.split("\n")
    kinds = {path: Path(path).suffix for path in tracked if path} | {path: "shell" for path in shell}
    found = [
        finding for path, kind in kinds.items() if kind in LIMITS and Path(path).is_file() for finding in findings(path, kind)
    ]
    print("\n".join(found), file=sys.stderr, end="\n" if found else "")
    return 1 if found else 0


sys.exit(main(sys.argv[1:]))
