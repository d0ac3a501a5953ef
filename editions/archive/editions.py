"""The archive by year, and an edition, all read from snapshots."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from editions.archive import metadata
from editions.archive.around import around
from editions.archive.caching import answer, show, show_made_of
from editions.archive.gathered import local_names
from editions.archive.pages import gone, house, shell
from editions.models import Edition, Snapshot
from editions.render import card
from editions.render.addresses import below
from editions.render.figures import number_and_week, week
from editions.render.web import JOIN, render_article
from sources.markup import trusted

LISTED = (
    *("title", "dek", "taken_at"),
    *("edition__number", "edition__slug", "edition__week_first", "edition__week_last"),
)
KNOWN_BY = ("content_hash", "taken_at", "edition__number", "edition__slug")  # all that a 304 reads


@dataclass(frozen=True)
class Listed:
    """An edition in a list."""

    number: int
    title: str
    dek: str
    path: str
    week: str
    week_last: date | None
    is_corrected: bool
    taken_at: datetime  # when its newest snapshot was


@dataclass(frozen=True)
class Beside:
    """The edition before or after another."""

    number: int
    title: str
    path: str


@require_safe
def index(request):
    """The archive of the newest year."""
    return _archive(request, None)


@require_safe
def year(request, year):
    return _archive(request, year)


def _archive(request, year):
    published = Edition.objects.published().order_by("-week_last__year")
    years = list(published.values_list("week_last__year", flat=True).distinct())
    if year is not None and year not in years:
        if snapshot := standing(year):  # the number of an edition, without its title
            return redirect(snapshot.edition)
        return withdrawn(request, year)
    shown = year or (years[0] if years else None)
    snapshots = Snapshot.objects.newest().filter(edition__week_last__year=shown)
    rows = listed(snapshots)
    masthead = house()
    context = shell(
        masthead,
        request.path,
        here="editions",
        years=years,
        shown=shown,
        rows=rows,
        is_index=year is None,
        json_ld=metadata.item_list(masthead.site_url, [(row.title, row.path) for row in rows]),
    )
    newest_at = max((row.taken_at for row in rows), default=None)
    return show(request, "editions/archive/index.html", context, newest_at=newest_at)


def listed(snapshots):
    """What a list shows of the editions of `snapshots`; one query."""
    return [
        Listed(
            number=snapshot.edition.number,
            title=snapshot.title,
            dek=snapshot.dek,
            path=snapshot.edition.get_absolute_url(),
            week=week(snapshot.edition.week_first, snapshot.edition.week_last),
            week_last=snapshot.edition.week_last,
            is_corrected=snapshot.is_corrected,
            taken_at=snapshot.taken_at,
        )
        for snapshot in snapshots.noting_corrections().only(*LISTED)
    ]


@require_safe
def edition(request, number, slug):
    """One edition as it went out, or as it was last corrected."""
    before, snapshot, after, changed_at = around(number)
    if snapshot is None:
        return withdrawn(request, number)
    if slug != snapshot.edition.slug:
        return redirect(snapshot.edition, permanent=True)
    path = snapshot.edition.get_absolute_url()
    previous, following = _beside(before), _beside(after)
    names = local_names()  # of today, so that the moment of the snapshot says nothing of them
    return show_made_of(
        request,
        "editions/archive/edition.html",
        [path, known(snapshot), previous, following, names],
        lambda: {**_page(snapshot, path, names), "previous": previous, "following": following},
        **{"newest_at" if names else "changed_at": changed_at},
    )


def standing(number):
    """What is known of the newest snapshot of a published edition without reading its text, or None."""
    return Snapshot.objects.newest().filter(edition__number=number).only(*KNOWN_BY).first()


def known(snapshot):
    """What no two snapshots share, also where a database was put back to an earlier day."""
    return snapshot.pk, snapshot.content_hash, snapshot.taken_at


def _beside(snapshot):
    if snapshot is None:
        return None
    return Beside(snapshot.edition.number, snapshot.title, snapshot.edition.get_absolute_url())


def _page(snapshot, path, names):
    """The context of the page of an edition, which stands at `path` in the language in force."""
    whole = Snapshot.objects.only("document", "web_html").get(pk=snapshot.pk)
    document = whole.read()
    prefix = reverse("archive:home").removesuffix("/")
    article = _anew(known(snapshot), prefix, tuple(names.items())) if prefix else whole.web_html
    upper, place, rest = article.rpartition(JOIN)
    masthead = document.masthead
    # Machines are told of one picture in every language.
    image = f"{masthead.site_url}{path.removeprefix(prefix)}card.png"
    trail = [(_("Editions"), reverse("archive:editions")), (document.title, path)]
    return shell(
        masthead,
        path,
        here="editions",
        document=document,
        article=trusted(upper if place else article),
        rest=trusted(rest if place else ""),
        image={"url": image, "width": card.WIDTH, "height": card.HEIGHT, "when": number_and_week(document)},
        json_ld=metadata.edition(document, path, image) + metadata.breadcrumbs(masthead.site_url, trail),
    )


@lru_cache(maxsize=64)
def _anew(known, prefix, names):
    """The article of a snapshot with the words around it in the language of the pages below `prefix`, and
    markets by their `names` there, pairs of address and name.

    What was frozen never changes, so it is rendered once in a process; `known` tells snapshots apart.
    """
    document = Snapshot.objects.only("document").get(pk=known[0]).read()
    return render_article(below(document, prefix, dict(names)))


@require_safe
# Mail clients know no stylesheet but the inlined one, so this page alone allows inline styles.
@csp_replace({"style-src": ["'unsafe-inline'"], "default-src": ["'none'"], "img-src": ["'self'", "data:"]})
def email(request, number, slug):
    """The email as it was frozen."""
    snapshot = standing(number)
    if snapshot is None:
        return withdrawn(request, number)
    if slug != snapshot.edition.slug:
        return redirect("archive:email", number, snapshot.edition.slug, permanent=True)
    html = Snapshot.objects.filter(pk=snapshot.pk).values_list("email_html", flat=True)
    # A search engine takes it for the edition's page; what is frozen cannot say so itself.
    page = f'<{settings.SITE_URL}{snapshot.edition.get_absolute_url()}>; rel="canonical"'
    return answer(
        request,
        known(snapshot),
        lambda: HttpResponse(html.get(), headers={"Link": page}),
        changed_at=snapshot.taken_at,
    )


def withdrawn(request, number):
    """The answer where no snapshot stands: gone, or Http404 for what never was."""
    row = Edition.objects.filter(number=number, status="withdrawn").first()
    if row is None:
        raise Http404
    reason = row.moves.filter(name="withdraw").latest("at").reason
    return gone(request, what=_("No. %(number)s was withdrawn") % {"number": number}, reason=reason)
