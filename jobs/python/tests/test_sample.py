import gzip
import json
from pathlib import Path

import pytest

from lakeswarm_jobs.sample import main, synthetic_rows
from lakeswarm_jobs.snapshot_file import read_rows

COMMITTED = Path(__file__).parents[1] / "sample" / "snapshot.json.gz"


def test_the_committed_sample_is_what_the_command_makes(tmp_path: Path) -> None:
    out = tmp_path / "sample.json.gz"
    assert main(["make", str(out)]) == 0
    # Rows, not bytes: zlib versions compress differently.
    assert list(read_rows(out)) == list(read_rows(COMMITTED))
    assert COMMITTED.stat().st_size < 30_000


def test_the_sample_has_every_kind_of_dirt() -> None:
    rows = json.loads(gzip.decompress(COMMITTED.read_bytes()))
    assert len({row["id"] for row in rows}) == len(rows) == 300
    values = {column: [row[column] for row in rows] for column in rows[0]}
    assert " United States" in values["country"]
    assert {type(value) for value in values["longitude"]} == {str, float, type(None)}
    assert "" in values["latitude"]
    for column in ("phone", "address_1", "website_url"):
        assert None in values[column]
        assert any(value is not None and not value.strip() for value in values[column])
        assert any(value and value.strip() and value != value.strip() for value in values[column])
    assert any(not value.isascii() for value in values["name"])


def test_the_seed_decides() -> None:
    assert list(synthetic_rows(5, 1)) == list(synthetic_rows(5, 1))
    assert list(synthetic_rows(5, 1)) != list(synthetic_rows(5, 2))


def test_scaled_rows_have_new_unique_repeatable_ids_and_equal_content(tmp_path: Path) -> None:
    outs = [tmp_path / "a.gz", tmp_path / "b.gz"]
    for out in outs:
        assert main(["scale", str(COMMITTED), str(out), "--factor", "3"]) == 0
    assert outs[0].read_bytes() == outs[1].read_bytes()
    source = [json.loads(row) for row in read_rows(COMMITTED)]
    scaled = json.loads(gzip.decompress(outs[0].read_bytes()))
    assert len({row["id"] for row in scaled} | {row["id"] for row in source}) == 1200
    assert [row | {"id": ""} for row in scaled] == [row | {"id": ""} for row in source] * 3


@pytest.mark.parametrize("body", ['{"id":"a"}', "[\n{},\n", ""])
def test_what_is_no_snapshot_is_refused(tmp_path: Path, body: str) -> None:
    (tmp_path / "bad.json").write_text(body)
    with pytest.raises(ValueError, match=r"array|Expecting value"):
        list(read_rows(tmp_path / "bad.json"))
