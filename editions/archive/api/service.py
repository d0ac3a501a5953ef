"""The API: its addresses, what each takes and gives, and its description (OpenAPI)."""

import json
from functools import cache

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect, StreamingHttpResponse
from ninja import NinjaAPI, Query
from ninja.errors import ValidationError

from editions.archive import moved, standing
from editions.archive.api import (
    addresses,
    answering,
    asking,
    deals,
    editions,
    everything,
    finding,
    items,
    schemas,
    subjects,
)
from editions.archive.api.withdrawn import Gone, missing_edition, missing_item
from editions.archive.caching import answer
from editions.archive.pages import house
from sources.models import Deal, Market, NewsItem

DESCRIPTION = (
    "What is published here, as data: read-only, open to everybody, without a key. It is the same as on the"
    " pages, and no more. Lists come in parts: follow `next` until it is null. Every answer has an ETag; send"
    " it back as If-None-Match, and an answer that has not changed is 304 and empty."
)
api = NinjaAPI(title="Recap", version="1", description=DESCRIPTION, docs_url=None, openapi_url=None)
for kind in (Http404, ValidationError, finding.Wrong, Gone):
    api.add_exception_handler(kind, lambda request, error: answering.told(error))

WRONG = {422: schemas.Problem}
ABSENT = {404: schemas.Problem}
WITHDRAWN = {404: schemas.Problem, 410: schemas.Problem}


@api.get("/", response=schemas.Start, summary="Where everything is")
def start(request):
    masthead = house()
    families = ("editions", "items", "companies", "markets", "deals")
    return answering.one(
        request,
        schemas.Start(
            name=masthead.name,
            description=masthead.tagline,
            documentation=addresses.page("/api/"),
            openapi=addresses.api("openapi.json"),
            everything=addresses.api("everything.jsonl"),
            **{family: addresses.api(family) for family in families},
        ),
    )


@api.get("/editions", response={200: schemas.Editions, **WRONG}, summary="Editions, newest first")
def list_editions(request, asked: Query[asking.OfEditions]):
    rows = finding.find_editions(asked.year).defer("document")
    return answering.part(request, schemas.Editions, asked, rows, editions.ORDER, editions.summaries)


@api.get("/editions/{int:number}", response={200: schemas.Edition, **WITHDRAWN}, summary="One edition")
def one_edition(request, number: int):
    """As it went out, or as it was last corrected."""
    found = finding.find_editions().filter(edition__number=number)
    if not found:
        raise missing_edition(number)
    return answering.one(request, editions.objects(found)[0])


@api.get("/items", response={200: schemas.Items, **WRONG}, summary="Items, newest first")
def list_items(request, asked: Query[asking.OfItems]):
    rows = finding.find_items(asked, house().time_zone).only("published_at")
    return answering.part(request, schemas.Items, asked, rows, items.ORDER, items.objects)


@api.get("/items/{int:id}", response={200: schemas.Item, **WITHDRAWN}, summary="One item")
def one_item(request, id: int):
    found = standing.shown(NewsItem.objects.filter(pk=id))
    if not found:
        raise missing_item(id)
    return answering.one(request, items.objects(found)[0])


@api.get("/companies", response={200: schemas.Companies, **WRONG}, summary="Companies, by slug")
def list_companies(request, asked: Query[asking.OfCompanies]):
    """Those that something published names."""
    rows = finding.find_companies(asked).only("slug")
    return answering.part(request, schemas.Companies, asked, rows, subjects.ORDER, subjects.companies)


@api.get("/companies/{slug:slug}", response={200: schemas.Company, **ABSENT}, summary="One company")
def one_company(request, slug: str):
    """A company that was renamed or merged redirects to what it is now."""
    company = finding.find_company(slug)
    if company.slug != slug:
        return HttpResponsePermanentRedirect(addresses.api("companies", company.slug))
    return answering.one(request, subjects.companies([company])[0])


@api.get("/markets", response={200: schemas.Markets, **WRONG}, summary="Markets, by slug")
def list_markets(request, asked: Query[asking.OfMarkets]):
    """Those on which something was published, and their regions."""
    return answering.part(
        request, schemas.Markets, asked, finding.find_markets(), subjects.ORDER, subjects.markets
    )


@api.get("/markets/{slug:slug}", response={200: schemas.Market, **ABSENT}, summary="One market")
def one_market(request, slug: str):
    market = moved.current(Market.objects.all(), slug)
    if market.slug != slug:
        return HttpResponsePermanentRedirect(addresses.api("markets", market.slug))
    return answering.one(request, subjects.markets([market])[0])


@api.get("/deals", response={200: schemas.Deals, **WRONG}, summary="Deals, as they were reported")
def list_deals(request, asked: Query[asking.OfDeals]):
    """Newest report first."""
    zone = house().time_zone
    rows = finding.find_deals(asked, zone).select_related("item")
    return answering.part(
        request, schemas.Deals, asked, rows, deals.ORDER, lambda found: deals.objects(found, zone)
    )


@api.get("/deals/{int:id}", response={200: schemas.Deal, **WITHDRAWN}, summary="One deal")
def one_deal(request, id: int):
    deal = Deal.objects.filter(pk=id).first()
    if deal is None:
        raise Http404(f"There is no deal {id}.")
    if not standing.shown(NewsItem.objects.filter(pk=deal.item_id)).exists():
        raise missing_item(deal.item_id)
    return answering.one(request, deals.objects([deal], house().time_zone)[0])


LINES = {"content": {"application/x-ndjson": {"schema": {"type": "string"}}}}


@api.get("/everything.jsonl", summary="All of it", openapi_extra={"responses": {200: LINES}})
def all_of_it(request):
    """JSON Lines: on each line one object, as its own address gives it, with a `type` of edition, company,
    market, item or deal."""
    zone = house().time_zone

    def build():
        response = StreamingHttpResponse(everything.lines(zone), content_type="application/x-ndjson")
        response.headers["Content-Disposition"] = 'attachment; filename="everything.jsonl"'
        return response

    return answer(request, [zone, everything.state()], build)


@api.get("/openapi.json", include_in_schema=False)
def openapi(request):
    return answer(request, "openapi", lambda: HttpResponse(_described(), content_type=answering.TYPE))


@cache
def _described():
    """The description, once a process."""
    return json.dumps(api.get_openapi_schema(path_prefix=addresses.ROOT.strip("/") + "/"), ensure_ascii=False)
