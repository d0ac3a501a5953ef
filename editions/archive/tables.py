"""Tables that readers sort, filter and take away: what was asked of one, its heads, its CSV and JSON."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from editions.archive.caching import is_export

PART = 50  # rows
SLICE = 500  # rows a query names: of thousands, SQLite looks up each item in each section of every edition
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # with one of these a spreadsheet takes a cell for a formula


@dataclass
class Asked:
    """`filters` are texts as typed, by name; `wrong` says by name what is not to be had, in a sentence."""

    filters: dict[str, str]
    sort: str
    usual: str
    page: int = 1
    wrong: dict[str, str] = field(default_factory=dict)

    def query(self, **changes: str | int) -> str:
        """Return "?…" that asks the same but for `changes`, or nothing where that is what is usual."""
        asked = {**self.filters, "sort": self.sort, "page": self.page, **changes}
        usual = {"sort": self.usual, "page": 1}
        text = urlencode({name: value for name, value in asked.items() if value and value != usual.get(name)})
        return f"?{text}" if text else ""


@dataclass(frozen=True)
class Head:
    """A column; `query` sorts by it, and the other way round where the table is sorted by it already."""

    words: str
    query: str = ""
    order: str = ""  # for aria-sort
    is_number: bool = False


def read(values: Mapping[str, str], *, filters: Sequence[str], sorts: Sequence[str], usual: str) -> Asked:
    """Return what `values`, a query, asks; a minus before a name of `sorts` turns the order round."""
    asked = Asked({name: _text(values, name) for name in filters}, usual, usual)
    if sort := _text(values, "sort"):
        if sort.removeprefix("-") in sorts:
            asked.sort = sort
        else:
            asked.wrong["sort"] = _("The table cannot be sorted by that; these are the newest first.")
    if part := _text(values, "page"):
        if part.isascii() and part.isdecimal() and 0 < int(part[:6]) < 100_000:
            asked.page = int(part[:6])
        else:
            asked.wrong["page"] = no_such_part()
    return asked


def asked_of(
    request: HttpRequest, year: int | None, *, filters: Sequence[str], sorts: Sequence[str]
) -> Asked:
    """Return what `request` asks of a table of `year`; a file asks nothing."""
    asked = read({} if is_export(request) else request.GET, filters=filters, sorts=sorts, usual="-date")
    if year:
        asked.filters["year"] = str(year)
    return asked


def place(request: HttpRequest, name: str, asked: Asked, years: Sequence[int]) -> tuple[str, str]:
    """Return the path and the query of what is shown, however it was asked for, of the table at `name`.

    Each of `years` has a path of its own, and what is not to be had has no place in an address.
    """
    if is_export(request):
        return request.path, ""
    left_out = {one: "" for one in asked.wrong if one in asked.filters}
    year = asked.filters["year"]
    if year not in map(str, years):
        return reverse(name), asked.query(**left_out)
    return reverse(f"{name}_year", args=[int(year)]), asked.query(**{**left_out, "year": ""})


def no_such_part() -> str:
    return _("The table has no such part; this is the first.")


def heads(asked: Asked, columns: Sequence[tuple[str, str, bool]]) -> list[Head]:
    """The Heads of `columns`: words, the name to sort by or nothing, and whether it holds numbers.

    Dates and numbers begin with the highest, words with A.
    """
    found = []
    for words, name, is_number in columns:
        if not name:
            found.append(Head(words, is_number=is_number))
            continue
        first, other = (f"-{name}", name) if is_number or name == "date" else (name, f"-{name}")
        order = {name: "ascending", f"-{name}": "descending"}.get(asked.sort, "")
        query = asked.query(sort=other if asked.sort == first else first, page=1) or "?"
        found.append(Head(words, query, order, is_number))
    return found


def slices(rows: Sequence[object]) -> list[Sequence[object]]:
    """Return `rows` in parts, of which a query may name each row."""
    return [rows[first : first + SLICE] for first in range(0, len(rows), SLICE)]


def to_csv(names: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes:
    """Return RFC 4180. It begins with a byte order mark: Excel reads Chinese names wrongly without one."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(names)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def to_json(name: str, names: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes:
    """Return an object whose `name` is a list of objects; what is not known is null."""
    found = [dict(zip(names, row, strict=True)) for row in rows]
    return json.dumps({"count": len(found), name: found}, ensure_ascii=False, default=str, indent=1).encode()


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = "; ".join(value) if isinstance(value, list | tuple) else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def _text(values: Mapping[str, str], name: str) -> str:
    """What was typed, without the signs that no text has."""
    return "".join(sign for sign in values.get(name, "")[:120] if sign.isprintable()).strip()
