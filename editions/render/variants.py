"""Other mails made of what was published: a document becomes a document, which any form renders. Pure.

Headlines alone, the items that a reader follows, several editions in one, a correction. Whatever is
rendered from them says the same in HTML and in text. Our words in them are in the language in force.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from editions.document import EditionDocument, ItemDoc, MastheadDoc, SectionDoc
from editions.render import figures
from sources.markup import safe_href


def headlines(document: EditionDocument) -> EditionDocument:
    """Return the edition as headlines and credits, each leading to its item."""
    news = figures.news_sections(document)
    sections = [replace(section, text="", html="", items=_lines(section)) for section in news]
    said = format_html("<p>{}{}</p>", _("The headlines of this edition."), _whole(document))
    return _reduced(document, [one for one in sections if one.items], said)


def followed(document: EditionDocument, ids: Collection[int]) -> EditionDocument:
    """Return the edition with those of its items whose ids are among `ids`, and a line that says so."""
    sections = []
    for section in figures.news_sections(document):
        items = tuple(item for item in section.items if item.id in ids and not item.removed)
        # Words that lead in to more items than these would mislead.
        whole = section if len(items) == len(section.items) else replace(section, text="", html="")
        sections += [replace(whole, items=items)] if items else []
    here, all_of_them = sum(len(one.items) for one in sections), len(figures.news_items(document))
    if here == all_of_them:
        words = _("What you follow: all of the %(all)s items of this edition.") % {"all": all_of_them}
    else:
        words = _("What you follow: %(here)s of the %(all)s items of this edition.") % {
            "here": here,
            "all": all_of_them,
        }
    said = format_html("<p>{}{}</p>", words, _whole(document))
    reduced = _reduced(document, sections, said)
    return replace(reduced, signoff=document.signoff, signoff_html=document.signoff_html)


def digest(masthead: MastheadDoc, month: date, editions: Sequence[EditionDocument]) -> EditionDocument:
    """Return the editions of `month`, a section each: title, dek and headlines, leading to the archive."""
    name = _("{month:%B %Y}").format(month=month)
    number = len(editions)
    return EditionDocument(
        masthead=masthead,
        title=name,
        path="/editions/",
        dek=ngettext("The month in one edition", "The month in %(number)s editions", number)
        % {"number": number},
        preheader=" · ".join(edition.title for edition in editions[:3]),
        subject=_("%(word)s: %(words)s") % {"word": masthead.name, "words": name},
        sections=tuple(_digested(edition) for edition in editions),
    )


@dataclass(frozen=True)
class Wrong:
    """What was wrong where: `edition` was sent with it, `differences` are (before, after) pairs."""

    note: str
    where: str
    editions: Sequence[EditionDocument]
    path: str
    differences: Sequence[tuple[str, str]]


def correction(masthead: MastheadDoc, wrong: Wrong) -> EditionDocument:
    """Return the short mail that says what was wrong and what is right."""
    numbers = [_("No. %(number)s") % {"number": one.number} for one in wrong.editions]
    sent = numbers[0]
    if len(numbers) > 1:
        sent = _("%(numbers)s and %(last)s") % {"numbers": _(", ").join(numbers[:-1]), "last": numbers[-1]}
    passages = format_html_join("", "{}", ((_passage(*pair),) for pair in wrong.differences))
    link = _link(wrong.path, _("Read it as it stands now"))
    return EditionDocument(
        masthead=masthead,
        title=_("Correction"),
        dek=_("%(sent)s, which we sent you, had a mistake in it.") % {"sent": sent},
        path=wrong.path,
        subject=_("Correction: %(where)s") % {"where": wrong.where},
        preheader=wrong.note,
        sections=(
            SectionDoc(
                heading=wrong.where,
                layout="single",
                items=(ItemDoc(html=format_html("<p>{}</p>{}<p>{}</p>", wrong.note, passages, link)),),
            ),
        ),
    )


def _reduced(document: EditionDocument, sections: list[SectionDoc], said: str) -> EditionDocument:
    """The edition with `sections` alone: nothing that speaks of the whole of it stands above them."""
    labels = [item.label or item.headline for section in sections for item in section.items]
    return replace(
        document,
        sections=tuple(sections),
        dek="",
        preheader=" · ".join(labels[:3]),
        introduction="",
        introduction_html=said,
        signoff="",
        signoff_html="",
        hero=None,
        corrections=(),
    )


def _digested(edition: EditionDocument) -> SectionDoc:
    lines = tuple(line for section in figures.news_sections(edition) for line in _lines(section))
    number = _("No. %(number)s") % {"number": edition.number} if edition.number is not None else ""
    where = " · ".join(part for part in (number, figures.week(edition.week_first, edition.week_last)) if part)
    dek = format_html("<p>{}</p>", edition.dek) if edition.dek else ""
    html = format_html("{}<p>{} {}</p>", dek, where, _link(edition.path, _("Read the edition")))
    return SectionDoc(heading=edition.title, html=html, items=lines)


def _lines(section: SectionDoc) -> tuple[ItemDoc, ...]:
    return tuple(_line(item) for item in section.items if not item.removed)


def _line(item: ItemDoc) -> ItemDoc:
    label = item.headline or item.label
    html = format_html('<p><span class="head">{}</span></p>', _link(item.path, label))
    return ItemDoc(html=html, label=label, id=item.id, kind=item.kind, path=item.path, credits=item.credits)


def _passage(before: str, after: str) -> str:
    parts = [(_("We wrote:"), before), (_("It should have said:"), after)]
    return format_html_join(
        "",
        "<p>{}</p><blockquote><p>{}</p></blockquote>",
        ((word, _broken(text)) for word, text in parts if text.strip()),
    )


def _broken(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    first, rest = lines[0], format_html_join("", "<br>{}", ((line,) for line in lines[1:]))
    return format_html("{}{}", first, rest)


def _whole(document: EditionDocument) -> str:
    link = _link(document.path, _("Read all of it"))
    return format_html(" {}", link) if document.path else ""


def _link(path: str, words: str) -> str:
    href = safe_href(path)
    return format_html('<a href="{}">{}</a>', href, words) if href else format_html("{}", words)
