"""The companies that the news is about, from A to Z and by sector."""

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from editions.archive import metadata, roster
from editions.archive.caching import show
from editions.archive.pages import house, shell
from sources.models import Company

FEW = 150  # companies that one page shows; of more, it shows those lately in the news
LATELY = 30


@dataclass(frozen=True)
class Choice:
    """A letter or a sector, and how many companies stand under it."""

    words: str
    path: str
    companies: int
    is_here: bool = False


@require_safe
def index(request):
    masthead = house()
    lines = roster.lines(masthead.time_zone)
    if len(lines) <= FEW:
        lettered = groupby(lines, lambda line: line.letter)
        groups = [(_heading(letter), list(some)) for letter, some in lettered]
    else:
        dated = (line for line in lines if line.last)
        newest = sorted(dated, key=lambda line: (line.last, line.pk), reverse=True)
        groups = [(_("Lately in the news"), newest[:LATELY])]
    context = {
        "title": _("Companies"),
        "groups": groups,
        "count": len(lines),
        "letters": _letters(lines),
        "sectors": _sectors(lines),
    }
    return _show(request, masthead, context)


@require_safe
def letter(request, letter):
    if letter not in roster.LETTERS:
        if letter.lower() in roster.LETTERS:
            return redirect("archive:companies_letter", letter.lower(), permanent=True)
        raise Http404
    masthead = house()
    lines = roster.lines(masthead.time_zone)
    chosen = [line for line in lines if line.letter == letter]
    context = {
        "title": _("Companies: %s") % _heading(letter),
        "groups": [("", chosen)] if chosen else [],
        "count": len(chosen),
        "letters": _letters(lines, letter),
    }
    return _show(request, masthead, context, below=True)


@require_safe
def sector(request, sector):
    masthead = house()
    tagged = dict(_tagged().filter(tag__slug=sector).values_list("object_id", "tag__name"))
    chosen = [line for line in roster.lines(masthead.time_zone) if line.pk in tagged]
    if not chosen:
        raise Http404
    title = tagged[chosen[0].pk]
    context = {"title": title, "kicker": _("Sector"), "groups": [("", chosen)], "count": len(chosen)}
    return _show(request, masthead, context, below=True)


def _show(request, masthead, context, *, below=False):
    crumbs = [(_("Companies"), reverse("archive:companies"))] if below else []
    listed = [(line.name, line.path) for _words, lines in context["groups"] for line in lines]
    json_ld = metadata.item_list(settings.SITE_URL, listed)
    if below:
        json_ld += metadata.breadcrumbs(settings.SITE_URL, [*crumbs, (context["title"], request.path)])
    context = shell(masthead, request.path, here="companies", crumbs=crumbs, json_ld=json_ld, **context)
    return show(request, "editions/archive/companies.html", context)


def _heading(letter):
    return {roster.DIGITS: "0–9", roster.OTHER: _("Others")}.get(letter, letter.upper())


def _letters(lines, here=""):
    """The Choices of all letters; those without companies lead nowhere."""
    found = Counter(line.letter for line in lines)
    return [
        Choice(
            _heading(letter),
            reverse("archive:companies_letter", args=[letter]) if found[letter] else "",
            found[letter],
            letter == here,
        )
        for letter in roster.LETTERS
    ]


def _sectors(lines):
    """The Choices of all sectors, by name."""
    there, found, names = {line.pk for line in lines}, Counter(), {}
    for pk, slug, name in _tagged().values_list("object_id", "tag__slug", "tag__name"):
        if pk in there:
            found[slug] += 1
            names[slug] = name
    return [
        Choice(names[slug], reverse("archive:companies_sector", args=[slug]), found[slug])
        for slug in sorted(found, key=lambda slug: names[slug].casefold())
    ]


def _tagged():
    """The rows that give companies their sectors."""
    return Company.sectors.through.objects.filter(content_type=ContentType.objects.get_for_model(Company))
