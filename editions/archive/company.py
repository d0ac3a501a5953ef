"""A company: what was published on it, in figures and in order."""

from itertools import groupby
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from editions.archive import company_figures as figures
from editions.archive import listing, metadata, moved
from editions.archive.caching import is_export, show
from editions.archive.pages import feeds, house, shell
from editions.archive.standing import known, shown
from editions.render.figures import amount_text
from sources.models import Company, NewsItem


@require_safe
def company(request, slug, before=None):
    company = moved.current(Company.objects.select_related("parent"), slug)
    if company.slug != slug:
        return redirect(company, permanent=True)
    masthead = house()
    zone = ZoneInfo(masthead.time_zone)
    facts = figures.facts(shown(company.every_item), zone)
    items_once = {fact.item: fact for fact in facts}
    deals, deals_in_all, raised = figures.deals(company, items_once, zone)
    if not facts and not deals and not known(Company.objects.filter(pk__in=company.every_pk)).exists():
        raise Http404
    items = NewsItem.objects.filter(pk__in=items_once)
    part = listing.part(items, masthead.time_zone, before=before, steady=is_export(request))
    context = _who(company) | {
        "count": len(items_once),
        "markets": len({fact.market for fact in facts if fact.market}),
        "entered": figures.entered(facts),
        "raised": amount_text(raised, "USD") if raised else "",
        "deals": deals,
        "more_deals": deals_in_all - len(deals),
        "chart": figures.over_time([fact.day for fact in items_once.values()]),
        "kinds": figures.by_kind(fact.kind for fact in items_once.values()),
        "years": [(year, tuple(rows)) for year, rows in groupby(part.rows, lambda row: row.day.year)],
        "is_first": before is None,
        "older": part.older and reverse("archive:company_before", args=[slug, part.older]),
        "feeds": feeds("data:company_feed", slug, title=f"{masthead.name}: {company.name}"),
        "follow": {"company": company.pk},
        "here": "companies",
    }
    return show(request, "editions/archive/company.html", shell(masthead, request.path, **context))


def _who(company):
    """Its names, its house and where it stands among the companies."""
    kin = known(Company.objects.filter(Q(pk=company.parent_id) | Q(parent=company, merged_into=None)))
    kin = {row.pk: listing.ref(row) for row in kin}
    parent = kin.pop(company.parent_id, None) or (company.parent and listing.Ref(company.parent.name, ""))
    sectors = [
        listing.Ref(tag.name, reverse("archive:companies_sector", args=[tag.slug]))
        for tag in company.sectors.order_by("name")
    ]
    crumbs = [(_("Companies"), reverse("archive:companies"))]
    crumbs += [(sector.name, sector.path) for sector in sectors[:1]]
    aliases, former = (
        [line.strip() for line in lines.splitlines() if line.strip()]
        for lines in (company.aliases, company.former_names)
    )
    about = metadata.organisation(
        settings.SITE_URL,
        name=company.name,
        path=company.get_absolute_url(),
        also=[company.local_name, *aliases, *former],
        parent=(parent.name, parent.path) if parent and parent.path else None,
        website=company.website,
        ticker=company.ticker,
    )
    trail = metadata.breadcrumbs(settings.SITE_URL, [*crumbs, (company.name, company.get_absolute_url())])
    return {
        "name": company.name,
        "local_name": company.local_name,
        "summary": company.summary,
        "ticker": company.ticker,
        "headquarters": company.headquarters,
        "website": company.website,
        "website_host": urlsplit(company.website).netloc.removeprefix("www."),
        "aliases": aliases,
        "former": former,
        "parent": parent,
        "subsidiaries": list(kin.values()),
        "sectors": sectors,
        "crumbs": crumbs,
        "json_ld": about + trail,
    }
