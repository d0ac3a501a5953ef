"""What a check finds in a document, and the text after its fix."""

from datetime import date

from editions.preflight.context import Context
from editions.preflight.findings import item_of, section_of
from tests.editions.documents import make_document, make_item, make_section

DAY = date(2025, 7, 14)  # the Monday after the week of the edition


def found(check, document, **context):
    """The findings of one check."""
    return check(document, Context(day=DAY, **context))


def in_body(check, body, **context):
    """The findings of one check in an edition whose one item says `body`."""
    document = make_document(make_section(make_item(body), heading="Shops abroad"))
    return found(check, document, **context)


def passages(findings):
    return [finding.passage for finding in findings]


def fixed(finding, document):
    """The field of the finding, as its fix leaves it."""
    owner = item_of(document, finding.place) or section_of(document, finding.place) or document
    text, fix = getattr(owner, finding.place.field), finding.fix
    end = fix.start + len(fix.before)
    assert text[fix.start : end] == fix.before
    return text[: fix.start] + fix.after + text[end:]
