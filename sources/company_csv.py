"""Companies as a CSV that a spreadsheet opens: its columns, its cells, and how they are read back."""

import codecs
import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable

from charset_normalizer import from_bytes
from django.contrib.contenttypes.models import ContentType

from sources.models import Company

COLUMNS = (
    "name",
    "local_name",
    "aliases",
    "former_names",
    "ambiguous",
    "slug",
    "ticker",
    "headquarters",
    "website",
    "parent",
    "summary",
    "sectors",
    "markets",
)
LINE, REASON = "line", "reason"  # of the rows handed back, which may return as they are
LARGEST = 8 * 1024 * 1024  # bytes
MOST = 20_000  # rows
RUN = "=+-@\t\r"  # what a spreadsheet takes for the beginning of a formula
GUARDED = re.compile(f"'+[{RUN}]")
FIRST_LINE = re.compile(r"[^\r\n]*")
SEPARATOR = re.compile(r'"?sep=([,;\t])"?[,;\t]*', re.IGNORECASE)  # a first line of which Excel shows nothing
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # as Excel begins its "Unicode text"
CHINESE = ("gb18030", "cp950")  # as spreadsheets write them
BEYOND_ASCII = re.compile(rb"[\x80-\xff]+")
SAMPLE, FEW = 16_384, 12  # bytes that are looked at; those beyond ASCII that tell something
PART = re.compile(r"(?:\\.|[^|\\]|\\$)+", re.DOTALL)


class Unreadable(ValueError):
    """The file is no such CSV; says why in one sentence."""


def export() -> Iterable[dict[str, str]]:
    """The cells of every company that stands, by name. It takes four queries."""
    rows = Company.objects.standing().select_related("parent").prefetch_related("markets")
    sectors = sectors_by_company()
    return (told(row, sectors[row.pk]) for row in rows)


def sectors_by_company() -> dict[int, list[str]]:
    """The names of the sectors of each, by its id: prefetching, taggit puts a query together for each."""
    of, found = ContentType.objects.get_for_model(Company), defaultdict(list)
    links = Company.sectors.through.objects.filter(content_type=of)
    for pk, name in links.values_list("object_id", "tag__name"):
        found[pk].append(name)
    return found


def told(company: Company, sectors: Iterable[str]) -> dict[str, str]:
    """The cells of a company; names with | between them."""
    cells = {
        "name": company.name,
        "local_name": company.local_name,
        "aliases": joined(company.aliases.splitlines()),
        "former_names": joined(company.former_names.splitlines()),
        "ambiguous": "yes" if company.ambiguous_name else "",
        "slug": company.slug,
        "ticker": company.ticker,
        "headquarters": company.headquarters,
        "website": company.website,
        "parent": company.parent.name if company.parent else "",
        "summary": company.summary,
        "sectors": joined(sorted(sectors)),
        "markets": joined(sorted(market.name for market in company.markets.all())),
    }
    return {name: plain(text) if name == "summary" else in_line(text) for name, text in cells.items()}


def write(rows: Iterable[dict[str, str]], columns: Iterable[str] = COLUMNS) -> str:
    """Return a CSV of `rows`, in which no cell is a formula."""
    columns, out = list(columns), io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_guarded(row.get(name, "")) for name in columns] for row in rows)
    return out.getvalue()


def decoded(content: bytes) -> str:
    """Return the text of an uploaded file. Raises Unreadable."""
    if len(content) > LARGEST:
        raise Unreadable(f"The file is larger than {LARGEST >> 20} MB: split it.")
    for charset in ["utf-16"] if content.startswith(UTF_16) else ["utf-8-sig", *_likeliest(content)]:
        try:
            text = content.decode(charset)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unreadable("This is no text in UTF-8, GB18030 or Big5: save it as “CSV UTF-8” and upload that.")


def _likeliest(content):
    """The charsets of mainland and Taiwan, the likelier first: what is of one is often valid in the other."""
    first = BEYOND_ASCII.search(content)
    part = content[first.start() :][:SAMPLE] if first else b""
    part = part[: part.rfind(b"\n") + 1] or part  # not within a character
    tells = sum(map(len, BEYOND_ASCII.findall(part))) >= FEW
    best = from_bytes(part, cp_isolation=list(CHINESE)).best() if tells else None
    return CHINESE[::-1] if best and best.encoding == CHINESE[1] else CHINESE


def read(text: str) -> list[tuple[int, dict[str, str], str]]:
    """Return each row of a CSV: the line it begins in, its cells, and what is wrong with their number.

    Raises Unreadable.
    """
    first = FIRST_LINE.match(text)[0]
    named = SEPARATOR.fullmatch(first)
    delimiter = named[1] if named else next((sign for sign in "\t;" if sign in first), ",")
    reader, rows, line = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), [], 1
    try:
        if named:
            next(reader)
        headings = [re.sub("[ -]", "_", cell.strip().lower()) for cell in _full(next(reader, []))]
        _check(headings)
        line = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                cells = _full(cells, len(headings))
                wrong = f"It has {len(cells)} cells where the first line names {len(headings)}."
                said = dict(zip(headings, map(_unguarded, cells), strict=False))
                rows.append((line, said, wrong if len(cells) != len(headings) else ""))
            if len(rows) > MOST:
                raise Unreadable(f"It has more than {MOST} rows: split it.")
            line = reader.line_num + 1
    except csv.Error as error:
        where = f"The row that begins in line {line} cannot be read"
        raise Unreadable(f"{where} ({error}): is a quote in it not closed?") from error
    if not rows:
        raise Unreadable("There is no row below the names of the columns.")
    return rows


def _full(cells, least=0):
    """Without the empty ones at the end, which a spreadsheet writes for columns it once had."""
    while len(cells) > least and not cells[-1].strip():
        cells = cells[:-1]
    return cells


def _check(headings):
    if not any(headings):
        raise Unreadable("The file is empty, or its first line is: that one has to name the columns.")
    if "" in headings:
        raise Unreadable(f"Column {headings.index('') + 1} has no name in the first line.")
    unknown = [name for name in headings if name not in (*COLUMNS, LINE, REASON)]
    if "name" not in headings:
        raise Unreadable("The first line has to name the columns, and “name” is not among them.")
    if unknown:
        raise Unreadable(f"There is no column “{unknown[0][:40]}”. Columns are: {', '.join(COLUMNS)}.")
    if len(set(headings)) != len(headings):
        raise Unreadable("A column is there twice.")


def joined(parts: Iterable[str]) -> str:
    """Return the cell that holds `parts`."""
    return "|".join(re.sub(r"([|\\])", r"\\\1", one) for part in parts if (one := " ".join(part.split())))


def parts_of(cell: str) -> list[str]:
    """Return the parts that a cell holds, each once."""
    parts = (re.sub(r"\\(.)", r"\1", part, flags=re.DOTALL) for part in PART.findall(cell))
    return list(dict.fromkeys(one for part in parts if (one := " ".join(part.split()))))


def plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def in_line(text: str) -> str:
    return " ".join(text.split())


def _guarded(cell):
    return f"'{cell}" if cell.startswith(tuple(RUN)) or GUARDED.match(cell) else cell


def _unguarded(cell):
    return cell[1:] if GUARDED.match(cell) else cell
