"""Document → roundup text, the lossless form: `editions.roundup.parse` gives the same skeleton back.

It is made to be read and edited by hand. Of a document it holds number, title, standing texts, headings,
headlines, bodies and credits; pictures, companies, dates and corrections have other homes. Pure.
"""

import re
from collections.abc import Iterator

from editions.credit_lines import guard, write_credits
from editions.document import EditionDocument, ItemDoc, SectionDoc
from editions.render import notes
from editions.roundup import TITLE, UNTITLED
from editions.roundup_lines import BOLD, escape, escape_marker


def render_roundup(document: EditionDocument) -> str:
    """Return `document` as text. It always ends in "---" and the sign-off, be it empty,
    so that no last paragraph is taken for one."""
    document = notes.with_notices(document)
    blocks = [f"# {_title(document)}", _words(document.introduction)]
    for section in document.sections:
        blocks += _section(section)
    blocks += ["---", _words(document.signoff)]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _title(document: EditionDocument) -> str:
    title = document.title
    if document.number is not None:
        return f"No. {document.number}: {title}" if title else f"No. {document.number}"
    if not title:
        return UNTITLED
    misread = title == UNTITLED or title.startswith("\\") or TITLE.match(title)
    return "\\" + title if misread else title


def _section(section: SectionDoc) -> Iterator[str]:
    heading = section.heading
    if _is_single_story(section):
        yield f"## {escape_marker(heading)}".rstrip()
        yield _body(section.items[0])
    elif section.layout == "briefs":
        text_alone = section.text and not section.items
        yield f"## {heading} {{briefs}}" if text_alone else f"## {escape_marker(heading)}".rstrip()
        yield _words(section.text)
        yield "\n".join(map(_bullet, section.items))
    else:
        yield f"## {heading} {{{section.layout}}}"
        yield _words(section.text, verbatim=True)
        for item in section.items:
            yield f"### {item.headline}".rstrip()
            yield _body(item, verbatim=True)


def _is_single_story(section: SectionDoc) -> bool:
    """Say whether the section is a heading with its story, which needs no marker."""
    if section.layout != "single" or section.text or len(section.items) != 1:
        return False
    return section.items[0].headline == section.heading and bool(section.items[0].body)


def _words(text: str, *, verbatim: bool = False) -> str:
    return "\n".join(escape(line, verbatim=verbatim) if line else "" for line in text.split("\n"))


def _body(item: ItemDoc, *, verbatim: bool = False) -> str:
    words, credits = _words(item.body, verbatim=verbatim), write_credits(item.credits)
    if credits:
        return f"{words} {credits}".strip()
    first, last = words[: words.rfind("\n") + 1], words[words.rfind("\n") + 1 :]
    return first + guard(last)


def _bullet(item: ItemDoc) -> str:
    lines = _body(item).split("\n")
    if item.headline:
        headline = re.sub(r"([\\*])", r"\\\1", item.headline)
        lines = [f"**{headline}**", *(line for line in lines if line or item.body)]
    elif BOLD.match(lines[0]):
        lines[0] = "\\" + lines[0]
    first, *rest = lines
    return "\n".join([f"- {first}".rstrip(), *(f"  {line}".rstrip() for line in rest)])
