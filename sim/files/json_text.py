"""JSON: plain data as text, and, from text that somebody else may have changed, plain data of a known shape, or a refusal; however deep it is
nested, whatever its numbers."""

from __future__ import annotations

import json
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from sim.files.unseen import is_seen

SCHEMA: Final = 2
"""Number of all public shapes: what commands print as JSON, folders of results. What another number has is refused by name."""


class Malformed(Exception):
    """No JSON, or JSON of another shape; the message says what is wrong in a few words."""


def json_text(value: Any) -> str:
    """Plain data as JSON; letters that a terminal would act on are escaped, which is the same text to whoever reads it."""
    text = json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False)
    if text.isascii() and "\x7f" not in text:
        return text
    return "".join(c if is_seen(c) or c == "\n" else f"\\u{ord(c):04x}" if c == "\x7f" else json.dumps(c)[1:-1] for c in text)


def plain_data(data: bytes) -> Any:
    """What JSON text holds. Python's own reader takes more than JSON is; that is refused here: what is not a number, a key given twice.

    Raises:
        Malformed: it is no JSON, or nested more deeply than can be read.
    """
    try:
        return json.loads(data.decode("utf-8"), parse_constant=_no_number, object_pairs_hook=_once)
    except UnicodeDecodeError:
        raise Malformed("not UTF-8") from None
    except json.JSONDecodeError as error:
        raise Malformed(f"no JSON at line {error.lineno}") from None
    except RecursionError:
        raise Malformed("nested too deeply") from None
    except ValueError:  # a whole number of thousands of digits
        raise Malformed("a number that is too long") from None


def check_form(form: type[BaseModel], value: object) -> None:
    """Refuse plain data of another form.

    Raises:
        Malformed: the first place that has another one is named.
    """
    try:
        form.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])[:80]
        raise Malformed(f"{place or 'all of it'}: {first['msg'][:120]}") from None
    except RecursionError:
        raise Malformed("nested too deeply") from None


def _no_number(word: str) -> Any:
    raise Malformed(f"{word}, which is no number")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Malformed("a key given twice")
    return found
