"""What has nearly the words of a query in its name: companies, and editions."""

from django.shortcuts import render
from django.views.decorators.http import require_safe
from rapidfuzz import fuzz, process

from editions.archive import listing
from editions.models import Edition
from editions.searching.hits import matching
from editions.searching.terms import LONGEST, parse
from sources.models import Company

BESIDE = 8  # companies and editions
LIKE = 80  # of 100: how near a name must be to what was typed


@require_safe
def suggest(request):
    """What is suggested for a query alone, as a fragment of a page."""
    query = request.GET.get("q", "").replace("\0", " ").strip()[:LONGEST]
    return render(request, "editions/archive/_suggested.html", {"suggested": suggested(query)})


def suggested(query):
    """Refs of companies, also of those whose name is nearly what was typed, and of editions."""
    terms = parse(query)
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
