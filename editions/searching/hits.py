"""Which entries hold what is asked for, on either database."""

from django.db import connection
from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL

from editions.models import Entry


def matching(terms):
    """The entries that hold all `terms` and none of the excluded ones; none where nothing is asked for."""
    wanted = [term for term in terms if not term.is_excluded]
    if not wanted:
        return Entry.objects.none()
    holds = _on_sqlite if connection.vendor == "sqlite" else _on_postgresql
    found = Entry.objects.filter(holds(wanted))
    for term in terms:
        if term.is_excluded:
            found = found.exclude(holds([term]))
    return found


def _on_sqlite(terms):
    said = " AND ".join(f'"{" ".join(term.words)}"{"*" if term.is_beginning else ""}' for term in terms)
    rows = RawSQL("SELECT rowid FROM editions_entry_words WHERE editions_entry_words MATCH %s", [said])
    return Q(pk__in=rows)


def _on_postgresql(terms):
    """A condition on the row itself, so that a frequent word is read newest first and no further."""
    asked = " && ".join(
        "to_tsquery('simple', %s)" if term.is_beginning else "phraseto_tsquery('simple', %s)"
        for term in terms
    )
    said = [f"{' '.join(term.words)}{':*' if term.is_beginning else ''}" for term in terms]
    # The terms are parameters; the rows of no other table have a column of this name.
    return Q(RawSQL(f"vector @@ ({asked})", said, BooleanField()))  # noqa: S611
