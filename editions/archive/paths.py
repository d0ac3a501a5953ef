"""Names and addresses of many rows at once: to look each up anew is most of the time of a long table."""

from collections.abc import Callable, Iterable
from urllib.parse import quote

from django.db.models import Case, When
from django.urls import reverse

from editions.archive.listing import Ref
from sources.models import Company, Market, NewsItem
from sources.models.items import slug_of


def refs_of(items: Iterable[int]) -> dict[int, Ref]:
    """Return, by key, the Refs of `items`, keys. It takes one query."""
    stem = reverse("archive:item", args=[0, "-"]).removesuffix("0--/")
    found = NewsItem.objects.filter(pk__in=list(items)).order_by().values_list("pk", *NAMED_BY)
    labels = ((pk, headline or NewsItem(body_html=html).label) for pk, headline, html in found)
    return {pk: Ref(label, f"{stem}{pk}-{quote(slug_of(label))}/") for pk, label in labels}


# A text is long, and read only where it gives the name.
NAMED_BY = ("headline", Case(When(headline="", then="body_html")))


def of_named(model: type[Company] | type[Market]) -> Callable[[str], str]:
    """Return what makes the address of a company or a market of its slug, in the language in force."""
    stem = model(slug="-").get_absolute_url().removesuffix("-/")
    return lambda slug: f"{stem}{slug}/"
