"""Parts of a list that begin after a row and not at a number, so that what is published moves nothing.

A cursor holds the values by which the last row shown was sorted. It is opaque to who uses it.
"""

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime

from django.db.models import Q, QuerySet

# Fields with the type of their values, "-" before one that falls; the last of them is unique.
Order = tuple[tuple[str, type], ...]


class BadCursor(ValueError):
    """No answer of ours gave it."""


def part(rows: QuerySet, order: Order, limit: int, cursor: str = "") -> tuple[list, str]:
    """Return `limit` of `rows` in `order` after `cursor`, and the cursor of the next part, "" at the end.

    Raises BadCursor.
    """
    names = [name for name, _ in order]
    rows = rows.order_by(*names)
    if cursor:
        rows = rows.filter(_after(names, _read(cursor, [kind for _, kind in order])))
    found = list(rows[: limit + 1])
    return found[:limit], _cursor(found[limit - 1], names) if len(found) > limit else ""


def chunks(rows: QuerySet, order: Order, size: int) -> Iterator[list]:
    """All of `rows` in `order`, in lists of `size` that are each read when they are asked for."""
    found, cursor = part(rows, order, size)
    yield found
    while cursor:
        found, cursor = part(rows, order, size, cursor)
        yield found


def _after(names, values):
    """What follows a row with `values`: beyond it in the first field, or level there and then beyond it."""
    field, value = names[0].removeprefix("-"), values[0]
    beyond = Q(**{f"{field}__{'lt' if names[0].startswith('-') else 'gt'}": value})
    return beyond | (Q(**{field: value}) & _after(names[1:], values[1:])) if names[1:] else beyond


def _cursor(row, names):
    values = [_value(row, name.removeprefix("-")) for name in names]
    text = json.dumps(values, default=datetime.isoformat, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _value(row, path):
    for name in path.split("__"):
        row = getattr(row, name)
    return row


def _read(cursor, kinds):
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        values = json.loads(base64.b64decode(padded.encode(), altchars=b"-_", validate=True))
        return [_typed(value, kind) for value, kind in zip(values, kinds, strict=True)]
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise BadCursor("This is no cursor that an answer gave.") from error


def _typed(value, kind):
    if kind is datetime:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise ValueError("A moment without a zone.")
        return moment.astimezone(UTC)
    if type(value) is not kind or "\x00" in str(value):
        raise ValueError(f"No {kind.__name__}.")
    str(value).encode()  # half of a surrogate pair is no text
    return value
