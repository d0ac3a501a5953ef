"""Search: items newest first, with the companies and editions that answer to the same words."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from rapidfuzz import fuzz, process

from editions.archive import listing
from editions.archive.caching import is_export, show
from editions.archive.pages import house, shell
from editions.archive.standing import shown
from editions.models import Edition
from editions.searching.hits import matching
from editions.searching.terms import LONGEST, parse
from sources.kinds import KINDS
from sources.models import Company, NewsItem

PART = 20  # items a page
NEWEST = 500  # items that are looked through
BESIDE = 8  # companies and editions
LIKE = 80  # of 100: how near a name must be to what was typed


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
        suggested=_suggested(query, terms),
    )
    return show(request, "editions/archive/search.html", context)


@require_safe
def suggest(request):
    """The companies and editions of a search alone, as a fragment of a page."""
    query = request.GET.get("q", "").replace("\0", " ").strip()[:LONGEST]
    return render(request, "editions/archive/_suggested.html", {"suggested": _suggested(query, parse(query))})


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


def _suggested(query, terms):
    """Refs of companies, also of those whose name is nearly what was typed, and of editions."""
    if not terms:
        return []
    found = list(matching(terms).filter(company__merged_into=None).values_list("company", flat=True)[:BESIDE])
    if not found:
        names = dict(Company.objects.standing().values_list("pk", "name"))
        near = process.extract(query, names, scorer=fuzz.ratio, processor=str.casefold, limit=3)
        found = [pk for _name, score, pk in near if score >= LIKE]
    companies = [listing.ref(one) for one in Company.objects.filter(pk__in=found)]
    ran = matching(terms).filter(edition__status="published").order_by("-at")
    editions = Edition.objects.filter(pk__in=list(ran.values_list("edition", flat=True)[: BESIDE // 2]))
    return [*companies, *(listing.Ref(str(one), one.get_absolute_url()) for one in editions)][:BESIDE]
