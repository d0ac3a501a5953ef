"""How mailings fare, edition by edition and at each mailbox provider."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from editions.models import Edition
from editions.render import charts
from sources.desk.page import page
from subscribers import insight
from subscribers.mailbox_providers import NAMES

SHOWN = 26  # editions: half a year of a weekly
LINKS = 100
CHARTS = (("accepted", "Accepted"), ("bounced", "Bounced"), ("complained", "Complained"), ("left", "Left"))
may_see = permission_required("subscribers.view_mailing", raise_exception=True)


@dataclass
class Chart:
    """`columns` pairs each edition with its column and its value: a number, or a share of the accepted."""

    name: str
    title: str
    top: float
    columns: list


@may_see
@require_safe
def insight_of_all(request):
    """The newest editions, at all providers or at one."""
    provider = request.GET.get("at", "")
    if provider and provider not in NAMES:
        raise Http404
    shown = insight.newest(SHOWN)
    figures = [one.of(provider) for one in shown]
    context = {
        "title": "Insight",
        "rows": list(zip(reversed(shown), reversed(figures), strict=True)),
        "charts": [_chart(name, title, shown, figures) for name, title in CHARTS],
        "providers": _by_provider(shown),
        "provider": provider,
        "provider_name": NAMES.get(provider, ""),
    }
    return page(request, "subscribers/desk/insight.html", context)


@may_see
@require_safe
def insight_of_edition(request, pk):
    """One edition: each provider, and how often each link was followed."""
    edition = get_object_or_404(Edition, pk=pk)
    shown = insight.of_editions([edition.pk])
    context = {
        "title": f"Insight into No. {edition.number}",
        "edition": edition,
        "providers": _by_provider(shown),
        "all": sum((one.of() for one in shown), insight.Figures()),
        "links": insight.of_links(edition, LINKS),
        "counting": settings.COUNT_CLICKS,
    }
    return page(request, "subscribers/desk/insight_of_edition.html", context)


def _chart(name, title, shown, figures):
    values = [one.accepted if name == "accepted" else one.share(name) or 0 for one in figures]
    top = charts.top_of(values)
    return Chart(name, title, top, list(zip(shown, charts.columns(values, top), values, strict=True)))


def _by_provider(shown):
    """Return (key, name, figures) of each provider that got anything."""
    nothing = insight.Figures()
    rows = [(key, name, sum((one.of(key) for one in shown), nothing)) for key, name in NAMES.items()]
    return [row for row in rows if row[2] != nothing]
