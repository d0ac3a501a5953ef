"""Names of companies that are nearly what was typed."""

from functools import lru_cache

from rapidfuzz import fuzz, process

from editions.searching.terms import fold
from sources.models import Company

LIKE = 74  # of 100: one letter of four may be wrong
SHORTEST = 3  # characters that tell one name from another


def near(said, limit=3):
    """Return, nearest first, pairs of a company's key and the name of it that is nearly one of `said`.

    They are names of all companies that stand, also local, former and other names, and the first word of
    each, by which people call a company. Who is shown them must know the company (`standing.known`).
    """
    asked = [text for one in said if len(text := fold(one).text.strip()) >= SHORTEST]
    if not asked:
        return []
    names, plain = _spellings(tuple(Company.objects.standing().values_list("pk", *NAMES)))
    best = {}
    for text in asked:
        for _name, score, at in process.extract(
            text, plain, scorer=fuzz.ratio, score_cutoff=LIKE, limit=limit
        ):
            pk, name = names[at]
            best[pk] = max(best.get(pk, (0, "")), (score, name))
    return [(pk, best[pk][1]) for pk in sorted(best, key=lambda pk: (-best[pk][0], pk))][:limit]


NAMES = ("name", "local_name", "aliases", "former_names")


@lru_cache(maxsize=1)
def _spellings(rows):
    """Every name in `rows` with its company, and beside them the form in which names are compared.

    It takes some 100 ms for 3,000 companies, and is made again only when one of them has changed.
    """
    names = [
        (pk, name)
        for pk, *texts in rows
        for text in texts
        for line in text.splitlines()
        if line.strip()
        for name in dict.fromkeys((line.strip(), line.split(maxsplit=1)[0]))
    ]
    return names, [fold(name).text for _pk, name in names]
