"""Which items readers may see, and which companies they know."""

from functools import cache, reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL

from editions import workflow
from editions.models import Edition, Slot
from sources.models import Company, Deal, FormerSlug, NewsItem
from sources.models.moves import ItemMove
from sources.workflow import KILLED, PUBLISHED

NAMES = ("name", "local_name", "aliases", "former_names")


def shown(items=None):
    """Those of `items`, or of all, that are out: an item goes with the editions it ran in, where all of
    them were withdrawn, unless it was published on its own as well.

    The few that went are looked up once a query, and not once an item.
    """
    items = NewsItem.objects.all() if items is None else items
    return items.filter(status=PUBLISHED).exclude(pk__in=_gone())


@cache
def _gone():
    """The ids of the items that went, as SQL: every page asks, and Django takes long to write it."""
    gone = Slot.objects.filter(section__edition__status=workflow.WITHDRAWN)
    stayed = Slot.objects.filter(item=OuterRef("item"), section__edition__status=workflow.PUBLISHED)
    on_its_own = ItemMove.objects.filter(item=OuterRef("item"), name="publish")
    gone = gone.filter(~Exists(stayed), ~Exists(on_its_own))
    return RawSQL(*gone.order_by().values("item").query.sql_with_params())  # noqa: S611 - Django's own, with its parameters


def was_out(items):
    """Those of `items` that are or were out: what they named once keeps its page."""
    return items.filter(_was_out())


def _was_out(prefix=""):
    return Q(**{f"{prefix}status__in": [PUBLISHED, KILLED], f"{prefix}published_at__isnull": False})


def known(companies):
    """Those of `companies` that readers know: an item that is or was out names them, or a deal of such, or
    it names what was merged into them.
    """
    return companies.filter(
        _is_named() | Exists(Company.objects.filter(_is_named(), merged_into=OuterRef("pk")))
    )


def _is_named():
    items = was_out(NewsItem.objects.filter(companies=OuterRef("pk")))
    deals = Deal.objects.filter(_was_out("item__"), counterparties=OuterRef("pk"))
    return Exists(items) | Exists(deals)


def company_called(said):
    """The company of today that readers know by `said`, or None: by a slug or a name that it, or what was
    merged into it, has or had.
    """
    asked, former = said.casefold(), FormerSlug.objects.filter(slug=said).values_list("company", flat=True)
    ranks = dict.fromkeys(filter(None, former), 3)
    named = reduce(or_, (Q(**{f"{field}__icontains": said}) for field in NAMES), Q(slug=said))
    for pk, slug, *names in Company.objects.filter(named).values_list("pk", "slug", *NAMES):
        own, aliases, gave_up = [slug, *names[:2]], names[2].splitlines(), names[3].splitlines()
        for rank, texts in enumerate([own, aliases, gave_up]):
            if asked in (text.strip().casefold() for text in texts):
                ranks[pk] = min(rank, ranks.get(pk, rank))
    rows = Company.objects.filter(pk__in=ranks).select_related("merged_into")
    found = sorted(rows, key=lambda row: (ranks[row.pk], row.merged_into_id is not None, row.pk))
    today = [row.merged_into or row for row in found]
    there = set(known(Company.objects.filter(pk__in=[row.pk for row in today])).values_list("pk", flat=True))
    return next((row for row in today if row.pk in there), None)


def withdrawn_with(item):
    """The newest of the withdrawn editions in which `item` ran, or None."""
    ran = Edition.objects.filter(status=workflow.WITHDRAWN, sections__slots__item=item)
    return ran.order_by("-number").first()
