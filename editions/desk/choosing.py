"""What the editor offers as one types: companies, markets and sources by name, and adding a new one."""

from django.contrib.auth.decorators import permission_required
from django.db import IntegrityError, transaction
from django.db.models import Case, Q, Value, When
from django.http import JsonResponse
from django.views.decorators.http import require_POST, require_safe

from editions.assembly import free_slug
from editions.desk.fragments import number_of, says_why
from editions.fields import plain
from sources.mentions import is_chinese
from sources.models import Company, Market, Source
from sources.workflow import WorkflowError

AT_MOST = 8
may_see = permission_required("sources.view_newsitem", raise_exception=True)

COMPANY = ("name", "local_name", "aliases", "former_names")
MARKET = ("name", "local_name", "code")
SOURCE = ("name", "credit_line")


@may_see
@require_safe
def companies(request):
    """Companies by any of their names, or by key; those that were merged are not offered."""
    if keys := _keys(request):
        return _answer(Company.objects.filter(pk__in=keys), _company)
    query = _query(request)
    return _answer(
        _named(Company.objects.standing(), COMPANY, query), lambda company: _company(company, query)
    )


@may_see
@require_safe
def markets(request):
    if keys := _keys(request):
        return _answer(Market.objects.filter(pk__in=keys), _market)
    return _answer(_named(Market.objects.all(), MARKET, _query(request)), _market)


@may_see
@require_safe
def sources(request):
    return _answer(_named(Source.objects.all(), SOURCE, _query(request)), _source)


@permission_required("sources.add_company", raise_exception=True)
@require_POST
@says_why
def add_company(request):
    """Add a company of this name, or give the one that has it."""
    name = _new_name(request)

    def there():
        return Company.objects.standing().filter(name__iexact=name).first()

    return JsonResponse(
        _company(_added(there, lambda: Company.objects.create(name=name, slug=free_slug(name))))
    )


@permission_required("sources.add_source", raise_exception=True)
@require_POST
@says_why
def add_source(request):
    """Add a source of this name, or give the one that has it."""
    name = _new_name(request)
    source = _added(lambda: Source.objects.named(name), lambda: Source.objects.create(name=name))
    return JsonResponse(_source(source))


def _query(request):
    return " ".join(plain(request.GET.get("q", "")).split())[:120]


def _keys(request):
    """At most as many as an item has."""
    return [key for key in map(number_of, request.GET.getlist("id")[:100]) if key]


def _new_name(request):
    name = " ".join(plain(request.POST.get("name", "")).split())
    if not name:
        raise WorkflowError("Say its name.")
    if len(name) > 120:
        raise WorkflowError("A name is 120 characters long at most.")
    return name


def _added(there, make):
    """What is `there` already, or is made; or what a colleague made in the same moment."""
    if found := there():
        return found
    try:
        with transaction.atomic():
            return make()
    except IntegrityError:
        if found := there():
            return found
        raise


def _named(rows, columns, query):
    """The first rows of which a column holds `query`: first those that begin with it."""
    if not query:
        return rows.none()
    first, second = columns[:2]
    steps = [
        Q(**{f"{first}__iexact": query}) | Q(**{f"{second}__iexact": query}),
        Q(**{f"{first}__istartswith": query}) | Q(**{f"{second}__istartswith": query}),
        Q(**{f"{first}__icontains": f" {query}"}),  # a word of the name begins with it
    ]
    holds = Q()
    for column in columns:
        holds |= Q(**{f"{column}__icontains": query})
    place = Case(*(When(step, Value(number)) for number, step in enumerate(steps)), default=Value(len(steps)))
    return rows.filter(holds).order_by(place, *rows.model._meta.ordering)[:AT_MOST]


def _company(company, query=""):
    """`insert` is what stands in the text: the name of the script in which it was asked for."""
    chinese = company.local_name and any(map(is_chinese, query))
    return {
        "id": company.pk,
        "name": company.name,
        "also": company.local_name or ", ".join(company.other_names[:2]),
        "insert": company.local_name if chinese else company.name,
    }


def _market(market):
    return {"id": market.pk, "name": market.name, "also": market.local_name}


def _source(source):
    name = str(source)
    return {"id": source.pk, "name": name, "also": source.name if source.name != name else ""}


def _answer(rows, told):
    return JsonResponse({"found": [told(row) for row in rows]})
