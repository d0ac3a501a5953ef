"""Who writes the newsletter, how, and what becomes of what readers leave behind."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.dates import WEEKDAYS
from django.views.decorators.http import require_safe

from editions.archive.caching import show
from editions.archive.pages import shell
from editions.archive.standing import shown
from editions.assembly import masthead_document
from editions.models import Masthead
from sources.markup import trusted
from sources.models import Byline, Contributor


@dataclass(frozen=True)
class Writer:
    name: str
    role: str
    biography: str
    disclosure: str


@require_safe
def about(request):
    row = Masthead.objects.the()
    context = shell(
        masthead_document(row),
        request.path,
        text=trusted(row.about_html),
        weekday=str(WEEKDAYS[row.weekday]),
        hour=str(row.hour)[:5],
        contact=row.reply_to or row.sender_address,
        writers=_writers(),
    )
    return show(request, "editions/archive/about.html", context)


def _writers():
    """Those who signed something that is out."""
    signed = Byline.objects.filter(contributor=OuterRef("pk"), item__in=shown())
    people = Contributor.objects.filter(Exists(signed)).order_by("name")
    return tuple(Writer(one.name, one.role, one.biography, one.disclosure) for one in people)
