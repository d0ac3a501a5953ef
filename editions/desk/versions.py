"""The history of an edition and of an item: every version, any two compared, one brought back."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from editions import bringing_back, comparison, worddiff
from editions.arranging import Gone
from editions.desk.fragments import number_of
from editions.models import Edition, Masthead, Version
from editions.models.desk import name_of
from editions.workflow import refusal_to_write
from sources.desk.page import page
from sources.models import Company, Market, NewsItem
from sources.workflow import NotYours, WorkflowError

PAGE = 30
SAID = {
    Version.Kind.SAVED: "Saved",
    Version.Kind.AUTOSAVED: "Written at the desk",
    Version.Kind.BROUGHT_BACK: "Brought back",
    Version.Kind.ASIDE: "Not saved: set aside",
}
may_see_edition = permission_required("editions.view_edition", raise_exception=True)
may_see_item = permission_required("sources.view_newsitem", raise_exception=True)
may_change_item = permission_required("sources.change_newsitem", raise_exception=True)


@dataclass(frozen=True)
class Entry:
    """A version as the history shows it; `words` say what changed since the one before."""

    version: Version
    who: str
    kind: str
    words: str = ""

    @property
    def is_aside(self):
        return self.version.kind == Version.Kind.ASIDE


@dataclass(frozen=True)
class Passage:
    """A pair of passages with its differences, word by word."""

    label: str
    parts: list[tuple[str, str]]

    @property
    def was(self):
        return [part for part in self.parts if part[0] != worddiff.IS]

    @property
    def now(self):
        return [part for part in self.parts if part[0] != worddiff.WAS]


@dataclass(frozen=True)
class Owner:
    """An edition or an item, as its history sees it: `parts` reads the content of a version."""

    row: Edition | NewsItem
    name: str
    prefix: str
    refusal: str  # why this person brings nothing back
    parts: Callable

    @property
    def addresses(self):
        named = ("versions", "compare", "sheet")
        return {view: reverse(f"{self.prefix}_{view}", args=[self.row.pk]) for view in named}

    @property
    def bring_back(self):
        """The name of the address that takes a version of it."""
        return f"{self.prefix}_bring_back"

    @property
    def is_edition(self):
        return isinstance(self.row, Edition)


def _edition(request, pk):
    row = get_object_or_404(Edition, pk=pk)
    why_not = refusal_to_write(row.status, request.user.get_all_permissions())
    return Owner(row, f"No. {row.number}", "admin:editions_edition", why_not, comparison.parts_of_edition)


def _item(request, pk):
    row = get_object_or_404(NewsItem, pk=pk)
    why_not = bringing_back.refusal_of(row)
    if not request.user.has_perm("sources.change_newsitem"):
        why_not = "Changing an item is not among what your role may do; ask a colleague whose role allows it."
    return Owner(row, f"“{row.desk_label}”", "admin:sources_newsitem", why_not, comparison.parts_of_item)


@may_see_edition
@require_safe
def of_edition(request, pk):
    return _list(request, _edition(request, pk))


@may_see_item
@require_safe
def of_item(request, pk):
    return _list(request, _item(request, pk))


@may_see_edition
@require_safe
def compare_edition(request, pk):
    return _compare(request, _edition(request, pk))


@may_see_item
@require_safe
def compare_item(request, pk):
    return _compare(request, _item(request, pk))


@may_see_edition
@require_POST
def bring_back_edition(request, pk, version):
    return _bring_back(request, _edition(request, pk), version, bringing_back.bring_back_edition)


@may_change_item
@require_POST
def bring_back_item(request, pk, version):
    return _bring_back(request, _item(request, pk), version, bringing_back.bring_back_item)


# The list


def _list(request, owner, *, refusal="", status=200):
    zone = Masthead.objects.the().zone
    found = list(_before(request, owner.row.versions.select_related("by")).order_by("-at", "-pk")[: PAGE + 1])
    entries = _entries(owner, found[:PAGE], zone)
    by_day = groupby(entries, lambda entry: entry.version.at.astimezone(zone).date())
    taken = [entry.version.pk for entry in entries if not entry.is_aside]
    context = {
        "title": f"History of {owner.name}",
        "owner": owner,
        "days": [(day, list(of_day)) for day, of_day in by_day],
        "older": found[PAGE - 1] if len(found) > PAGE else None,
        "newest": _newest(owner),
        "chosen": {"a": taken[1] if len(taken) > 1 else None, "b": taken[0] if taken else None},
        "refusal": refusal,
        "zone": zone,
    }
    return page(request, "editions/desk/versions.html", context, status=status)


def _before(request, rows):
    """Those older than the version that the address names, or all."""
    if "before" not in request.GET:
        return rows
    return _older(rows, _named(rows, request.GET["before"]))


def _older(rows, version):
    return rows.filter(Q(at__lt=version.at) | Q(at=version.at, pk__lt=version.pk))


def _named(rows, text):
    return get_object_or_404(rows, pk=number_of(text))


def _entries(owner, shown, zone):
    """Each version with what changed in it, read from the oldest on."""
    if not shown:
        return []
    before = _older(owner.row.versions.taken(), shown[-1]).order_by("at", "pk").last()
    parts = before and owner.parts(before.content, zone)
    approvals = _approvals(owner, shown)
    entries = []
    for version in reversed(shown):
        if version.kind == Version.Kind.ASIDE:
            words = ", ".join(comparison.LABELS[name] for name in version.content["aside"]["texts"])
        else:
            parts, earlier = owner.parts(version.content, zone), parts
            words = _words(earlier, parts)
        entries.append(_entry(version, approvals, words))
    return entries[::-1]


def _words(earlier, parts):
    if earlier is None:
        return "The first version"
    return comparison.in_a_few_words(comparison.compare(earlier, parts)) or "Nothing that is shown"


def _approvals(owner, versions):
    """The approvals at which these versions were kept, by their moment."""
    if not owner.is_edition:
        return {}
    moves = owner.row.moves.filter(name="approve", at__in=[version.at for version in versions])
    return {move.at: move for move in moves.select_related("by", "link")}


def _entry(version, approvals, words=""):
    approval = approvals.get(version.at) if version.kind == Version.Kind.SAVED else None
    who = (approval.who if approval else name_of(version.by)) or "A former colleague"
    return Entry(version, who, "Approved" if approval else SAID[version.kind], words)


# Two of them


def _compare(request, owner):
    zone = Masthead.objects.the().zone
    before, after = _chosen(request, owner)
    is_aside = after is not None and after.kind == Version.Kind.ASIDE
    gone = ""
    if is_aside:
        pairs, gone = _beside_what_stands(after, zone)
    else:
        earlier, later = ([] if one is None else owner.parts(one.content, zone) for one in (before, after))
        pairs = comparison.compare(earlier, later)
    approvals = _approvals(owner, [version for version in (before, after) if version])
    context = {
        "title": f"{owner.name}, compared",
        "owner": owner,
        "before": before and _entry(before, approvals),
        "after": after and _entry(after, approvals),
        "changed": _by_part([pair for pair in pairs if pair.differs]),
        "same": [pair for pair in pairs if not pair.differs],
        "newest": _newest(owner),
        "gone": gone,
        "zone": zone,
    }
    return page(request, "editions/desk/compare.html", context)


def _chosen(request, owner):
    """(before, after) as the address names them, the older first; without a name, the newest two.

    What was set aside stands alone: it is compared with what stands now, whatever else was chosen.
    """
    rows = owner.row.versions.select_related("by")
    chosen = [_named(rows, request.GET[name]) for name in ("a", "b") if request.GET.get(name)]
    chosen.sort(key=lambda version: (version.at, version.pk))
    for version in chosen:
        if version.kind == Version.Kind.ASIDE:
            return None, version
    if len(chosen) == 2:
        return chosen
    after = chosen[0] if chosen else rows.taken().order_by("at", "pk").last()
    return after and _older(rows.taken(), after).order_by("at", "pk").last(), after


def _newest(owner):
    return owner.row.versions.taken().order_by("at", "pk").values_list("pk", flat=True).last()


def _beside_what_stands(version, zone):
    """The texts that were refused, each beside what stands in its field now, and why nothing does."""
    refused, gone = version.content["aside"]["texts"], ""
    try:
        row, table = bringing_back.part_of(version)
        stand = {name: table[name].read(row) for name in refused}
    except Gone as error:
        stand, gone = {}, str(error)
    rows = {"companies": Company, "markets": Market}
    names = {name: dict(model.objects.values_list("pk", "name")) for name, model in rows.items()}
    earlier, later = (comparison.parts_of_texts(texts, zone, **names) for texts in (stand, refused))
    return comparison.compare(earlier, later), gone


def _by_part(pairs):
    """(what it is a part of, its passages) in order; what belongs to the whole comes under no name."""
    for of, group in groupby(pairs, lambda pair: pair.of):
        yield of, [Passage(pair.label, comparison.differences(pair)) for pair in group]


# Bringing one back


def _bring_back(request, owner, version, bring_back):
    version = get_object_or_404(owner.row.versions, pk=version)
    try:
        back = bring_back(
            version, by=request.user, now=timezone.now(), seen=number_of(request.POST.get("seen"))
        )
    except NotYours as error:
        return _list(request, owner, refusal=str(error), status=403)
    except Gone as error:
        return _list(request, owner, refusal=str(error), status=409)
    except WorkflowError as error:
        return _list(request, owner, refusal=str(error), status=422)
    messages.success(request, "It is back. What stood before it is kept below, and can be brought back too.")
    if back.sentence:
        messages.warning(request, back.sentence)
    return redirect(owner.addresses["versions"])
