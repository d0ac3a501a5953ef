"""Search: items newest first, below the companies, markets and editions that answer to the same words."""

from django.http import Http404
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from editions.archive import finds, listing
from editions.archive.caching import is_export, show
from editions.archive.narrowing import Filters
from editions.archive.pages import house, shell
from editions.archive.standing import shown
from editions.models import Entry
from editions.searching.hits import matching
from editions.searching.terms import LONGEST, parse
from sources.models import NewsItem

PART = 20  # items a page
NEWEST = 500  # items that are looked through: readers narrow their search before they read on


@require_safe
def search(request):
    if is_export(request):
        raise Http404
    query, masthead = request.GET.get("q", "").replace("\0", " ").strip(), house()
    filters = Filters(request.GET, masthead.time_zone)
    wrong, terms = filters.wrong, parse(query)
    if len(query) > LONGEST:
        query = query[:LONGEST]
        wrong.append(_("Only the first %(count)d characters were searched for.") % {"count": LONGEST})
    is_wanting = any(not term.is_excluded for term in terms)
    if terms and not is_wanting:
        wrong.append(_("Every word has a minus before it: add one to look for."))
    entries = filters.narrow(matching(terms) if terms or not filters.rules else Entry.objects.all())
    found = list(entries.order_by("-at", "-pk").values_list("item", flat=True)[: NEWEST + 1])
    items = _standing(found[:NEWEST])
    number = _number(request.GET.get("page", "1"), len(items), wrong)
    rows = finds.rows(items[(number - 1) * PART : number * PART], terms, masthead.time_zone)
    things = finds.things(terms) if terms and number == 1 and not filters.rules else []
    asked = {name: value for name, value in {"q": query, **filters.asked}.items() if value}
    context = shell(
        masthead,
        request.path,
        _query({**asked, **({"page": number} if number > 1 else {})}),
        here="search",
        query=query,
        wrong=wrong,
        is_asked=bool(is_wanting or filters.rules),
        filters=filters.asked,
        choices=filters.choices(),
        count=len(items),
        is_more=len(found) > NEWEST,
        things=things,
        part=listing.Part(rows, None),
        older=request.path + _query({**asked, "page": number + 1}) if len(items) > number * PART else "",
        meant=[] if rows or things else finds.meant(query),
    )
    return show(request, "editions/archive/search.html", context)


def _query(asked):
    return f"?{urlencode(asked)}" if asked else ""


def _standing(keys):
    """Those of the items `keys` that are out, in their order: the index learns a little late what went."""
    out = set(shown(NewsItem.objects.filter(pk__in=keys)).values_list("pk", flat=True))
    return [pk for pk in keys if pk in out]


def _number(said, count, wrong):
    if said.isascii() and said.isdecimal() and len(said) < 4 and 1 <= int(said) <= max(1, -(-count // PART)):
        return int(said)
    wrong.append(_("There is no such page, so the first is shown."))
    return 1
