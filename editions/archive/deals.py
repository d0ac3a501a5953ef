"""The deals as a table to sort and filter with what they add up to, and the same as CSV and JSON."""

from decimal import Decimal

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from editions.archive import dealings, metadata, tables
from editions.archive.caching import answer, is_export, show
from editions.archive.pages import house, shell
from editions.render.charts import chart
from editions.render.figures import amount_text
from sources.models import Deal

FILTERS, SORTS = ("type", "company", "market", "year"), dealings.SORTS
NAMES = [
    *("date", "companies", "type", "round", "amount", "currency", "usd_reported"),
    *("counterparties", "markets", "item", "item_url", "edition"),
]
TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


@require_safe
def deals(request, year=None):
    masthead = house()
    asked = tables.asked_of(request, year, filters=FILTERS, sorts=SORTS)
    out = dealings.facts(masthead.time_zone)
    years = dealings.years(out)
    if year and year not in years:
        raise Http404
    if is_export(request) and years:
        asked.filters["year"] = str(year or years[0])
    chosen = dealings.chosen(out, asked)
    totals, ordered = dealings.totals(chosen), dealings.ordered(chosen, asked.sort)
    parts = max(1, -(-totals.number // tables.PART))
    if asked.page > parts:
        asked.page, asked.wrong["page"] = 1, tables.no_such_part()
    first = (asked.page - 1) * tables.PART
    if not is_export(request):
        ordered = ordered[first : first + tables.PART]
    context = shell(
        masthead,
        *tables.place(request, "archive:deals", asked, years),
        here="deals",
        filters=asked.filters,
        asked_query=asked.query(),
        sort=asked.sort,
        wrong=asked.wrong,
        types=[(value, _(Deal.Type(value).label)) for value in dealings.TYPES],
        is_filtered=any(asked.filters.values()),
        years=_years(asked, years, is_export(request)),
        heads=_heads(asked),
        rows=[
            (row, amount_text(row.amount, row.currency), _dollars(row.usd)) for row in dealings.rows(ordered)
        ],
        totals=totals,
        total_usd=_dollars(totals.usd) if totals.known else "",
        charts=_charts(totals),
        first=first + 1,
        turns=_turns(asked, parts) if not is_export(request) else (),
        tables=[(form.upper(), _table(form, asked, is_export(request))) for form in TYPES],
        json_ld=metadata.dataset(
            masthead,
            name=_("Deals"),
            about=_("Funding rounds, acquisitions and listings that we reported, as a table."),
            path=reverse("archive:deals"),
            files={kind: reverse("data:deals_table", args=[form]) for form, kind in TYPES.items()},
        ),
    )
    return show(request, "editions/archive/deals.html", context)


@require_safe
def table(request, form):
    """All parts of the table at once. What cannot be asked for is refused, lest it pass for an answer."""
    masthead = house()
    asked = tables.asked_of(request, None, filters=FILTERS, sorts=SORTS)
    chosen = dealings.chosen(dealings.facts(masthead.time_zone), asked)
    if asked.wrong:
        return HttpResponse(
            "\n".join(asked.wrong.values()), status=400, content_type="text/plain; charset=utf-8"
        )
    ordered = dealings.ordered(chosen, asked.sort)

    def build():
        rows = [_facts(row) for row in dealings.rows(ordered)]
        content = tables.to_csv(NAMES, rows) if form == "csv" else tables.to_json("deals", NAMES, rows)
        response = HttpResponse(content, content_type=TYPES[form])
        response.headers["Content-Disposition"] = f'attachment; filename="deals.{form}"'
        return response

    return answer(request, dealings.state(ordered), build)


def _facts(row):
    return [
        row.day.isoformat(),
        [one.name for one in row.companies],
        row.type,
        row.round,
        row.amount,
        row.currency,
        row.usd,
        [one.name for one in row.counterparties],
        [one.name for one in row.markets],
        row.item.name,
        settings.SITE_URL + row.item.path,
        row.edition.name if row.edition else None,
    ]


def _heads(asked):
    columns = [
        (_("Date"), "date", False),
        (_("Company"), "company", False),
        (_("Deal"), "type", False),
        (_("Amount"), "", True),
        (_("US dollars"), "usd", True),
        (_("Counterparties"), "", False),
        (_("Market"), "", False),
        (_("Item"), "", False),
    ]
    return tables.heads(asked, columns)


def _years(asked, years, exporting):
    """Triples of words, address and whether it is here: each year, and all where there is a query."""
    query = "" if exporting else asked.query(year="", page=1)
    now = asked.filters["year"]
    found = [(str(one), reverse("archive:deals_year", args=[one]) + query, str(one) == now) for one in years]
    return found if exporting else [(_("All years"), reverse("archive:deals") + query, not now), *found]


def _charts(totals):
    numbers = [(label, number) for label, number, _usd in totals.quarters]
    dollars = [(label, float(usd)) for label, _number, usd in totals.quarters]
    found = [chart(_("Deals by quarter"), _("Deals"), numbers)] if numbers else []
    if totals.known:
        found.append(chart(_("US dollars by quarter, as reported"), _("US dollars"), dollars, _amount))
    return found


def _amount(value):
    return amount_text(Decimal(value), "USD")


def _dollars(usd):
    return amount_text(usd, "USD")


def _turns(asked, parts):
    """Pairs of a relation and an address, to the parts before and after this one."""
    found = []
    if asked.page > 1:
        found.append(("prev", asked.query(page=asked.page - 1) or "?"))
    if asked.page < parts:
        found.append(("next", asked.query(page=asked.page + 1)))
    return found


def _table(form, asked, exporting):
    return reverse("data:deals_table", args=[form]) + ("" if exporting else asked.query(page=1))
