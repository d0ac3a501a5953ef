"""The credit that ends an item, read and written: "—Reuters", "—[36Kr](https://…) via Caixin, citing…".

An em dash in mid-sentence is no credit, nor is "(3)" a source. What can only be told by knowing the
sources, such as "(Caixin)" or "Vivo - Reuters", is a credit when the name is known. A backslash before
the dash or the bracket says that it is none. Pure.
"""

import re
from collections.abc import Container, Iterator
from typing import NamedTuple

from editions.document import CreditDoc


class _Anything:
    def __contains__(self, name: object) -> bool:
        return True


class _Place(NamedTuple):
    """Where a credit may stand: `words` from `start` on; `sure` if nobody has to know the name."""

    start: int
    words: str
    sure: bool
    stop: str = ""  # the full stop behind a bracket, which belongs to the sentence


LINK = r"\[(?:\\[\\\[\]]|[^\[\]\\\n]){0,300}\]\((?:<[^<>\n]{0,2000}>|(?:[^\s()<>]|\([^\s()<>]*\)){0,2000})\)"
BRACKETED = r"\[(?:\\[\\\[\]]|[^\[\]\\\n]){0,300}\]"
NAME = r"[^\[\]\\,，;；:：—―()（）\n]{1,60}?"
CITING = r"(?:citing|quoting|translated|援引|引述|据)"
NOTE = rf"{CITING}[^\[\]\\;；—―\n]*"
CREDIT = re.compile(
    rf"\s*(?P<source>{LINK}|{NAME})(?:\s+via\s+(?P<via>{LINK}|{NAME}))?"
    r"(?:[\s:：]*[(（<]?(?P<url>https?://[^\s()<>,，;；]+)[)）>]?)?"
    rf"(?:\s*[,，]\s*(?P<note>{BRACKETED}|{NOTE}))?\s*[.。]?\s*"
)
LINK_PARTS = re.compile(r"\[((?:\\[\\\[\]]|[^\[\]\\])*)\]\(<?(.*?)>?\)")
OPAQUE = re.compile(rf"{LINK}|{BRACKETED}")
SIGN = re.compile(r"[—―–‐−:：)）-]")  # without one of these there is no credit
STRONG_DASH = re.compile(r"—+|―+|--+")
WEAK_DASH = re.compile(r"(?:(?<=\s)|(?<=\\)|^)[-–‐−]")
LABEL = re.compile(r"(\\*)(?:sources?|来源|资料来源|消息来源)\s*[:：](.+)$", re.IGNORECASE)
BRACKETS = re.compile(r"[(（]([^()（）\[\]]{1,60})[)）]([.。]?)$")
ENDS_SENTENCE = re.compile(r"[.!?。！？…:：)）\"'”’」』》]$")
SMALL_WORDS = frozenset({"of", "the", "and", "for", "de", "la", "&", "on", "in"})
TAIL = 20_000  # characters in which the credit of a line is looked for
ANYTHING = _Anything()


def split_credits(line: str, known: Container[str]) -> tuple[str, tuple[CreditDoc, ...]]:
    """Return `line` without the credits at its end, and these. `known` holds names in casefolded form."""
    for place in _places(line):
        escaped = line[: place.start].endswith("\\")
        credits = _read(place, ANYTHING if escaped else known)
        if credits and escaped:
            return line[: place.start - 1] + line[place.start :], ()
        if credits:
            return line[: place.start].rstrip() + place.stop, credits
    return line, ()


def guard(line: str) -> str:
    """Return `line` with a backslash where its end could be read as a credit."""
    for place in _places(line):
        if _read(place, ANYTHING):
            return line[: place.start] + "\\" + line[place.start :]
    return line


def doubtful(line: str) -> str:
    """Return the words at the end of `line` that look like a credit, although the name is unknown."""
    for place in _places(line):
        before = line[: place.start].rstrip()
        if not before.endswith("\\") and ENDS_SENTENCE.search(before) and is_name(place.words.strip(" .。")):
            return line[place.start :]
    return ""


def is_name(words: str) -> bool:
    """Say whether `words` have the shape of a source's name: "The Paper", "36Kr", "财新", "ifeng.com"."""
    if re.fullmatch(r"\w+(?:[.-]\w+){0,5}\.[a-z]{2,}", words):
        return True
    parts = words.split(" ")
    shaped = (
        re.fullmatch(r"[\w.'’&+!/·《》 -]{1,50}(?<!\.)", words) and "--" not in words and "via" not in parts
    )
    capitals = parts[0] not in SMALL_WORDS and all(
        p in SMALL_WORDS or (p and not p[0].islower()) for p in parts
    )
    uncased = re.search(r"[\u3040-\u9fff\uac00-\ud7af]", words)
    return bool(
        shaped
        and capitals
        and words[0].isalnum()
        and re.search(r"[^\W\d_]", words)
        and len(parts) <= 6
        and len(words) <= (14 if uncased else 50)
    )


def write_credits(credits: tuple[CreditDoc, ...]) -> str:
    """Return `credits` in the form that `split_credits` reads, or nothing."""
    return "—" + "; ".join(_write(credit) for credit in credits) if credits else ""


def _places(line: str) -> Iterator[_Place]:
    if not SIGN.search(line):
        return
    offset = max(0, len(line) - TAIL)
    tail = line[offset:]
    spans = [match.span() for match in OPAQUE.finditer(tail)]
    inside = bytearray(len(tail))
    for start, end in spans:
        inside[start:end] = b"\1" * (end - start)
    strong = [dash for dash in STRONG_DASH.finditer(tail) if not inside[dash.start()]]
    if strong:
        words = tail[strong[-1].end() :]
        start = offset + strong[-1].start()
        yield _Place(start, words, _set_off(line[:start].rstrip("\\"), words))
    weak = [dash for dash in WEAK_DASH.finditer(tail) if not inside[dash.start()]]
    if weak:
        yield _Place(offset + weak[-1].start(), tail[weak[-1].end() :], False)
    if label := LABEL.match(line):
        yield _Place(label.end(1), label[2], True)
    bracket = BRACKETS.search(tail)
    if bracket and not inside[bracket.start()]:
        yield _Place(offset + bracket.start(), bracket[1], False, bracket[2])


def _set_off(before: str, words: str) -> bool:
    """Say whether a dash sets a credit off, and does not join the halves of a sentence."""
    if not before or ENDS_SENTENCE.search(before.rstrip()[-1:]):
        return True
    return before[-1].isspace() and not words[:1].isspace()


def _read(place: _Place, known: Container[str]) -> tuple[CreditDoc, ...]:
    credits: list[CreditDoc] = []
    for part in _parts(place.words):
        read = _read_known(part, known) or _read_one(part, known, place.sure)
        if not read:
            return ()
        credits += read
    return tuple(credits)


def _parts(words: str) -> list[str]:
    parts, position = [], 0
    for token in re.finditer(rf"{LINK}|{BRACKETED}|[;；]", words):
        if token[0] in ";；":
            parts.append(words[position : token.start()])
            position = token.end()
    return [*parts, words[position:]]


def _read_known(part: str, known: Container[str]) -> list[CreditDoc]:
    """Read "36Kr, Reuters and Caixin", which only who knows the three can tell from a name with a note."""
    if known is ANYTHING or part.strip().casefold() in known or "[" in part:
        return []
    names = [name.strip(" .。") for name in re.split(r"[,，、/&和与]|\band\b", part) if name.strip()]
    if len(names) > 1 and all(name.casefold() in known for name in names):
        return [CreditDoc(name) for name in names]
    return []


def _read_one(part: str, known: Container[str], sure: bool) -> list[CreditDoc]:
    match = CREDIT.fullmatch(part)
    if not match:
        return []
    source, link = _name_and_link(match["source"])
    via, _ = _name_and_link(match["via"] or "")
    certain = (
        sure and (link is not None or is_name(source)) and (not via or "[" in match["via"] or is_name(via))
    )
    if not certain and source.casefold() not in known:
        return []
    url = link or match["url"] or ""
    if url and not url.lower().startswith(("http://", "https://")):
        return []
    note = match["note"] or ""
    if note.startswith("["):
        note = _unescape(note[1:-1])
    return [CreditDoc(source, url=url, via=via, note=note.strip())]


def _name_and_link(words: str) -> tuple[str, str | None]:
    """Return the name and its address: None where there is none, "" where it says that this is a name."""
    link = LINK_PARTS.fullmatch(words)
    return (_unescape(link[1]), link[2]) if link else (words.strip(), None)


def _write(credit: CreditDoc) -> str:
    plain = is_name(credit.source) and not credit.url
    words = credit.source if plain else _link(credit.source, credit.url)
    if credit.via:
        words += " via " + (credit.via if is_name(credit.via) else _link(credit.via, ""))
    if credit.note:
        plain_note = re.fullmatch(NOTE, credit.note) and "--" not in credit.note
        words += ", " + (credit.note if plain_note else f"[{_escape(credit.note)}]")
    return words


def _link(name: str, url: str) -> str:
    return f"[{_escape(name)}](<{url}>)" if re.search(r"[()\s]", url) else f"[{_escape(name)}]({url})"


def _escape(words: str) -> str:
    return re.sub(r"([\\\[\]])", r"\\\1", words)


def _unescape(words: str) -> str:
    return re.sub(r"\\([\\\[\]])", r"\1", words)
