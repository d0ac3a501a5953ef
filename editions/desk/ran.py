"""Whether the stories of the left pane ran before: it takes the archive to tell, so it is asked for alone."""

from django.contrib.auth.decorators import permission_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from editions.desk.fragments import number_of
from editions.document import CompanyDoc, CreditDoc, EditionDocument, ItemDoc, MastheadDoc, SectionDoc
from editions.models import Distinct, Edition, Masthead
from editions.past import past_items
from editions.preflight import repeats
from editions.preflight.context import Context
from sources.models import NewsItem

MOST = 400  # items asked for at once
# By rule: its tone and its words. That the item itself ran is known from its slots.
WORDS = {
    repeats.same_address: ("dup", "same link as in"),
    repeats.near_same_headline: ("dup", "much like one in"),
    repeats.same_company_and_kind: ("warn", "same company and kind in"),
}


@permission_required("editions.view_edition", raise_exception=True)
@require_safe
def marks(request, pk):
    """By item that is asked for and ran before: its marks, as (tone, words)."""
    edition, now = get_object_or_404(Edition, pk=pk), timezone.now()
    asked = [number_of(text) for text in request.GET.getlist("item")[:MOST]]
    items = NewsItem.objects.filter(pk__in=[key for key in asked if key])
    rows = list(items.prefetch_related("companies", "credits__source"))
    return JsonResponse(ran(rows, edition, Masthead.objects.the(), now))


def ran(rows, edition, masthead, now):
    """By item: where its story ran before, as the checks of repeats find it."""
    documents = {item.pk: _brief_document(item) for item in rows}
    return ran_before(documents, masthead, now, number=edition.number, week_first=edition.week_first)


def ran_before(documents, masthead, now, *, number=None, week_first=None):
    """By key of `documents`, which are ItemDocs: where their stories ran, but in edition `number`."""
    keys = list(documents)
    document = EditionDocument(
        masthead=MastheadDoc(time_zone=masthead.time_zone),
        number=number,
        week_first=week_first,
        sections=(SectionDoc(items=tuple(documents.values())),),
    )
    day = now.astimezone(masthead.zone).date()
    known = [one.id for one in documents.values() if one.id]
    distinct = Distinct.objects.filter(item__in=known).values_list("item", "earlier")
    context = Context(day=day, past=past_items(document, day=day), distinct=frozenset(distinct))
    found = {}
    for rule, (tone, words) in WORDS.items():
        for finding in rule(document, context):
            earlier, key = finding.earlier, keys[finding.place.item]
            where = f"No. {earlier.number}" if earlier.number is not None else f"{earlier.date:%-d %b}"
            found.setdefault(key, {}).setdefault(earlier.id, (tone, f"{words} {where}"))
    return {key: list(marks.values())[:2] for key, marks in found.items()}


def _brief_document(item):
    """As much of an item as the checks of repeats read."""
    return ItemDoc(
        id=item.pk,
        headline=item.headline,
        label=item.label,
        body=item.body,
        kind=item.kind,
        companies=tuple(CompanyDoc(company.name) for company in item.companies.all()),
        credits=tuple(CreditDoc(str(credit), credit.url) for credit in item.credits.all()),
    )
