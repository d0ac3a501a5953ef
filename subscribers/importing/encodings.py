"""Which encoding a file is written in. Pure."""

import codecs
import re
from collections.abc import Iterable

ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 with a mark",
    "utf-16": "UTF-16 with a mark",
    "utf-16-le": "UTF-16, little end first",
    "utf-16-be": "UTF-16, big end first",
    "gb18030": "GBK and GB18030",
    "cp1252": "Western European",
}
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"\xd0\xcf\x11\xe0")
HEAD = 4096
HIGH = re.compile(rb"[\x80-\xff]+")


class Unreadable(ValueError):
    """No list can be read from the file; says why in one sentence."""


def detect(chunks: Iterable[bytes]) -> str:
    """Return the name of the encoding of a whole file, one of `ENCODINGS`.

    Raises Unreadable for an empty file and for what is no text.
    """
    head, in_utf8, in_gbk = b"", _Strict("utf-8"), _Strict("gb18030")
    runs = odd = nuls = 0
    for chunk in chunks:
        head = head or chunk[:HEAD]
        nuls += chunk.count(0)
        in_utf8.feed(chunk)
        in_gbk.feed(chunk)
        if not in_utf8.fits:
            lengths = [len(run) for run in HIGH.findall(chunk)]
            runs, odd = runs + len(lengths), odd + sum(length % 2 for length in lengths)
    if not head.strip():
        raise Unreadable("The file is empty.")
    if head.startswith(ARCHIVES):
        raise Unreadable("This is an archive or a spreadsheet: save it as CSV and upload that.")
    marked = next((name for mark, name in MARKS.items() if head.startswith(mark)), "")
    if marked or nuls:
        return marked or _without_mark(head)
    if in_utf8.fits:
        return "utf-8"
    # Chinese stands in pairs of such bytes; a European letter is one among plain ones.
    return "gb18030" if in_gbk.fits and odd * 2 < runs else "cp1252"


def _without_mark(head: bytes) -> str:
    pairs = max(len(head) // 2, 1)
    first, second = head[0::2].count(0) / pairs, head[1::2].count(0) / pairs
    if max(first, second) < 0.2 or min(first, second) > 0.05:
        raise Unreadable("The file contains NUL bytes, so it is no text: export it as CSV once more.")
    return "utf-16-le" if second > first else "utf-16-be"


class _Strict:
    """Whether all chunks so far can be decoded."""

    def __init__(self, encoding: str):
        self.decoder, self.fits = codecs.getincrementaldecoder(encoding)("strict"), True

    def feed(self, chunk: bytes) -> None:
        if self.fits:
            try:
                self.decoder.decode(chunk)
            except UnicodeDecodeError:
                self.fits = False
