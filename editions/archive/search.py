"""Search: items newest first, with the companies and editions that answer to the same words."""

from django.http import Http404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from editions.archive import listing
from editions.archive.caching import is_export, show
from editions.archive.pages import house, shell
from editions.archive.standing import shown
from editions.archive.suggesting import suggested
from editions.searching.hits import matching
from editions.searching.terms import LONGEST, parse
from sources.kinds import KINDS
from sources.models import NewsItem

PART = 20  # items a page
NEWEST = 500  # items that are looked through


@require_safe
def search(request):
    if is_export(request):
        raise Http404
    query, wrong = request.GET.get("q", "").replace("\0", " ").strip(), []
    if len(query) > LONGEST:
        query = query[:LONGEST]
        wrong.append(_("Only the first %(count)d characters were searched for.") % {"count": LONGEST})
    terms, masthead = parse(query), house()
    items = _filtered(NewsItem.objects.all(), request.GET, wrong)
    found = matching(terms).filter(item__in=shown(items)).order_by("-at", "-pk")
    found = list(found.values_list("item", flat=True)[:NEWEST])
    number = _number(request.GET.get("page", "1"), wrong)
    chosen = NewsItem.objects.filter(pk__in=found[(number - 1) * PART : number * PART])
    rows = listing.rows(listing.newest_first(chosen), masthead.time_zone)
    more = {**request.GET.dict(), "q": query, "page": number + 1}
    context = shell(
        masthead,
        request.path,
        here="search",
        query=query,
        wrong=wrong,
        is_asked=bool(terms),
        kinds=[(name, _(words), name == request.GET.get("kind")) for name, words in KINDS.items()],
        year=request.GET.get("year", "")[:4],
        part=listing.Part(rows, None),
        older=f"{reverse('archive:search')}?{urlencode(more)}" if len(found) > number * PART else "",
        suggested=suggested(query),
    )
    return show(request, "editions/archive/search.html", context)


def _filtered(items, asked, wrong):
    if kind := asked.get("kind"):
        if kind in KINDS:
            items = items.filter(kind=kind)
        else:
            wrong.append(_("There is no such kind, so items of every kind are shown."))
    if year := asked.get("year"):
        if year.isascii() and year.isdecimal() and 1900 < int(year[:5]) < 3000:
            items = items.filter(published_at__year=int(year))
        else:
            wrong.append(_("A year is written as 2025, so items of every year are shown."))
    for name, field in (("company", "companies__slug"), ("market", "markets__slug")):
        if slug := asked.get(name, "").replace("\0", ""):
            items = items.filter(**{field: slug[:120]})
    return items


def _number(said, wrong):
    if said.isascii() and said.isdecimal() and 1 <= int(said[:4]) <= NEWEST // PART and len(said) < 4:
        return int(said)
    wrong.append(_("There is no such page, so the first is shown."))
    return 1
