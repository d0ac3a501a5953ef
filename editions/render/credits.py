"""Where an item comes from, as the end of its text: "—Reuters via Caixin, citing its chief". Pure."""

from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from editions.document import CreditDoc, ItemDoc
from sources.markup import safe_href, trusted

SHORT = 30  # characters; a credit up to here stays on one line


@dataclass(frozen=True)
class Part:
    """One credit: what stands before the name, the name with its address, what follows."""

    before: str
    source: str
    url: str
    after: str


def credit_parts(item: ItemDoc) -> list[Part]:
    between = "; " if any(credit.note for credit in item.credits) else ", "
    return [
        Part("—" if place == 0 else between, credit.source, safe_href(credit.url), _after(credit))
        for place, credit in enumerate(item.credits)
    ]


def credit_text(item: ItemDoc) -> str:
    return "".join(f"{part.before}{part.source}{part.after}" for part in credit_parts(item))


def credit_html(item: ItemDoc) -> SafeString:
    """The credits as a span, or nothing."""
    parts = credit_parts(item)
    if not parts:
        return trusted("")
    names = format_html_join("", "{}{}{}", ((part.before, _name(part), part.after) for part in parts))
    style = "credit" if len(credit_text(item)) <= SHORT else "credit long"
    return format_html('<span class="{}">{}</span>', style, names)


def _after(credit: CreditDoc) -> str:
    via = f" via {credit.via}" if credit.via else ""
    return f"{via}, {credit.note}" if credit.note else via


def _name(part: Part) -> str:
    if not part.url:
        return part.source
    return format_html('<a href="{}" rel="noopener">{}</a>', part.url, part.source)
