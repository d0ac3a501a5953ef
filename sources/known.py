"""The companies that the newsroom knows, and their names ready to be found in a text."""

from functools import lru_cache

from sources.mentions import KnownCompany, Name, Names, fold
from sources.models import Company, Source
from sources.parsing.plain import UNPRINTABLE


def known_companies():
    rows = Company.objects.standing().values_list(
        "pk", "name", "local_name", "aliases", "former_names", "ambiguous_name"
    )
    return _known(tuple(rows))


@lru_cache(maxsize=2)  # of the very rows, which are read each time: nothing that changed is missed
def _known(rows):
    return tuple(
        KnownCompany(pk, name, local_name, _lines(aliases), _lines(former), ambiguous)
        for pk, name, local_name, aliases, former, ambiguous in rows
    )


@lru_cache(maxsize=2)  # companies change now and then, and editions are checked all day
def names_of(companies):
    return Names(_names(companies))


def namesakes(company):
    """(name, another company) where that one bears one of its names, too."""
    own = KnownCompany(company.pk, company.name, company.local_name, tuple(company.other_names))
    spelled = {fold(name.text).lower(): name.text for name in _names([own])}
    for other in known_companies():
        for name in _names([other]) if other.id != company.pk else ():
            if text := spelled.get(fold(name.text).lower()):
                yield text, other.name


def familiar_names():
    """The names of companies and of sources: who is no news when a text names it."""
    sources = Source.objects.order_by("pk").values_list("name", "credit_line")
    return _familiar(known_companies(), tuple(sources))


@lru_cache(maxsize=2)
def _familiar(companies, sources):
    names = [*_names(companies), *(Name(text, 0) for one in sources for text in filter(None, one))]
    return Names(names)


def _names(companies):
    for one in companies:
        for text in (one.name, one.local_name, *one.aliases, *one.former_names):
            if seen := UNPRINTABLE.sub("", text):  # portals put such signs into what is copied from them
                yield Name(seen, one.id, one.ambiguous and text == one.name)


def _lines(text):
    return tuple(line.strip() for line in text.splitlines() if line.strip())
