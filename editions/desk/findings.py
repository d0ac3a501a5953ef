"""What the checks found, as the sheet shows it, and what a person does about it."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from editions import checking, fixes
from editions.desk.fragments import number_of
from editions.models import Distinct, Edition, Masthead, Override
from editions.preflight.findings import ERROR, Finding, where
from editions.preflight.links import addresses_of
from editions.versions import keep_item
from sources import links
from sources.models import NewsItem
from sources.workflow import WorkflowError

THEMES = {
    "facts": "Facts",
    "names": "Names",
    "repeats": "Did we already run this?",
    "damage": "Damage of pasting",
    "links": "Links",
    "pictures": "Pictures",
    "mail": "Mail",
    "words": "Words",
    "style": "House style",
}
LOST = "That was mended or changed meanwhile; look at what is found now."


class ReasonForm(forms.Form):
    reason = forms.CharField(
        max_length=2000,
        error_messages={"required": "Say why it may stand; the reason is kept and shown."},
    )


@dataclass(frozen=True)
class Row:
    """A finding as one line of the list."""

    finding: Finding
    key: str
    where: str
    item: int | None
    override: Override | None = None


@dataclass(frozen=True)
class Theme:
    title: str
    rows: list[Row]
    fixable: list[tuple[str, int]]  # codes of which several can be mended at once, and how many


def listed(report):
    """The report as the template prints it."""
    rows = [_row(finding, report) for finding in report.findings]
    overridden = [row for row in rows if row.override]
    errors = [row for row in rows if row.finding.severity == ERROR and not row.override]
    warnings = [row for row in rows if row.finding.severity != ERROR]
    return {
        "errors": errors,
        "overridden": overridden,
        "themes": list(_themes(warnings)),
        "warnings": len(warnings),
    }


def _row(finding, report):
    place, key = finding.place, report.key(finding)
    item = report.document.sections[place.section].items[place.item].id if place.item is not None else None
    override = report.overrides.get(key) if finding.severity == ERROR else None
    return Row(finding, key, where(report.document, place), item, override)


def _themes(rows):
    for code, title in THEMES.items():
        of_theme = [row for row in rows if row.finding.code.partition(".")[0] == code]
        fixes = [row.finding.code for row in of_theme if row.finding.fix]
        fixable = [(one, fixes.count(one)) for one in dict.fromkeys(fixes) if fixes.count(one) > 1]
        if of_theme:
            yield Theme(title, of_theme, fixable)


def today():
    """The day in the newsroom's time zone."""
    return timezone.now().astimezone(Masthead.objects.the().zone).date()


def show_found(request, edition, *, changed=False):
    """What the checks find in an edition, as the desk shows it. `changed` tells the page that a text was."""
    document = edition.document()
    found = checking.edition_report(edition, document, day=today())
    may_change = request.user.has_perm("sources.change_newsitem")
    context = {
        "edition": edition,
        "fix": reverse("admin:editions_edition_fix", args=[edition.pk]),
        "override": reverse("admin:editions_edition_override", args=[edition.pk]),
        "sheet": reverse("admin:editions_edition_sheet", args=[edition.pk]),
        "found": listed(found),
        "links": link_states(document, found.links),
        "may_change": may_change,
        "may_fix": may_change and request.user.has_perm("editions.change_edition"),
    }
    return _fragment(request, context, changed=changed)


def show_found_in_item(request, item, *, changed=False):
    """What the checks find in an item on its own, as its desk shows it."""
    may_change = request.user.has_perm("sources.change_newsitem")
    context = {
        "fix": reverse("admin:sources_newsitem_fix", args=[item.pk]),
        "override": reverse("admin:sources_newsitem_override", args=[item.pk]),
        "sheet": reverse("admin:sources_newsitem_sheet", args=[item.pk]),
        "found": listed(of_item(item)),
        "may_change": may_change,
        "may_fix": may_change,
    }
    return _fragment(request, context, changed=changed)


def _fragment(request, context, *, changed):
    answer = render(request, "editions/desk/_found.html", context)
    if changed:
        answer["X-Recap-Changed"] = "1"
    return answer


def _done(request, edition):
    """What was found, again: the desk's own part of the page, or the whole sheet."""
    if request.headers.get("HX-Request"):
        return show_found(request, edition, changed=True)
    return redirect("admin:editions_edition_sheet", edition.pk)


def _done_in_item(request, item):
    """As `_done`, for an item on its own."""
    if request.headers.get("HX-Request"):
        return show_found_in_item(request, item, changed=True)
    return redirect("admin:sources_newsitem_sheet", item.pk)


def of_edition(edition):
    return checking.edition_report(edition, edition.document(), day=today())


def of_item(item):
    return checking.item_report(item, day=today())


@permission_required(["editions.change_edition", "sources.change_newsitem"], raise_exception=True)
@require_POST
def fix_edition(request, pk):
    edition = get_object_or_404(Edition, pk=pk)
    _fix(request, of_edition(edition), edition=edition)
    return _done(request, edition)


@permission_required("sources.change_newsitem", raise_exception=True)
@require_POST
def fix_item(request, pk):
    item = get_object_or_404(NewsItem, pk=pk)
    _fix(request, of_item(item), edition=None)
    item.refresh_from_db()
    return _done_in_item(request, item)


def _fix(request, report, *, edition):
    """Mend one finding by its key, or all of a code."""
    key, code = request.POST.get("key"), request.POST.get("code")
    chosen = [f for f in report.findings if f.fix and (f.code == code if code else report.key(f) == key)]
    try:
        done = fixes.apply(
            chosen if code else chosen[:1],
            report.document,
            edition=edition,
            by=request.user,
            now=timezone.now(),
        )
    except WorkflowError as error:
        messages.error(request, str(error))
    else:
        said = f"Mended {done} passages." if done > 1 else "Mended." if done else LOST
        messages.success(request, said) if done else messages.error(request, said)


@permission_required("editions.add_override", raise_exception=True)
@require_POST
def override_edition(request, pk):
    edition = get_object_or_404(Edition, pk=pk)
    _override(request, of_edition(edition), edition=edition)
    return _done(request, edition)


@permission_required("editions.add_override", raise_exception=True)
@require_POST
def override_item(request, pk):
    item = get_object_or_404(NewsItem, pk=pk)
    _override(request, of_item(item), item=item)
    return _done_in_item(request, item)


def _override(request, report, **subject):
    """Let an error stand, with the reason."""
    key, form = request.POST.get("key", ""), ReasonForm(request.POST)
    found = next((one for one in report.errors if report.key(one) == key), None)
    if found is None:
        messages.error(request, LOST)
    elif not form.is_valid():
        messages.error(request, form.errors["reason"][0])
    else:
        Override.objects.get_or_create(
            **subject,
            key=key,
            defaults={
                "code": found.code,
                "sentence": found.sentence,
                "reason": form.cleaned_data["reason"],
                "by": request.user,
                "at": timezone.now(),
            },
        )
        messages.success(request, "It may stand; the reason is in the history.")


@permission_required("editions.delete_override", raise_exception=True)
@require_POST
def withdraw_override(request, pk):
    """Let the error block again."""
    override = get_object_or_404(Override.objects.select_related("edition", "item"), pk=pk)
    if (override.edition or override.item).is_frozen:
        messages.error(request, "It went out with this error; who let it stand is kept.")
    else:
        override.delete()
        messages.success(request, "The error stands in the way again.")
    if override.edition_id:
        return _done(request, override.edition)
    return _done_in_item(request, override.item)


@permission_required("editions.add_distinct", raise_exception=True)
@require_POST
def not_the_same(request, pk):
    """Remember that an item is not the story of an earlier one."""
    item = get_object_or_404(NewsItem, pk=pk)
    earlier = get_object_or_404(NewsItem, pk=number_of(request.POST.get("earlier")))
    Distinct.objects.get_or_create(
        item=item, earlier=earlier, defaults={"by": request.user, "at": timezone.now()}
    )
    messages.success(request, f"Remembered: “{item.label}” is not “{earlier.label}”.")
    return _back(request, item)


@permission_required("sources.change_newsitem", raise_exception=True)
@require_POST
@transaction.atomic
def follow_up(request, pk):
    """Make an item the follow-up of an earlier one, as a version of its own."""
    item = get_object_or_404(NewsItem.objects.select_for_update(of=("self",)), pk=pk)
    earlier = get_object_or_404(NewsItem, pk=number_of(request.POST.get("earlier")))
    if item.is_frozen:
        messages.error(request, "This is out: it changes by a correction, and no other way.")
    elif item == earlier:
        messages.error(request, "An item cannot follow itself up.")
    else:
        item.follows_up = earlier
        item.version += 1
        item.save(update_fields=["follows_up", "version"])
        keep_item(item, by=request.user, now=timezone.now())
        messages.success(request, f"“{item.label}” now follows up “{earlier.label}”.")
    return _back(request, item)


def _back(request, item):
    """To where it was asked: an edition, or the item on its own."""
    edition = number_of(request.POST.get("edition"))
    if edition:
        return _done(request, get_object_or_404(Edition, pk=edition))
    return _done_in_item(request, item)


@permission_required("editions.change_edition", raise_exception=True)
@require_POST
def check_links_again(request, pk):
    """Have every link of the edition checked anew, in the background."""
    edition = get_object_or_404(Edition, pk=pk)
    links.again(addresses_of(edition.document()), timezone.now())
    messages.success(request, "The links are being checked; look again in a minute.")
    return _done(request, edition)


def link_states(document, facts):
    """How many links answer, and how many were not yet asked; `facts` are those of a report."""
    states = [facts[address].state if address in facts else "new" for address in addresses_of(document)]
    return {
        "all": len(states),
        "answer": sum(state in ("sound", "moved") for state in states),
        "new": states.count("new"),
        "unknown": states.count("unknown"),
    }
