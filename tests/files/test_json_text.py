"""JSON is read as JSON says, and no other text is."""

from __future__ import annotations

import pytest

from sim.files.json_text import Malformed, plain_data

BAD = [
    (b"[" * 100_000, "nested too deeply"), (b'{"a":' * 100_000, "nested too deeply"), (b"NaN", "no number"), (b'{"a": -Infinity}', "no number"),
    (b"9" * 10_000, "too long"), (b'{"a": 1, "a": 2}', "a key given twice"), (b'{"a": {"b": 1, "b": 1}}', "a key given twice"), (b"", "no JSON"),
    (b"{", "no JSON"), (b"\xff\xfe{}", "not UTF-8"), (b"{}\0", "no JSON"), (b'{"a": 1} {}', "no JSON"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "said"), BAD, ids=[str(data[:20]) for data, _ in BAD])
def test_what_is_no_json_is_refused_in_a_few_words(data: bytes, said: str) -> None:
    with pytest.raises(Malformed, match=said):
        plain_data(data)


def test_json_is_read() -> None:
    assert plain_data(b'{"a": [1, 2.5, null, true, "\\u00fc"]}') == {"a": [1, 2.5, None, True, "ü"]}
