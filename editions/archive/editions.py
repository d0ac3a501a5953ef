"""Home, the archive by year, and an edition, all read from snapshots."""

from csp.decorators import csp_replace
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from editions.archive import metadata
from editions.archive.pages import gone, house, shell
from editions.models import Edition, Snapshot
from editions.render.figures import week
from sources.markup import trusted

LISTED = ("title", "dek", "edition__number", "edition__slug", "edition__week_first", "edition__week_last")


@require_safe
def home(request):
    """The latest edition, and the ones before it."""
    snapshots = Snapshot.objects.newest()
    latest = snapshots.first()
    if latest is None:
        return render(request, "editions/archive/empty.html", shell(house(), "/"))
    earlier = snapshots.noting_corrections().only(*LISTED)[1:5]
    return _show(request, latest, path="/", earlier=[_row(snapshot) for snapshot in earlier])


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
        raise Http404
    shown = year or (years[0] if years else None)
    snapshots = Snapshot.objects.newest().filter(edition__week_last__year=shown)
    rows = [_row(snapshot) for snapshot in snapshots.noting_corrections().only(*LISTED)]
    context = shell(house(), request.path, years=years, shown=shown, rows=rows, is_index=year is None)
    return render(request, "editions/archive/index.html", context)


def _row(snapshot):
    edition = snapshot.edition
    return {
        "number": edition.number,
        "title": snapshot.title,
        "dek": snapshot.dek,
        "path": edition.get_absolute_url(),
        "week": week(edition.week_first, edition.week_last),
        "week_last": edition.week_last,
        "is_corrected": snapshot.is_corrected,
    }


@require_safe
def edition(request, number, slug):
    """One edition as it went out, or as it was last corrected."""
    snapshot = _newest(number)
    if snapshot is None:
        return _withdrawn(request, number)
    if slug != snapshot.edition.slug:
        return redirect(snapshot.edition, permanent=True)
    previous, following = _beside(number)
    return _show(request, snapshot, path=request.path, previous=previous, following=following)


def _beside(number):
    """What is listed of the editions before and after, each None where there is none; one query."""
    published = Edition.objects.published()
    before = published.filter(number__lt=number).order_by("-number").values("number")[:1]
    after = published.filter(number__gt=number).order_by("number").values("number")[:1]
    beside = Snapshot.objects.newest().filter(Q(edition__number=before) | Q(edition__number=after))
    listed = beside.noting_corrections().only(*LISTED)
    sides = {snapshot.edition.number > number: _row(snapshot) for snapshot in listed}
    return sides.get(False), sides.get(True)


@require_safe
# Mail clients know no stylesheet but the inlined one, so this page alone allows inline styles.
@csp_replace({"style-src": ["'unsafe-inline'"], "default-src": ["'none'"], "img-src": ["'self'", "data:"]})
def email(request, number, slug):
    """The email as it was frozen."""
    snapshot = _newest(number)
    if snapshot is None:
        return _withdrawn(request, number)
    if slug != snapshot.edition.slug:
        return redirect("archive:email", number, snapshot.edition.slug, permanent=True)
    return HttpResponse(snapshot.email_html)


def _newest(number):
    return Snapshot.objects.newest().filter(edition__number=number).first()


def _withdrawn(request, number):
    withdrawn = Edition.objects.filter(number=number, status="withdrawn").first()
    if withdrawn is None:
        raise Http404
    reason = withdrawn.moves.filter(name="withdraw").latest("at").reason
    return gone(request, what=f"No. {number} was withdrawn", reason=reason)


def _show(request, snapshot, *, path, **more):
    document = snapshot.read()
    context = shell(
        document.masthead,
        document.path,
        document=document,
        article=trusted(snapshot.web_html),
        json_ld=metadata.edition(document),
        is_home=path == "/",
        **more,
    )
    return render(request, "editions/archive/edition.html", context)
