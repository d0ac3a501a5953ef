"""Which entries hold what is asked for, on either database."""

from django.db import connection
from django.db.models.expressions import RawSQL

from editions.models import Entry


def matching(terms):
    """The entries that hold all `terms` and none of the excluded ones; none where nothing is asked for."""
    wanted = [term for term in terms if not term.is_excluded]
    if not wanted:
        return Entry.objects.none()
    match = _on_sqlite if connection.vendor == "sqlite" else _on_postgresql
    found = Entry.objects.filter(pk__in=match(wanted))
    for term in terms:
        if term.is_excluded:
            found = found.exclude(pk__in=match([term]))
    return found


def _on_sqlite(terms):
    said = " AND ".join(f'"{" ".join(term.words)}"{"*" if term.is_beginning else ""}' for term in terms)
    return RawSQL("SELECT rowid FROM editions_entry_words WHERE editions_entry_words MATCH %s", [said])


def _on_postgresql(terms):
    asked = " && ".join(
        "to_tsquery('simple', %s)" if term.is_beginning else "phraseto_tsquery('simple', %s)"
        for term in terms
    )
    said = [f"{' '.join(term.words)}{':*' if term.is_beginning else ''}" for term in terms]
    return RawSQL(  # noqa: S611
        f"SELECT id FROM editions_entry WHERE vector @@ ({asked})",  # noqa: S608  # the terms are parameters
        said,
    )
