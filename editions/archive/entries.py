"""The market entries as a table to sort and filter, and the same as CSV and JSON."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from editions.archive import entry_book, metadata, periods, tables
from editions.archive.caching import answer, is_export, show
from editions.archive.gathered import name_of
from editions.archive.pages import house, shell
from editions.render.charts import chart

QUARTERS = 60  # columns of the chart: the last fifteen years
FILTERS, SORTS = ("company", "market", "year"), ("date", "company", "market")
NAMES = ("date", "company", "market", "item", "item_url", "edition", "edition_url")
TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


@require_safe
def entries(request, year=None):
    masthead, exporting = house(), is_export(request)
    asked = tables.asked_of(request, year, filters=FILTERS, sorts=SORTS)
    book = entry_book.open_at(asked, masthead.time_zone)
    if year is not None and year not in book.years:
        raise Http404
    # A file has no second part to go on with: each holds the whole of a year, the newest where none is named.
    if exporting and not year and book.years:
        asked.filters["year"] = str(book.years[0])
        book = entry_book.open_at(asked, masthead.time_zone)
    parts = max(1, -(-len(book.chosen) // tables.PART))
    if asked.page > parts:
        asked.page, asked.wrong["page"] = 1, tables.no_such_part()
    quarters = periods.every_quarter([entry.day for entry in book.chosen])[-QUARTERS:]
    context = shell(
        masthead,
        *tables.place(request, "archive:entries", asked, book.years),
        here="markets",
        filters=asked.filters,
        sort=asked.sort,
        wrong=asked.wrong,
        is_filtered=any(asked.filters.values()),
        choices=_choices(book),
        years=_years(asked, book.years, exporting),
        heads=_heads(asked),
        rows=book.rows() if exporting else book.rows((asked.page - 1) * tables.PART, tables.PART),
        total=len(book.chosen),
        chart=chart(_("Market entries by quarter"), _("Market entries"), quarters) if quarters else None,
        turns=() if exporting else _turns(asked, parts),
        tables=[(form.upper(), _table(form, asked, exporting)) for form in TYPES],
        json_ld=metadata.dataset(
            masthead,
            name=_("Market entries"),
            about=_("Which company entered which market, and when, as we reported it."),
            path=reverse("archive:entries"),
            files={kind: reverse("data:entries_table", args=[form]) for form, kind in TYPES.items()},
        ),
    )
    return show(request, "editions/archive/entries.html", context)


@require_safe
def table(request, form):
    """Every part at once; what is not to be had is refused, lest the rest be taken for an answer."""
    masthead = house()
    asked = tables.asked_of(request, None, filters=FILTERS, sorts=SORTS)
    book = entry_book.open_at(asked, masthead.time_zone)
    if asked.wrong:
        text = "\n".join(asked.wrong.values())
        return HttpResponse(text, status=400, content_type="text/plain; charset=utf-8")

    def build():
        rows = [_facts(row) for row in book.rows()]
        write = tables.to_csv if form == "csv" else _to_json
        response = HttpResponse(write(NAMES, rows), content_type=TYPES[form])
        response.headers["Content-Disposition"] = f'attachment; filename="market-entries.{form}"'
        return response

    return answer(request, book.state(), build)


def _to_json(names, rows):
    return tables.to_json("market_entries", names, rows)


def _facts(row):
    return [
        row.day.isoformat(),
        row.company and row.company.name,
        row.market and row.market.name,
        row.item.name,
        settings.SITE_URL + row.item.path,
        row.edition and row.edition.name,
        row.edition and settings.SITE_URL + row.edition.path,
    ]


def _heads(asked):
    columns = [(_("Date"), "date"), (_("Company"), "company"), (_("Market"), "market")]
    columns += [(_("Item"), ""), (_("Edition"), "")]
    return tables.heads(asked, [(words, name, False) for words, name in columns])


def _choices(book):
    """Pairs of slug and name: the regions, and the markets in which somebody entered."""
    named = {entry.market for entry in book.entries} & book.tree.rows.keys()
    regions = {row.pk: row for pk in named for row in book.tree.above(pk)}
    countries = {pk: book.tree.rows[pk] for pk in named if pk not in regions}
    return [
        sorted(((row.slug, name_of(row).name) for row in group.values()), key=lambda choice: choice[1])
        for group in (regions, countries)
    ]


def _years(asked, years, exporting):
    """Triples of words, address and whether it is here, for each year and for all of them together."""
    query = "" if exporting else asked.query(year="", page=1)
    now = asked.filters["year"]
    found = [
        (str(one), reverse("archive:entries_year", args=[one]) + query, str(one) == now) for one in years
    ]
    return found if exporting else [(_("All years"), reverse("archive:entries") + query, not now), *found]


def _turns(asked, parts):
    """Pairs of a relation and an address, to the parts before and after this one."""
    before, after = asked.page - 1, asked.page + 1
    found = [("prev", asked.query(page=before) or "?")] if before else []
    return [*found, ("next", asked.query(page=after))] if after <= parts else found


def _table(form, asked, exporting):
    return reverse("data:entries_table", args=[form]) + ("" if exporting else asked.query(page=1))
