"""Makes snapshot files: a small synthetic one with dirty values, and large ones from another file.

python -m lakeswarm_jobs.sample make OUT [--rows 300] [--seed 1]
python -m lakeswarm_jobs.sample scale IN OUT [--factor 100]
"""

import argparse
import hashlib
import json
import random
import sys
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path

from lakeswarm_jobs.snapshot_file import read_rows, write_rows

_TYPES = (
    "micro",
    "brewpub",
    "planning",
    "regional",
    "closed",
    "contract",
    "large",
    "proprietor",
    "nano",
    "bar",
)
# Country, states, latitude and longitude of about its middle.
_PLACES = (
    ("United States", ("Oregon", "Colorado", "Texas", "Vermont"), 39.8, -98.6),
    (" United States", ("Oregon",), 44.0, -120.5),
    ("Ireland", ("Cork", "Dublin"), 53.4, -8.2),
    ("South Korea", ("서울특별시", "부산광역시"), 36.5, 127.9),
    ("Poland", ("mazowieckie", "śląskie"), 52.1, 19.4),
    ("Austria", ("Kärnten", "Niederösterreich"), 47.6, 14.1),
    ("Portugal", ("Évora", "Setúbal"), 39.6, -8.0),
)
_WEIGHTS = (70, 1, 8, 7, 6, 5, 3)
_FIRST = ("Old", "Copper", "Löwen", "São", "Crooked", "Złoty", "한강", "Iron", "Blue", "O'Malley's")
_SECOND = ("Anchor", "Fox", "Bräu", "Barrel", "Mill", "Żubr", "맥주", "Crow", "River", "& Sons")
_THIRD = ("Brewing Company", "Brewery", "Beer Co", "Taproom", "Brewpub")
_STREETS = ("Main St", "Mill Lane", "Hauptstraße", "Rua Nova", "ul. Długa", "River Rd")
_CITIES = ("Springfield", "Galway", "Graz", "Łódź", "Évora", "Busan", "Saint John's", "Bend")
_BLANK, _ABSENT, _PADDED = 0.04, 0.08, 0.03
_NO_PLACE, _NUMBER_PLACE = 0.25, 0.15


def synthetic_rows(count: int, seed: int) -> Iterator[dict[str, object]]:
    """Yield invented breweries; the same arguments give the same rows.

    Dirtier than the real ones: blanks, NULLs, spaces around text, coordinates as text, number or blank.
    """
    pick = random.Random(seed)  # noqa: S311 - repeatable on purpose
    for number in range(count):
        country, states, latitude, longitude = pick.choices(_PLACES, _WEIGHTS)[0]
        street = f"{pick.randint(1, 9999)} {pick.choice(_STREETS)}"
        state = pick.choice(states)
        located = pick.random() >= _NO_PLACE
        as_number = pick.random() < _NUMBER_PLACE
        name = f"{pick.choice(_FIRST)} {pick.choice(_SECOND)} {pick.choice(_THIRD)}"
        address = _dirty(pick, street)
        yield {
            "id": str(uuid.UUID(int=pick.getrandbits(128), version=4)),
            "name": _padded(pick, name),
            "brewery_type": _TYPES[min(int(pick.expovariate(0.6)), len(_TYPES) - 1)],
            "address_1": address,
            "address_2": f"Unit {number}" if pick.random() < _BLANK else None,
            "address_3": None,
            "city": _padded(pick, pick.choice(_CITIES)),
            "state_province": state,
            "postal_code": f"{pick.randint(10000, 99999)}",
            "country": country,
            "longitude": _coordinate(pick, longitude, as_number) if located else None,
            "latitude": _coordinate(pick, latitude, as_number) if located else pick.choice((None, "")),
            "phone": _dirty(pick, f"{pick.randint(10**9, 10**10 - 1)}"),
            "website_url": _dirty(pick, f"http://www.brewery-{number}.example"),
            "state": state,
            "street": address,
        }


def scaled_rows(source: Path, factor: int) -> Iterator[bytes]:
    """Yield every row of the file `factor` times, each with a new id that depends on the old one alone."""
    rows = []
    for text in read_rows(source):
        row = json.loads(text)
        brewery_id = row.pop("id")
        rows.append((brewery_id, json.dumps(row, ensure_ascii=False).encode()[1:]))
    for copy in range(factor):
        for brewery_id, rest in rows:
            digest = hashlib.blake2b(f"{brewery_id}/{copy}".encode(), digest_size=16).digest()
            yield b'{"id": "%s", %s' % (str(uuid.UUID(bytes=digest)).encode(), rest)


def main(argv: Sequence[str]) -> int:
    """Write the file and say how many rows it has."""
    parser = argparse.ArgumentParser(
        prog="python -m lakeswarm_jobs.sample", description=__doc__.splitlines()[0]
    )
    commands = parser.add_subparsers(dest="command", required=True)
    make = commands.add_parser("make", help="write a small synthetic snapshot")
    make.add_argument("out", type=Path)
    make.add_argument("--rows", type=int, default=300)
    make.add_argument("--seed", type=int, default=1)
    scale = commands.add_parser("scale", help="write a snapshot several times, with new ids")
    scale.add_argument("source", type=Path)
    scale.add_argument("out", type=Path)
    scale.add_argument("--factor", type=int, default=100)
    options = parser.parse_args(argv)
    if options.command == "make":
        made = synthetic_rows(options.rows, options.seed)
        count = write_rows(options.out, (json.dumps(row, ensure_ascii=False).encode() for row in made))
    else:
        count = write_rows(options.out, scaled_rows(options.source, options.factor))
    print(f"{options.out}: {count} rows, {options.out.stat().st_size} bytes")
    return 0


def _padded(pick: random.Random, text: str) -> str:
    chance = pick.random()
    if chance < _PADDED:
        return " " + text
    return text + " " if chance < 2 * _PADDED else text


def _dirty(pick: random.Random, text: str) -> str | None:
    chance = pick.random()
    if chance < _ABSENT:
        return None
    if chance < _ABSENT + _BLANK:
        return pick.choice(("", "  "))
    return _padded(pick, text)


def _coordinate(pick: random.Random, middle: float, as_number: bool) -> str | float:
    value = round(middle + pick.uniform(-2, 2), 7)
    return value if as_number else _padded(pick, f"{value}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
