"""Many new rows at once: the ORM spends 200 µs on the statement of one subscriber, most of an import."""

from itertools import chain

from django.db import connection

from subscribers.importing.values import BLOCKED, BOUNCED, COMPLAINED, LEFT
from subscribers.models import Subscriber, Suppression
from subscribers.tokens import new_key

TOGETHER = 500  # rows of one statement: SQLite takes 32,766 parameters
REASONS = {
    BOUNCED: Suppression.Reason.BOUNCED,
    COMPLAINED: Suppression.Reason.COMPLAINED,
    BLOCKED: Suppression.Reason.BY_HAND,
}


def people(rows, imported, now):
    """Store the persons of `rows`; who joined in this very moment stays as they are."""
    _insert(Subscriber, [_subscriber(row, imported, now) for row in rows])


def consents(rows, imported):
    """Write the consent of those who were brought along without one, and mail them from now on."""
    for row in rows:
        waiting = Subscriber.objects.wait_for_consent().filter(normalised=row.person.normalised)
        waiting.update(
            status=Subscriber.Status.ACTIVE,
            consent_at=row.person.consent,
            consent_from=imported.name,
            consent_words=row.person.words,
        )


def suppressions(rows, imported, now):
    note = f"From {imported.name}"
    _insert(
        Suppression,
        [
            {
                "fingerprint": row.fingerprint,
                "reason": REASONS.get(row.person.status, Suppression.Reason.BY_HAND),
                "note": note,
                "at": now,
            }
            for row in rows
        ],
    )


def _subscriber(row, imported, now):
    person, agreed = row.person, bool(row.person.consent)
    return {
        "address": person.address,
        "normalised": person.normalised,
        "domain": person.domain,
        "fingerprint": row.fingerprint,
        "name": person.name,
        "status": LEFT if person.status == BLOCKED else person.status,
        "choice": person.choice,
        "language": person.language,
        "key": new_key(),
        "joined_at": person.joined or person.consent or now,
        "consent_at": person.consent,
        "consent_from": imported.name if agreed else "",
        "consent_words": person.words if agreed else "",
        "left_at": person.left if person.status == LEFT else None,
        "imported_id": imported.pk,
    }


def _insert(model, rows):
    """Store `rows`, facts by column; what a row does not name is as the model has it."""
    if not rows:
        return
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    standard = model()
    usual = {field.attname: getattr(standard, field.attname) for field in fields}
    moments = {field.attname for field in fields if field.get_internal_type() == "DateTimeField"}
    adapt = connection.ops.adapt_datetimefield_value
    values = [
        [adapt(value) if name in moments else value for name, value in (usual | row).items()] for row in rows
    ]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    marks = f"({', '.join(['%s'] * len(fields))})"
    insert = f"INSERT INTO {quote(model._meta.db_table)} ({columns})"
    with connection.cursor() as cursor:
        for start in range(0, len(values), TOGETHER):
            some = values[start : start + TOGETHER]
            cursor.execute(
                f"{insert} VALUES {', '.join([marks] * len(some))} ON CONFLICT DO NOTHING",
                list(chain.from_iterable(some)),
            )
