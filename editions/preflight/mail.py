"""What a mail must hold, and what of it Gmail cuts off. Pure.

The email and its text are rendered as they are mailed, with LEAVE for each reader's own address. Where
the edition is not mailed, only its weight counts: the archive keeps an email version of every edition.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from html import unescape

from editions.document import EditionDocument, ItemDoc
from editions.preflight.context import Context
from editions.preflight.findings import ERROR, WARNING, Finding, Place, rule
from editions.render.addresses import LEAVE
from editions.render.email import LIMIT, render_email, weight
from editions.render.text import render_text
from sources.markup import TAG

EMAIL = Place("html")
# of the document; what is left without them and the sections is the frame
STANDING = ("introduction", "introduction_html", "signoff", "signoff_html")


@dataclass(frozen=True)
class Mail:
    """An edition as it is mailed. `tags` are those of the HTML."""

    html: str
    text: str
    tags: tuple[str, ...]


@lru_cache(maxsize=4)  # asked for by several rules, and by the desk before them
def mail_of(document: EditionDocument) -> Mail:
    html = render_email(document, leave=LEAVE)
    return Mail(html, render_text(document, leave=LEAVE), tuple(TAG.findall(html)))


@rule(
    "mail.heavy",
    WARNING,
    "Email that Gmail cuts off",
    example="An email of 131 KB: Gmail shows the first 102 and hides the rest behind a link",
)
def heavy(document: EditionDocument, context: Context) -> Iterator[Finding]:
    size = weight(mail_of(document).html)
    if size <= LIMIT:
        return
    said = ", ".join(f"“{_name(item)}” ({_kilobytes(part)})" for item, part in _heaviest(document))
    heaviest = f" Heaviest: {said}." if said else ""
    yield Finding(
        EMAIL,
        f"The email weighs {_kilobytes(size)} and Gmail hides what is past {_kilobytes(LIMIT)}."
        f"{heaviest} Shorten or leave out.",
    )


@rule(
    "mail.no-text",
    ERROR,
    "Text part without a text",
    example="An edition whose only item is a picture written in Markdown",
)
def no_text(document: EditionDocument, context: Context) -> Iterator[Finding]:
    frame = replace(document, sections=(), **dict.fromkeys(STANDING, ""))
    if context.is_mailed and mail_of(document).text == render_text(frame, leave=LEAVE):
        yield Finding(
            EMAIL, "The plain text of the mail says nothing: who reads mail as text gets an empty page."
        )


@rule(
    "mail.no-way-out",
    ERROR,
    "Mail without an unsubscribe link",
    example="A template for email whose foot has lost its link",
)
def no_way_out(document: EditionDocument, context: Context) -> Iterator[Finding]:
    if not context.is_mailed:
        return
    mail = mail_of(document)
    if not any(tag.startswith("<a ") and f'href="{LEAVE}"' in tag for tag in mail.tags):
        yield Finding(EMAIL, "The email has no unsubscribe link: put it back into the template.")
    if LEAVE not in mail.text:
        yield Finding(EMAIL, "The plain text of the mail does not say how to unsubscribe.")


@rule(
    "mail.no-postal-address",
    ERROR,
    "Mail without a postal address",
    example="A masthead whose postal address is empty",
)
def no_postal_address(document: EditionDocument, context: Context) -> Iterator[Finding]:
    """Laws on commercial mail ask for one. Source: 15 USC 7704(a)(5), CAN-SPAM."""
    if not context.is_mailed:
        return
    mail, address = mail_of(document), _joined(document.masthead.postal_address)
    if not address:
        yield Finding(EMAIL, "The masthead has no postal address, which a mail must give: add it there.")
    elif address not in _joined(unescape(TAG.sub("", mail.html))) or address not in _joined(mail.text):
        yield Finding(EMAIL, "The postal address of the masthead does not stand in the mail.")


def _joined(text: str) -> str:
    return "".join(text.split())


def _heaviest(document: EditionDocument) -> list[tuple[ItemDoc, int]]:
    """The three heaviest items, each with its bytes of the email: what it adds to one without items."""
    longest = sorted(document.items, key=lambda item: -len(repr(item)))[:6]
    bare = replace(document, sections=())
    section = next((section for section in document.sections if section.items), None)
    if section is None:
        return []
    empty = weight(render_email(replace(bare, sections=(replace(section, items=()),))))
    weights = [
        (item, weight(render_email(replace(bare, sections=(replace(section, items=(item,)),)))) - empty)
        for item in longest
    ]
    return sorted(weights, key=lambda pair: -pair[1])[:3]


def _name(item: ItemDoc) -> str:
    return item.headline or item.label or item.body[:40] or "Untitled"


def _kilobytes(size: int) -> str:
    return f"{size / 1000:.1f} KB" if size < 10_000 else f"{round(size / 1000)} KB"


CHECKS = (
    heavy,
    no_text,
    no_way_out,
    no_postal_address,
)
