"""Files of subscribers on disk: the upload as it came, and the rows that were refused."""

import csv
import io
import os
from contextlib import contextmanager
from itertools import islice
from uuid import uuid4

from django.conf import settings

from subscribers.importing.encodings import Unreadable
from subscribers.importing.records import SAMPLE, lines_of, records_of

LARGEST = 200 * 1024 * 1024  # bytes: about three million rows
CHUNK = 1 << 20


def keep(chunks, largest=LARGEST):
    """Write an upload piece by piece; return its name below the folder of imports, and its size.

    Raises Unreadable where it is larger than we take.
    """
    settings.IMPORTS_DIR.mkdir(parents=True, exist_ok=True)
    name, size = f"{uuid4().hex}.csv", 0
    with (settings.IMPORTS_DIR / name).open("xb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > largest:
                break
            file.write(chunk)
    if size > largest:
        remove(name)
        raise Unreadable(f"The file is larger than {largest >> 20} MB: split it, and upload its parts.")
    return name, size


def chunks_of(name):
    with (settings.IMPORTS_DIR / name).open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def sample_of(name, encoding):
    """The first lines, from which its delimiter is told."""
    with _text(name, encoding) as file:
        return list(islice(lines_of(file.readline), SAMPLE))


@contextmanager
def opened(imported):
    """The records of a file with the lines they begin in; its headings are the first where it has them."""
    with _text(imported.path, imported.encoding) as file:
        yield records_of(lines_of(file.readline), imported.delimiter)


def refuse(imported, rows):
    """Write rows of (line, reason, cells) after those that were committed; return how large the file is."""
    written = io.StringIO()
    csv.writer(written).writerows([line, reason, *map(defused, cells)] for line, reason, cells in rows)
    path = _refused(imported)
    with path.open("r+b" if path.exists() else "w+b") as file:
        file.truncate(imported.refused_size)
        file.seek(0, os.SEEK_END)
        file.write(written.getvalue().encode())
        return file.tell()


def refused(imported):
    """Yield the refused rows as CSV."""
    left = imported.refused_size
    with _refused(imported).open("rb") as file:
        while left and (chunk := file.read(min(left, CHUNK))):
            left -= len(chunk)
            yield chunk


def has_refused(imported):
    return imported.refused_size > 0 and _refused(imported).exists()


def remove(name):
    (settings.IMPORTS_DIR / name).unlink(missing_ok=True)


def remove_refused(imported):
    _refused(imported).unlink(missing_ok=True)


def defused(cell):
    """A cell that a spreadsheet would run, made text."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _text(name, encoding):
    return (settings.IMPORTS_DIR / name).open(encoding=encoding, errors="replace", newline="")


def _refused(imported):
    return settings.IMPORTS_DIR / f"{imported.path}.refused.csv"
