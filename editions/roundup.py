"""Roundup text → document: what editors paste, and what `render_roundup` writes.

A text with Markdown headings is taken at its word: its headings are the only ones, and "---" stands before
the sign-off. Any other is read as people write: a short line before bullets or a paragraph is a heading,
each line is a paragraph unless the lines were wrapped, the sign-off is known by its words. Nothing is
thrown away but the furniture of web pages, which is listed; what finds no place stays as text of a
section, marked. Pure.
"""

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from rapidfuzz import fuzz

from editions.credit_lines import doubtful, split_credits
from editions.damage import lost_link_text
from editions.document import CreditDoc, EditionDocument, ItemDoc, SectionDoc
from editions.pasted import Mark, Parsed, clean
from editions.roundup_lines import (
    ADDRESS,
    BOLD,
    BULLET,
    HEADING,
    RULE,
    could_be_heading,
    furniture,
    split_marker,
    unescape,
    unwrap,
)
from sources.cleaning import Dropped

TITLE = re.compile(
    r"(?P<name>.{0,60}?)[\s,:：|–—-]*(?<![\w])(?:No\.?|Issue|Edition|第)\s*#?(?P<number>\d{1,9})\s*期?"
    r"(?:\s*[:：.|–—-]\s*(?P<title>.*))?$",
    re.IGNORECASE,
)
UNTITLED = "Untitled"
SIGNS_OFF = re.compile(
    r"(?:that wraps up|that['’]?s (?:a wrap|(?:all|it) (?:for|from))|that is all for"
    r"|thanks? (?:you )?for reading|see you (?:next|in the next|again)|until next (?:week|time)"
    r"|以上(?:就)?是|感谢(?:您的)?阅读|下[周期]再?见|我们下[周期])",
    re.IGNORECASE,
)
ALIKE = 75  # percent; a standing text of which a sentence was reworded is still over 80
SIGNOFF_REACH = 6  # paragraphs from the end in which a sign-off may begin


@dataclass
class _Block:
    """A heading, a bullet, a rule, or a paragraph ("text"); of a bullet, "" stands between paragraphs."""

    kind: str
    lines: list[str]
    level: int = 0

    @property
    def words(self) -> str:
        return "\n".join(self.lines)


@dataclass
class _Item:
    headline: str = ""
    lines: list[str] = field(default_factory=list)
    format: str = "brief"


@dataclass
class _Section:
    heading: str = ""
    layout: str = ""
    lead: list[str] = field(default_factory=list)
    items: list[_Item] = field(default_factory=list)
    has_bullets: bool = False
    doubt: str = ""


def parse(text: str, *, introduction: str = "", signoff: str = "", sources: Iterable[str] = ()) -> Parsed:
    """Return the edition that `text` holds.

    `introduction` and `signoff` are the masthead's standing texts, `sources` the names that are credited.
    Raises PasteError where `clean` does, and nothing else.
    """
    lines = clean(text).split("\n")
    dropped: list[Dropped] = []
    number, title, lines = _take_title(lines, _paragraphs(introduction), dropped)
    marked = _is_marked(lines, titled=number is not None or title is not None)
    known = frozenset(name.casefold() for name in sources)
    blocks = _blocks(lines if marked else unwrap(lines), marked, known, dropped)
    blocks, farewell = _cut_signoff(blocks, marked, _paragraphs(signoff))
    if not marked:
        blocks = _find_headings(blocks, known, _paragraphs(introduction))
    opening, sections = _assemble(blocks, known)
    if not marked and not sections:
        opening, sections = _without_headings(opening, known, _paragraphs(introduction))
    marks: list[Mark] = []
    document = EditionDocument(
        number=number,
        title=title or "",
        introduction=_text(opening),
        sections=tuple(_section(draft, f"sections.{i}", known, marks) for i, draft in enumerate(sections)),
        signoff=_text(farewell),
    )
    return Parsed(document, (*_damage("introduction", document.introduction), *marks), tuple(dropped))


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _like_any(words: str, standing: list[str]) -> bool:
    near = (other for other in standing if len(words) < 2 * len(other) and len(other) < 2 * len(words))
    return any(fuzz.ratio(words, other, score_cutoff=ALIKE) for other in near)


# Lines


def _take_title(
    lines: list[str], standing: list[str], dropped: list[Dropped]
) -> tuple[int | None, str | None, list[str]]:
    """Return number, title and the lines after it. A title of None says that there is no line for one."""
    first, rest = lines[0].strip(), lines[1:]
    heading = HEADING.match(first)
    words = (heading[2] or "").strip() if heading else first
    if heading and len(heading[1]) == 1:
        if words == UNTITLED or words.startswith("\\"):
            return None, "" if words == UNTITLED else words[1:], rest
    elif heading or not could_be_heading(first):
        return None, None, lines
    if named := TITLE.match(words):
        if name := named["name"].strip():
            dropped.append(Dropped(name, "the name of the newsletter"))
        return int(named["number"]), (named["title"] or "").strip(), rest
    alone = heading and sum(line.startswith("# ") for line in rest) == 0
    following = next((line.strip() for line in rest if line.strip()), "")
    if alone or (not heading and _like_any(following, standing)):
        return None, words, rest
    return None, None, lines


def _is_marked(lines: list[str], *, titled: bool) -> bool:
    headings = any(HEADING.match(line) for line in lines)
    return headings or (titled and any(RULE.match(line.strip()) for line in lines))


# Blocks


def _blocks(lines: list[str], marked: bool, known: Container[str], dropped: list[Dropped]) -> list[_Block]:
    """Return the blocks of `lines`. Under a heading with a layout other than briefs, lists are words."""
    levels = [len(match[1]) for line in lines if (match := HEADING.match(line))]
    section_level = min(levels, default=2)
    joins = marked and "" in lines
    blocks: list[_Block] = []
    blank, verbatim, indent = True, False, -1
    for raw in lines:
        line = raw.rstrip() if verbatim else raw.strip()
        if not line.strip():
            blank = True
            continue
        bullet = None if verbatim else BULLET.match(raw)
        why = furniture(bullet["words"] if bullet else line.strip())
        heading = HEADING.match(raw.rstrip()) if marked else None
        if why:
            dropped.append(Dropped(line.strip(), why))
            continue
        if heading:
            level = len(heading[1]) - section_level + 2
            verbatim = split_marker(heading[2] or "")[1] not in ("", "briefs") if level == 2 else verbatim
            blocks.append(_Block("heading", [(heading[2] or "").strip()], level))
        elif RULE.match(line):
            blocks.append(_Block("rule", [line]))
        elif indent >= 0 and _indent(raw) > indent and blocks[-1].kind == "bullet":
            blocks[-1].lines += ["", line] if blank else [line]
            blank = False
            continue
        elif bullet and not (raw.lstrip().startswith("–") and bullet["words"].strip().casefold() in known):
            blocks.append(_Block("bullet", [bullet["words"].strip()]))
            blank, indent = False, _indent(raw)
            continue
        elif joins and not blank and blocks and _runs_on(blocks[-1]):
            blocks[-1].lines.append(line)
            blank = False
            continue
        else:
            blocks.append(_Block("text", [line]))
        blank, indent = False, -1
    return blocks


def _indent(line: str) -> int:
    line = line.expandtabs(4)
    return len(line) - len(line.lstrip())


def _runs_on(block: _Block) -> bool:
    """Say whether a line right below `block` belongs to it."""
    if block.kind == "bullet":
        return bool(re.search(r"[\w,，-]$", block.lines[-1])) and not BOLD.match(block.lines[-1])
    return block.kind == "text"


def _cut_signoff(blocks: list[_Block], marked: bool, standing: list[str]) -> tuple[list[_Block], list[str]]:
    ruled = next((i for i in range(len(blocks) - 1, -1, -1) if blocks[i].kind == "rule"), None)
    tail = blocks[ruled + 1 :] if ruled is not None else []
    certain = marked or (0 < len(tail) < SIGNOFF_REACH and not could_be_heading(tail[0].words))
    if ruled is not None and certain and all(block.kind == "text" for block in tail):
        return blocks[:ruled], _spaced(tail)
    start = len(blocks)
    for i in range(len(blocks) - 1, max(-1, len(blocks) - 1 - SIGNOFF_REACH), -1):
        if blocks[i].kind == "rule":
            continue
        if blocks[i].kind != "text":
            break
        if SIGNS_OFF.match(blocks[i].words) or _like_any(blocks[i].words, standing):
            start = i
    return blocks[:start], _spaced(block for block in blocks[start:] if block.kind == "text")


def _find_headings(blocks: list[_Block], known: Container[str], standing: list[str]) -> list[_Block]:
    """Turn bold lines, and short lines with something below them, into headings."""
    found = []
    for i, block in enumerate(blocks):
        below = next((b for b in blocks[i + 1 : i + 3] if b.kind != "rule"), None)
        words = block.words
        bold = BOLD.match(words)
        if block.kind == "text" and below and (bold or _is_plain_heading(words, known, standing)):
            found.append(_Block("heading", [(bold[1] or bold[2]).strip() if bold else unescape(words)], 2))
        else:
            found.append(block)
    return found


def _is_plain_heading(words: str, known: Container[str], standing: list[str]) -> bool:
    if words.startswith("\\") or not could_be_heading(words) or _like_any(words, standing):
        return False
    return not split_credits(words, known)[1]


# Sections


def _assemble(blocks: list[_Block], known: Container[str]) -> tuple[list[str], list[_Section]]:
    opening: list[str] = []
    sections: list[_Section] = []
    for block in blocks:
        section = sections[-1] if sections else None
        if block.kind == "heading" and block.level == 2:
            heading, layout = split_marker(block.words)
            sections.append(_Section(heading, layout))
        elif block.kind == "heading" and block.level == 3:
            sections = sections or [_Section()]
            sections[-1].items.append(_Item(block.words, format="story"))
        elif block.kind == "bullet" and not (section and section.items and not section.has_bullets):
            sections = sections or [_Section()]
            sections[-1].has_bullets = True
            sections[-1].items.append(_bullet_item(block))
        elif block.kind != "rule":
            _place_text(block, opening, sections, known)
    return opening, sections


def _bullet_item(block: _Block) -> _Item:
    bold = BOLD.match(block.lines[0])
    if not bold:
        return _Item(lines=block.lines)
    return _Item(re.sub(r"\\([\\*])", r"\1", bold[1] or bold[2]).strip(), block.lines[1:])


def _place_text(block: _Block, opening: list[str], sections: list[_Section], known: Container[str]) -> None:
    """Put words where they belong: before all sections, into the item that is open, or after its bullets."""
    lines = block.lines
    if block.kind == "heading":
        lines = ["#" * block.level + " " + block.words]
    if block.kind == "bullet":
        lines = ["- " + lines[0], *lines[1:]]
    section = sections[-1] if sections else None
    if section is None:
        _append(opening, lines)
    elif not section.items:
        _append(section.lead, lines)
    elif not section.has_bullets or _is_credit(lines, known):
        _append(section.items[-1].lines, lines, joined=block.kind == "bullet")
    else:
        doubt = "stands after the bullets, under no heading"
        sections.append(_Section(layout="briefs", lead=list(lines), doubt=doubt))


def _append(lines: list[str], more: list[str], *, joined: bool = False) -> None:
    if lines and not (joined and lines[-1].startswith("- ")):
        lines.append("")
    lines += more


def _is_credit(lines: list[str], known: Container[str]) -> bool:
    """Say whether the lines only name the source of what stands above them."""
    body, credits = split_credits(lines[0], known)
    return len(lines) == 1 and bool(ADDRESS.match(lines[0]) or (credits and not body))


def _without_headings(
    opening: list[str], known: Container[str], standing: list[str]
) -> tuple[list[str], list[_Section]]:
    """Read paragraphs under no heading: after the standing introduction, each credit closes an item."""
    paragraphs = [line for line in opening if line]
    own = 0
    while own < len(paragraphs) and _like_any(paragraphs[own], standing):
        own += 1
    items: list[_Item] = []
    closed = True
    for line in paragraphs[own:]:
        if items and (not closed or _is_credit([line], known)):
            _append(items[-1].lines, [line])
        else:
            items.append(_Item(lines=[line]))
        closed = bool(split_credits(line, known)[1])
    if not items:
        return opening, []
    for item in items:
        item.format = "story" if len(item.lines) > 1 else "brief"
    layout = "briefs" if len(items) > 1 or items[0].format == "brief" else "single"
    return _spaced(_Block("text", [line]) for line in paragraphs[:own]), [_Section("", layout, items=items)]


# Documents


def _spaced(blocks: Iterable[_Block]) -> list[str]:
    lines: list[str] = []
    for block in blocks:
        _append(lines, block.lines)
    return lines


def _text(lines: list[str]) -> str:
    return "\n".join(unescape(line) for line in lines).strip("\n")


def _section(draft: _Section, place: str, known: Container[str], marks: list[Mark]) -> SectionDoc:
    items, lead, layout = draft.items, draft.lead, draft.layout
    if not layout and lead and not items:
        items, lead, layout = [_Item(draft.heading, lead, "story")], [], "single"
    text = _text(lead)
    if draft.doubt:
        marks.append(Mark(f"{place}.text", text, draft.doubt))
    if not lead and not items and draft.heading:
        marks.append(Mark(f"{place}.heading", draft.heading, "nothing stands under this heading"))
    marks += _damage(f"{place}.text", text)
    docs = tuple(_item(item, f"{place}.items.{i}", known, marks) for i, item in enumerate(items))
    return SectionDoc(draft.heading, text, layout=layout or "briefs", items=docs)


def _item(draft: _Item, place: str, known: Container[str], marks: list[Mark]) -> ItemDoc:
    lines = list(draft.lines)
    address = ADDRESS.match(lines[-1]) if lines else None
    if address:
        lines.pop()
        while lines and not lines[-1]:
            lines.pop()
    credits: tuple[CreditDoc, ...] = ()
    if lines:
        last = lines[-1]
        lines[-1], credits = split_credits(last, known)
        if not credits and (unsure := doubtful(last)):
            marks.append(Mark(f"{place}.body", unsure, "may be a credit"))
    if address:
        credits = _with_address(credits, address[1], place, marks)
    body = _text(lines)
    marks += _damage(f"{place}.body", body)
    return ItemDoc(body=body, headline=draft.headline, format=draft.format, credits=credits)


def _with_address(
    credits: tuple[CreditDoc, ...], url: str, place: str, marks: list[Mark]
) -> tuple[CreditDoc, ...]:
    """Give `url` to the last credit, or make it one under the name of its host."""
    if credits and not credits[-1].url:
        last = credits[-1]
        return (*credits[:-1], CreditDoc(last.source, url, last.via, last.note))
    try:
        host = (urlsplit(url).hostname or url).removeprefix("www.")
    except ValueError:
        host = url
    marks.append(
        Mark(f"{place}.credits.{len(credits)}", url, "the name of this source was taken from its address")
    )
    return (*credits, CreditDoc(host, url))


def _damage(place: str, text: str) -> list[Mark]:
    return [Mark(place, sentence, "a linked name seems to be missing") for sentence in lost_link_text(text)]
