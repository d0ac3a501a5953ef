"""Which items readers may see."""

from django.db.models import Exists, OuterRef, Q

from editions import workflow
from editions.models import Edition, Slot
from sources.models import NewsItem
from sources.models.moves import ItemMove
from sources.workflow import PUBLISHED


def shown(items=None):
    """Those of `items`, or of all, that are out: an item goes with the editions it ran in, where all of
    them were withdrawn, unless it was published on its own as well."""
    ran = Slot.objects.filter(item=OuterRef("pk"))
    in_withdrawn = Exists(ran.filter(section__edition__status=workflow.WITHDRAWN))
    in_published = Exists(ran.filter(section__edition__status=workflow.PUBLISHED))
    on_its_own = Exists(ItemMove.objects.filter(item=OuterRef("pk"), name="publish"))
    items = NewsItem.objects.all() if items is None else items
    return items.filter(Q(status=PUBLISHED) & (~Q(in_withdrawn) | Q(in_published) | Q(on_its_own)))


def withdrawn_with(item):
    """The newest of the withdrawn editions in which `item` ran, or None."""
    ran = Edition.objects.filter(status=workflow.WITHDRAWN, sections__slots__item=item)
    return ran.order_by("-number").first()
