"""Bytes to text, whatever charset was declared. Pure."""

import codecs
import re

from charset_normalizer import from_bytes
from webencodings import lookup

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
# How a header, a `meta`, a declaration of XML and one of a style name a charset.
DECLARED = re.compile(r"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE | re.ASCII)
HEAD = 4096  # bytes in which a document declares its charset
PAIRS = re.compile(rb"(?:[\xa1-\xfe]{2})+")
HIGH = re.compile(rb"[\x80-\xff]+")
BAD_SHARE = 10  # one character in so many may be unreadable
EASTERN = ("gb18030", "big5", "cp932", "euc_jp", "cp949")
SAMPLE, FEW = 16_384, 60  # bytes that are looked at; bytes beyond ASCII that tell a charset


def decode(body: bytes, content_type: str = "") -> str:
    """Return the text of `body`: by its byte order mark, else as UTF-8 if it is, else as it is declared.

    Names are read as the web reads them (a declared gb2312 is gb18030). A declaration that leaves more than
    a few characters unreadable is wrong; then a library guesses among those of East Asia, bytes that mostly
    come in pairs are Chinese, and all others Latin.
    """
    for mark, charset in MARKS:
        if body.startswith(mark):
            return body.decode(charset, "replace").lstrip("\ufeff")
    declared = [
        encoding.codec_info.name.lower()
        for text in (content_type, body[:HEAD].decode("latin-1"))
        for label in DECLARED.findall(text)[:3]
        if (encoding := lookup(label)) and encoding.name != "replacement"
    ]
    if "iso2022_jp" in declared:  # its bytes are those of ASCII
        return body.decode("iso2022_jp", "replace")
    try:
        return body.decode()
    except UnicodeDecodeError:
        pass
    # Servers declare Latin by default, and any bytes can be read as it: so it comes last.
    names = ["gb18030" if name in ("gbk", "gb2312") else name for name in declared if not _is_latin(name)]
    texts = [body.decode(name, "replace") for name in dict.fromkeys([*names, "utf-8"])]
    guessed = "" if any(map(_is_readable, texts)) else _guessed(body)
    chinese = "gb18030" if _in_pairs(body) else ""
    texts += [body.decode(name, "replace") for name in (guessed, chinese) if name]
    best = min(texts, key=lambda text: text.count("\ufffd"))
    return best if _is_readable(best) else body.decode("cp1252", "replace")


def _is_readable(text: str) -> bool:
    bad = text.count("\ufffd")
    return not bad or bad * BAD_SHARE <= len(text) - len(text.encode("ascii", "ignore"))


def _guessed(body: bytes) -> str:
    """The charset of East Asia that the first characters of `body` seem to be in; a few tell nothing."""
    first = HIGH.search(body)
    part = body[first.start() :][:SAMPLE] if first else b""
    part = part.rpartition(b"<")[0] or part  # not within a character
    if sum(map(len, HIGH.findall(part))) < FEW:
        return ""
    best = from_bytes(part, cp_isolation=[*EASTERN, "cp1252"]).best()
    return best.encoding if best and best.encoding in EASTERN else ""


def _is_latin(name: str) -> bool:
    return name.startswith(("cp125", "iso8859"))


def _in_pairs(body: bytes) -> bool:
    pairs = sum(len(run) for run in PAIRS.findall(body))
    return pairs * 10 > 8 * sum(len(run) for run in HIGH.findall(body))
