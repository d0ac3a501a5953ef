"""The page about the API: useful without script, and with it a form to try it."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from editions.archive.caching import show
from editions.archive.pages import house, shell
from editions.models import Edition


@require_safe
def page(request):
    newest = Edition.objects.published().order_by("-number").values_list("number", flat=True).first()
    context = shell(house(), request.path, newest=newest, addresses=_addresses())
    return show(request, "editions/archive/api.html", context)


def _addresses():
    """Triples of an address, what it gives, and the parameters that narrow it. The description itself
    (`service.py`) would bring pydantic into every process that knows the addresses of pages."""
    published = ("year", "since", "until")
    return [
        ("/api/v1/", _("Where everything is"), ()),
        ("/api/v1/editions", _("Editions, newest first"), ("year",)),
        ("/api/v1/editions/{number}", _("One edition, with its sections and their items as printed"), ()),
        (
            "/api/v1/items",
            _("Items, newest first, with their text, credits and corrections"),
            ("company", "market", "kind", "format", "topic", "source", *published),
        ),
        ("/api/v1/items/{id}", _("One item"), ()),
        ("/api/v1/companies", _("Companies, by slug"), ("sector", "letter", "market")),
        ("/api/v1/companies/{slug}", _("One company"), ()),
        ("/api/v1/markets", _("Markets, by slug"), ()),
        ("/api/v1/markets/{slug}", _("One market"), ()),
        ("/api/v1/deals", _("Deals, newest first"), ("type", "company", "market", "year")),
        ("/api/v1/deals/{id}", _("One deal"), ()),
        ("/api/v1/everything.jsonl", _("All of it, one object a line"), ()),
    ]
