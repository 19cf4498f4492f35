"""No letter that nobody sees gets from a file into a text, and none to the terminal by any way."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

from sim.cli.main import run
from sim.cli.options import print_json, show, tell
from sim.files.unseen import first_unseen, is_seen, visible
from sim.pack import InputError, check_pack
from sim.pack.text.fields import Refused, label, note

from .broken import copy_of_demo

UNSEEN = "\x00\x07\x1b\x7f\x85\x9b\u00ad\u061c\u115f\u1160\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202e\u2060\u2066\u2069\u3164\ufeff\uffa0\U000e0041"
SEEN = "김일성, 남조선로동당 “중앙위원회” — d’état… naïve Škoda 毛泽东 Сталин ½ № ㄱ ア\u00a0\u3000·"


@pytest.mark.parametrize("letter", UNSEEN, ids=lambda letter: f"U+{ord(letter):04X}")
def test_an_unseen_letter_is_refused_by_name(letter: str) -> None:
    with pytest.raises(Refused, match=rf"text without U\+{ord(letter):04X} \("):
        note(f"a{letter}b")
    assert visible(f"a{letter}b").isprintable()


def test_hangul_and_punctuation_pass() -> None:
    assert note(SEEN) == SEEN.strip()
    assert visible(SEEN) == SEEN
    assert note(unicodedata.normalize("NFD", "김일성")) == unicodedata.normalize("NFD", "김일성")


def test_a_note_may_have_lines_and_a_name_none() -> None:
    assert note("one\n\ttwo") == "one\n\ttwo"
    with pytest.raises(Refused, match=r"U\+000A \(a line break or tab\)"):
        label("one\ntwo")


def test_every_letter_a_terminal_acts_on_is_unseen() -> None:
    acted_on = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    for code in range(0x110000):
        if unicodedata.category(chr(code)) in acted_on:
            assert not is_seen(chr(code)), hex(code)
    assert first_unseen("plain", lines=False) == ""


@pytest.mark.parametrize(("file", "old", "line"), [("pack.toml", "Varenia, an", None), ("sources.toml", 'title = "', None), ("cadres.csv", "\n", 2)])
def test_a_file_with_one_is_refused_at_its_line(file: str, old: str, line: int | None, tmp_path: Path) -> None:
    pack = copy_of_demo(tmp_path)
    text = (pack / file).read_text("utf-8")
    place = text.index(old) + len(old) + 1
    (pack / file).write_text(text[:place] + "\u202e" + text[place:], "utf-8")
    wanted = f"{file}:{line or text[:place].count(chr(10)) + 1}: "
    said = [str(error) for error in check_pack(pack)]
    assert any(one.startswith(wanted) and "\\u202e" in one for one in said), said
    assert all(one.isprintable() for one in said)


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_all_ways_to_the_terminal_escape_what_is_unseen(lang: str, capfd: pytest.CaptureFixture[str]) -> None:
    show([f"a{UNSEEN}b", lang])
    tell(f"a{UNSEEN}b")
    print_json({"a": UNSEEN})
    for arguments in (["compare", f"demo{UNSEEN}"], [f"x{UNSEEN}"], ["run", "demo", f"--x{UNSEEN}"], ["run", "demo", "--lang", UNSEEN], ["sources", "demo", UNSEEN]):
        assert run([*arguments]) == 2
    out, err = capfd.readouterr()
    assert all(is_seen(letter) or letter == "\n" for letter in out + err)
    assert json.loads(out.split("\n", 2)[2]) == {"a": UNSEEN}


def test_an_error_is_one_printable_line() -> None:
    assert str(InputError(None, f"a{UNSEEN}\nb", kind="malformed", found=UNSEEN, allowed=UNSEEN)).isprintable()
