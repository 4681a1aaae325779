import gzip
import hashlib

import pytest

from lakeswarm_jobs.pages import BadBodyError, canonical, parse_page


def test_canonical_form_is_sorted_compact_utf8_lines() -> None:
    page = canonical([{"name": "Löwen", "id": "b", "x": None}, {"id": "a", "n": 1.5}], 1)

    expected = '{"id":"b","name":"Löwen","x":null}\n{"id":"a","n":1.5}\n'.encode()
    assert page.content == expected
    assert page.sha256 == hashlib.sha256(expected).hexdigest()
    assert (page.rows, page.ids) == (2, ("b", "a"))


def test_order_of_keys_does_not_change_the_hash() -> None:
    assert canonical([{"id": "a", "b": 1}], 1).sha256 == canonical([{"b": 1, "id": "a"}], 2).sha256


def test_compressed_bytes_carry_no_time_and_unpack_to_the_content() -> None:
    page = canonical([{"id": "a"}], 1)
    assert page.compressed()[4:8] == bytes(4)
    assert gzip.decompress(page.compressed()) == page.content


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"<html>sorry</html>", r"page 7 is not valid JSON .*text/html, begins '<html>sorry</html>'"),
        (b'[{"id":"a"},{"id', "page 7 is not valid JSON"),
        (b'[{"id":"a","x":NaN}]', "page 7 is not valid JSON"),
        (b"\xff\xfe\xfa", "page 7 is not valid JSON"),
        (b"[" * 100_000, "page 7 is not valid JSON"),
        (b'{"message":"no"}', "page 7 is not a JSON array"),
        (b'[{"id":"a"},{"name":"b"}]', "row 2 of page 7 is no object with a string id"),
        (b'[{"id":3}]', "row 1 of page 7"),
        (b'[{"id":""}]', "row 1 of page 7"),
        (b"[1]", "row 1 of page 7"),
    ],
)
def test_other_bodies_are_refused_and_named(body: bytes, message: str) -> None:
    with pytest.raises(BadBodyError, match=message):
        parse_page(body, "text/html", 7)


def test_preview_has_at_most_80_characters() -> None:
    with pytest.raises(BadBodyError) as e:
        parse_page(b"x" * 5000, "text/plain", 1)
    assert "x" * 80 in str(e.value)
    assert "x" * 81 not in str(e.value)


def test_broken_unicode_is_refused() -> None:
    rows = parse_page(b'[{"id":"a","name":"\\ud800"}]', "application/json", 3)
    with pytest.raises(BadBodyError, match="page 3 holds half of a surrogate pair"):
        canonical(rows, 3)
