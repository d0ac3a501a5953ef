"""The editor of an item, as a fragment: in its slot of an outline, and on the item's own desk."""

import json

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from editions import workflow
from editions.desk.fragments import number_of
from editions.fields import ITEM, SLOT, stamp, stamps, texts
from editions.models import Masthead, Slot
from sources.kinds import KINDS
from sources.known import known_companies, names_of
from sources.markup import to_text
from sources.mentions import suggest_companies
from sources.models import Company, Deal, Market, NewsItem
from sources.suggest import suggest_kind, suggest_markets

may_see = permission_required("sources.view_newsitem", raise_exception=True)


def for_editing():
    """Items with all that their fields read."""
    return NewsItem.objects.prefetch_related(
        "companies", "markets", "topics", "credits__source", "deals__counterparties"
    )


def editor(item, person, *, slot=None):
    """What `editions/desk/_editor.html` reads of an item, and of the slot in which it is opened.

    `item` is one of `for_editing`, or every field is a query, and twice.
    """
    said = texts(ITEM, item)
    may_write = person.has_perm("sources.change_newsitem")
    deals = item.deals.all()
    return {
        "item": item,
        "texts": said,
        "stamps": {name: stamp(text) for name, text in said.items()},
        "kinds": KINDS.items(),
        "formats": NewsItem.Format.choices,
        "deal_types": Deal.Type.choices,
        "company_names": _names(
            [*item.companies.all(), *(one for d in deals for one in d.counterparties.all())]
        ),
        "market_names": _names(item.markets.all()),
        "zone_name": Masthead.objects.the().time_zone,
        "may_write": may_write,
        "may_word": may_write and not item.is_frozen,
        "may_correct": item.status == "published" and person.has_perm("editions.add_correction"),
        "may_add_company": person.has_perm("sources.add_company"),
        "may_add_source": person.has_perm("sources.add_source"),
        "slot": slot,
        "slot_stamps": stamps(SLOT, slot) if slot else {},
        "may_write_slot": slot is not None and _may_write_in(slot.section.edition, person),
        **suggestions_of(item),
    }


def _may_write_in(edition, person):
    return not workflow.refusal_to_write(edition.status, person.get_all_permissions())


def _names(rows):
    """What chips say, by key."""
    return json.dumps({row.pk: row.name for row in rows}, ensure_ascii=False)


def suggestions_of(item):
    """What the words of `item` name and it does not have yet: companies, markets, its kind."""
    text = f"{item.headline}\n{to_text(item.body_html)}"
    named = suggest_companies(text, names_of(known_companies()))
    companies = Company.objects.in_bulk(set(named) - {one.pk for one in item.companies.all()})
    slugs = [*suggest_markets(text)]
    there = {one.pk for one in item.markets.all()}
    markets = [one for one in Market.objects.filter(slug__in=slugs) if one.pk not in there]
    kind = "" if item.kind else suggest_kind(item.body, item.headline)
    return {
        "suggested_companies": [companies[key] for key in named if key in companies],
        "suggested_markets": sorted(markets, key=lambda one: slugs.index(one.slug)),
        "suggested_kind": kind,
        "suggested_kind_name": KINDS.get(kind, ""),
    }


@may_see
@require_safe
def fragment(request, pk):
    item = get_object_or_404(for_editing(), pk=pk)
    slot = None
    if chosen := number_of(request.GET.get("slot")):
        slot = get_object_or_404(Slot.objects.select_related("section__edition"), pk=chosen, item=item)
    return render(request, "editions/desk/_editor.html", editor(item, request.user, slot=slot))


@may_see
@require_safe
def suggestions(request, pk):
    """What an item's words suggest, after a save."""
    item = get_object_or_404(NewsItem.objects.prefetch_related("companies", "markets"), pk=pk)
    return render(request, "editions/desk/_suggested.html", {"item": item, **suggestions_of(item)})
