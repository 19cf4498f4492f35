"""What READMEs say, taken apart: blocks of code, links, words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FIRST = ROOT / "README.md"
READMES = sorted([FIRST, *(path for room in ("sim", "tests", "scenarios") for path in (ROOT / room).rglob("README.md"))])
SCALE = ROOT / "sim" / "batch" / "SCALE.md"
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")


@dataclass(frozen=True)
class Block:
    """A block of code: its language, its text, and the line it begins on."""

    kind: str
    text: str
    line: int


def blocks(path: Path) -> list[Block]:
    """Blocks of code, in their order."""
    text = path.read_text("utf-8")
    return [Block(match[1], match[2], text.count("\n", 0, match.start()) + 2) for match in _BLOCK.finditer(text)]


def prose(path: Path) -> str:
    """All but the blocks of code."""
    return _BLOCK.sub("", path.read_text("utf-8"))


def links(path: Path) -> list[str]:
    """Links to places of this repository."""
    return [target for target in _LINK.findall(prose(path)) if "://" not in target]


def anchors(path: Path) -> set[str]:
    """Anchors of headings, as they are made where the repository is read."""
    heads = re.findall(r"^#+ (.*)$", prose(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def shown_answer() -> str:
    """The answer that the first README shows."""
    return next(block.text for block in blocks(FIRST) if block.kind == "text")


def with_answer(answer: str) -> str:
    """The first README with another answer in the place of the one it shows."""
    return FIRST.read_text("utf-8").replace(f"```text\n{shown_answer()}```", f"```text\n{answer}```")


def first_command() -> list[str]:
    """Arguments of `counterfaction` in the README's first line."""
    return next(block.text for block in blocks(FIRST) if block.kind == "bash").strip().rpartition("counterfaction ")[2].split()
