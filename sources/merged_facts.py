"""What a merged company gives the one that stays, and how just that is taken back.

What is blank is filled, names, markets and sectors are added, and what is there stays. The merged row keeps
a list of what it gave. Undoing takes that back and no more: what somebody changed since is theirs, and what
another company that is merged has as well goes with that one.
"""

from sources.models import Company
from sources.parents import why_not_below

TEXTS = ("local_name", "ticker", "headquarters", "website", "summary")
LINES = ("former_names", "aliases")
COLUMNS = (*TEXTS, *LINES, "parent")


def facts_to_give(company: Company, kept: Company) -> list[str]:
    """What `kept` would take over besides names, in words."""
    filled = [name.removesuffix("_id").replace("_", " ") for name in _blanks(company, kept)]
    theirs, ours = _sets(company), _sets(kept)
    return [*filled, *(name for name in theirs if theirs[name] - ours[name])]


def names_to_give(company: Company, kept: Company) -> list[str]:
    """The names by which `kept` would be known as well."""
    local_name = _blanks(company, kept).get("local_name")
    return [name for name in _new_names(_names(company), kept) if name != local_name]


def give(company: Company, kept: Company, *, was_renamed: bool) -> dict:
    """Have `kept` take on what it lacks, and return what that is. Its row is stored, the other is not."""
    filled = _blanks(company, kept, was_renamed=was_renamed)
    gave = {"columns": {name: [getattr(kept, name), value] for name, value in filled.items()}}
    for name, value in filled.items():
        setattr(kept, name, value)
    former = [*company.former_names.splitlines(), *(_own(company) if was_renamed else ())]
    for column, names in zip(LINES, (former, _names(company)), strict=True):
        gave[column] = _new_names(_clean(names), kept)
        setattr(kept, column, "\n".join([*_clean(getattr(kept, column).splitlines()), *gave[column]]))
    theirs, ours = _sets(company), _sets(kept)
    gave |= {name: sorted(theirs[name] - ours[name]) for name in theirs}
    kept.markets.add(*gave["markets"])
    kept.sectors.add(*gave["sectors"])
    kept.save(update_fields=COLUMNS)
    return gave


def take_back(company: Company, kept: Company) -> None:
    """Take from `kept` what `company`, which stands alone again, gave it. Its row is stored."""
    gave = company.gave
    for name, (before, given) in gave.get("columns", {}).items():
        was_edited = str(getattr(kept, name)).split() != str(given).split()  # a form stores other line ends
        if not was_edited and not (before == company.pk and why_not_below(kept, company)):
            setattr(kept, name, before)
    back = _without_shared({name: gave.get(name, []) for name in (*LINES, "markets", "sectors")}, kept)
    for column in LINES:
        gone = {name.lower() for name in back[column]}
        names = _clean(getattr(kept, column).splitlines())
        setattr(kept, column, "\n".join(name for name in names if name.lower() not in gone))
    kept.markets.remove(*back["markets"])
    kept.sectors.remove(*back["sectors"])
    kept.save(update_fields=COLUMNS)


def _without_shared(back, kept):
    """What goes; what is also of a company that stays merged is from now on what that one gave."""
    for other in kept.merged.all():
        own = {**_sets(other), **dict.fromkeys(LINES, _names(other))}
        shared = {column: _common(back[column], own[column]) for column in back}
        if any(shared.values()):
            other.gave |= {column: [*other.gave.get(column, []), *shared[column]] for column in shared}
            other.save(update_fields=["gave"])
            back = {column: [one for one in back[column] if one not in shared[column]] for column in back}
    return back


def _common(some, others):
    there = {str(one).lower() for one in others}
    return [one for one in some if str(one).lower() in there]


def _blanks(company, kept, *, was_renamed=False):
    """The columns that `kept` takes over; a name that was given up fills no blank."""
    texts = [name for name in TEXTS if not (was_renamed and name == "local_name")]
    found = {name: getattr(company, name) for name in texts if not getattr(kept, name)}
    if kept.parent_id == company.pk or (kept.parent_id is None and not why_not_below(kept, company.parent)):
        found["parent_id"] = company.parent_id
    return {name: value for name, value in found.items() if value or getattr(kept, name)}


def _sets(company):
    return {
        "markets": set(company.markets.values_list("pk", flat=True)),
        "sectors": set(company.sectors.values_list("name", flat=True)),
    }


def _names(company):
    return _clean([*_own(company), *company.other_names])


def _new_names(names, kept):
    """Those that `kept` does not have, each once."""
    there = {name.lower() for name in _names(kept)}
    return list({name.lower(): name for name in names if name.lower() not in there}.values())


def _own(company):
    return [company.name, company.local_name]


def _clean(names):
    return [name.strip() for name in names if name.strip()]
