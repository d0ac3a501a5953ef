"""The left pane of the desk: items that may be placed, and clippings that wait to be written from."""

from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.contrib.auth.decorators import permission_required
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Window
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from editions import workflow
from editions.desk.outline import marks_of
from editions.models import Edition, Masthead, Slot
from sources import workflow as item_workflow
from sources.desk.reading import where_read
from sources.kinds import KINDS
from sources.models import Clipping, Company, Credit, Market, NewsItem, Source

COMPANIES = Prefetch("companies", Company.objects.only("name"))
CREDITS = Prefetch("credits", Credit.objects.select_related("source"))
PAGE, MOST = 40, 400  # cards shown at first, and at most
READY = "ready"
STATES = [
    (READY, "Ready"),
    ("draft", "Drafts"),
    ("published", "Published"),
    ("killed", "Killed"),
    ("all", "All items"),
]
WEEKS = [("", "Any week"), ("this", "This week"), ("last", "Last week"), ("older", "Older")]


class ReadyForm(forms.Form):
    """What is looked for; whatever cannot be read is not looked for."""

    q = forms.CharField(required=False, max_length=200)
    state = forms.ChoiceField(choices=STATES, required=False)
    week = forms.ChoiceField(choices=WEEKS, required=False)
    kind = forms.ChoiceField(choices=[("", "Any kind"), *KINDS.items()], required=False)
    company = forms.ModelChoiceField(Company.objects.all(), required=False)
    market = forms.ModelChoiceField(Market.objects.all(), required=False)
    source = forms.ModelChoiceField(Source.objects.all(), required=False)
    show = forms.IntegerField(min_value=PAGE, max_value=MOST, required=False)
    clips = forms.IntegerField(min_value=PAGE, max_value=MOST, required=False)


@dataclass(frozen=True)
class ReadyCard:
    """An item as the left pane shows it. `marks` are (tone, words); companies and sources are (key, name).

    Keys are texts: as numbers, the template would look up for each how numbers are written here.
    """

    pk: str
    label: str
    address: str
    kind: str
    day: date | None
    companies: list[tuple[str, str]]
    sources: list[tuple[str, str]]
    marks: list[tuple[str, str]]
    is_here: bool
    is_killed: bool


@dataclass(frozen=True)
class ClippingCard:
    pk: str
    label: str
    language: str
    summary: str
    address: str  # where it is read
    is_tip: bool  # with no page of its own
    source: str
    companies: list[str]
    age: str


@permission_required("editions.view_edition", raise_exception=True)
@require_safe
def fragment(request, pk):
    edition, now = get_object_or_404(Edition, pk=pk), timezone.now()
    form = ReadyForm(request.GET)
    form.is_valid()
    wanted = {name: form.cleaned_data.get(name) or "" for name in form.fields}
    state = wanted["state"] or READY
    shown, clipped = wanted["show"] or PAGE, wanted["clips"] or PAGE
    items = found_items(wanted, edition)
    clippings = found_clippings(wanted, edition, now)
    masthead = Masthead.objects.the()
    rows, count = first_of(items, shown)
    waiting, clipping_count = first_of(clippings, clipped)
    rows = list(rows.select_related("follows_up").prefetch_related(COMPANIES, CREDITS))
    waiting = waiting.select_related("source").prefetch_related(COMPANIES)
    context = {
        "edition": edition,
        "wanted": wanted,
        "states": STATES,
        "weeks": WEEKS,
        "kinds": KINDS.items(),
        "markets": Market.objects.filter(
            Exists(NewsItem.markets.through.objects.filter(market=OuterRef("pk")))
            | Exists(Clipping.markets.through.objects.filter(market=OuterRef("pk")))
        ),
        "heading": "Ready to place" if state == READY else dict(STATES)[state],
        "only": [(name, wanted[name]) for name in ("company", "source") if wanted[name]],
        "is_narrowed": any(wanted[name] for name in ("q", "week", "kind", "company", "market", "source")),
        "count": count,
        "cards": cards(rows, edition, masthead, now),
        "more": _more(shown, count),
        "clipping_count": clipping_count,
        "clippings": [clipping_card(one, now) for one in waiting],
        "more_clippings": _more(clipped, clipping_count),
    }
    return render(request, "editions/desk/_ready.html", context)


def _more(shown, count):
    """How many are shown on demand; nothing where all of them are."""
    return min(shown + PAGE, MOST) if shown < min(count, MOST) else 0


def first_of(found, most):
    """The first of `found`, and how many there are in all. They are sorted by key alone: whole rows, with
    their texts, take ten times as long."""
    keys = list(found.annotate(number=Window(Count("pk"))).values_list("pk", "number")[:most])
    rows = found.model.objects.filter(pk__in=[pk for pk, _ in keys])
    return rows.order_by(*found.query.order_by), keys[0][1] if keys else 0


def found_items(wanted, edition):
    """Items as looked for, the newest first. Those that stand in `edition` are left out of what is ready."""
    state = wanted["state"] or READY
    items = NewsItem.objects.order_by("-pk")
    if state != "all":
        items = items.filter(status=state)
    if state == READY:
        items = items.exclude(Exists(Slot.objects.filter(item=OuterRef("pk"), section__edition=edition)))
    if wanted["q"]:
        items = items.filter(_says(wanted["q"]))
    if wanted["kind"]:
        items = items.filter(kind=wanted["kind"])
    for name in ("company", "market"):
        if wanted[name]:
            through = getattr(NewsItem, {"company": "companies", "market": "markets"}[name]).through
            items = items.filter(
                Exists(through.objects.filter(newsitem=OuterRef("pk"), **{name: wanted[name]}))
            )
    if wanted["source"]:
        items = items.filter(Exists(Credit.objects.filter(item=OuterRef("pk"), source=wanted["source"])))
    return items.filter(_in_week(wanted["week"], edition, "event_date", "created_at"))


def _says(text):
    """Every word of `text` stands in the item, or in a name of its companies or sources."""
    every = Q()
    for word in text.split():
        company = NewsItem.companies.through.objects.filter(
            _named(word, "company__"), newsitem=OuterRef("pk")
        )
        source = Q(source__name__icontains=word) | Q(source__credit_line__icontains=word)
        credit = Credit.objects.filter(source | Q(name__icontains=word), item=OuterRef("pk"))
        own = Q(headline__icontains=word) | Q(slugline__icontains=word) | Q(body__icontains=word)
        every &= own | Exists(company) | Exists(credit)
    return every


def _named(word, before=""):
    names = ("name", "local_name", "aliases", "former_names")
    found = Q()
    for name in names:
        found |= Q(**{f"{before}{name}__icontains": word})
    return found


def _in_week(week, edition, day, moment):
    """In the week of the edition, in the one before, or older: by `day`, or by `moment` where it has none."""
    if not week:
        return Q()
    first, last = edition.week_first, edition.week_last
    if week == "last":
        first, last = first - timedelta(days=7), first - timedelta(days=1)
    if week == "older":
        end = first - timedelta(days=8)
        return Q(**{f"{day}__lte": end}) | Q(**{day: None, f"{moment}__date__lte": end})
    return Q(**{f"{day}__range": (first, last)}) | Q(**{day: None, f"{moment}__date__range": (first, last)})


def age(moment, now):
    """How long ago, in the one unit that tells."""
    minutes = max(0, int((now - moment).total_seconds() // 60))
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // (24 * 60)} d"


def found_clippings(wanted, edition, now):
    """Clippings that lead a story that waits, as looked for, the newest first."""
    clippings = Clipping.objects.waiting(now).leading().order_by("-queued_at", "-pk")
    for word in wanted["q"].split():
        company = Clipping.companies.through.objects.filter(
            _named(word, "company__"), clipping=OuterRef("pk")
        )
        source = Q(source__name__icontains=word) | Q(source__credit_line__icontains=word)
        own = Q(title__icontains=word) | Q(summary__icontains=word)
        clippings = clippings.filter(own | source | Exists(company))
    for name in ("company", "market"):
        if wanted[name]:
            through = getattr(Clipping, {"company": "companies", "market": "markets"}[name]).through
            clippings = clippings.filter(
                Exists(through.objects.filter(clipping=OuterRef("pk"), **{name: wanted[name]}))
            )
    if wanted["kind"]:
        clippings = clippings.filter(kind=wanted["kind"])
    if wanted["source"]:
        clippings = clippings.filter(source=wanted["source"])
    return clippings.filter(_in_week(wanted["week"], edition, "published_at__date", "clipped_at"))


def cards(rows, edition, masthead, now):
    """Each item with what an editor must know before placing it."""
    stands = _places(rows)
    address = reverse("admin:sources_newsitem_desk", args=[0])
    return [
        ReadyCard(
            pk=str(item.pk),
            label=item.desk_label,
            address=address.replace("/0/", f"/{item.pk}/"),
            kind=item.get_kind_display(),
            day=item.event_date,
            companies=[(str(one.pk), one.name) for one in item.companies.all()],
            sources=[(str(one.source_id), str(one)) for one in item.credits.all()],
            marks=[
                *_standing(stands.get(item.pk, ()), edition),
                *_embargo(item, masthead, now),
                *marks_of(item, item.credits.all()),
                *_following(item, stands),
            ],
            is_here=any(number == edition.number for number, _ in stands.get(item.pk, ())),
            is_killed=item.status == item_workflow.KILLED,
        )
        for item in rows
    ]


def _places(rows):
    """By item, and by what one follows up: number and state of its editions, the newest first."""
    items = {key for item in rows for key in (item.pk, item.follows_up_id) if key}
    places = Slot.objects.filter(item__in=items).exclude(section__edition__status=workflow.KILLED)
    stands = {}
    for item, number, status in places.values_list(
        "item", "section__edition__number", "section__edition__status"
    ).order_by("-section__edition__number"):
        stands.setdefault(item, []).append((number, status))
    return stands


def clipping_card(clipping, now):
    return ClippingCard(
        pk=str(clipping.pk),
        label=str(clipping),
        language=clipping.language,
        summary=clipping.summary,
        address=where_read(clipping),
        is_tip=where_read(clipping) != clipping.url,
        source=str(clipping.source or ""),
        companies=[company.name for company in clipping.companies.all()],
        age=age(clipping.published_at or clipping.clipped_at, now),
    )


def _standing(places, edition):
    for number, status in places:
        if number == edition.number:
            yield "dup", "placed here"
        elif status in (workflow.PUBLISHED, workflow.WITHDRAWN):
            yield "dup", f"ran in No. {number}"
        else:
            yield "warn", f"placed in No. {number}"


def _embargo(item, masthead, now):
    if item.embargo_until and item.embargo_until > now:
        yield "warn", f"embargo until {item.embargo_until.astimezone(masthead.zone):%d %b %H:%M}"


def _following(item, stands):
    if earlier := item.follows_up:
        ran = [number for number, status in stands.get(earlier.pk, ()) if status == workflow.PUBLISHED]
        yield "", f"follows No. {ran[0]}" if ran else f"follows “{earlier.desk_label}”"
