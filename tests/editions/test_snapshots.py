import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction
from django.db.models import ProtectedError
from django.urls import reverse

from editions.models import Edition, Snapshot
from editions.models.snapshot import FrozenError
from tests.factories import NOON, make_person, make_published_edition, make_snapshot, make_withdrawn_edition


def save_changed(snapshot):
    snapshot.title = "Another title"
    snapshot.save()


CHANGES = {
    "save": save_changed,
    "save of one field": lambda snapshot: snapshot.save(update_fields=["title"]),
    "delete": lambda snapshot: snapshot.delete(),
    "update": lambda snapshot: Snapshot.objects.update(title="Another title"),
    "update of a filter": lambda snapshot: Snapshot.objects.filter(pk=snapshot.pk).update(title="Another"),
    "delete of all": lambda snapshot: Snapshot.objects.all().delete(),
    "delete of an edition's": lambda snapshot: snapshot.edition.snapshots.all().delete(),
    "bulk_update": lambda snapshot: Snapshot.objects.bulk_update([snapshot], ["title"]),
    "update_or_create": lambda snapshot: Snapshot.objects.update_or_create(
        pk=snapshot.pk, defaults={"title": "Another title"}
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("way", CHANGES)
def test_a_snapshot_is_neither_changed_nor_deleted(way):
    snapshot = make_snapshot(title="Shops and ships")

    with pytest.raises(FrozenError), transaction.atomic():
        CHANGES[way](snapshot)

    assert Snapshot.objects.get().title == "Shops and ships"


def is_guarded():
    """Whether the database refuses to change a snapshot, and that in so many words."""
    snapshot = Snapshot.objects.first() or make_snapshot()
    table = Snapshot._meta.db_table
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET title = 'Another title' WHERE id = %s", [snapshot.pk])
    except DatabaseError as error:
        return "a snapshot is never updated" in str(error)
    return False


@pytest.mark.django_db
def test_an_update_by_sql_is_refused():
    assert is_guarded()


@pytest.mark.django_db
def test_an_upsert_is_refused():
    snapshot = make_snapshot()

    with pytest.raises(DatabaseError, match="a snapshot is never updated"), transaction.atomic():
        Snapshot.objects.bulk_create(
            [snapshot], update_conflicts=True, unique_fields=["id"], update_fields=["title"]
        )


@pytest.mark.django_db(transaction=True)
def test_the_guard_stands_after_a_migration_went_back_and_forward():
    make_snapshot()
    call_command("migrate", "editions", "0011", verbosity=0)  # further back takes ten times as long
    assert is_guarded()

    call_command("migrate", verbosity=0)  # also what was built on it

    assert is_guarded()
    assert Group.objects.count() == 4


@pytest.mark.django_db(transaction=True)
def test_the_guard_stands_after_a_migration_that_rebuilt_the_table():
    title = Snapshot._meta.get_field("title")
    longer = models.CharField(max_length=300)
    longer.set_attributes_from_name("title")
    for old, new in ((title, longer), (longer, title)):
        with connection.schema_editor() as editor:
            editor.alter_field(Snapshot, old, new)
    assert is_guarded() == (connection.vendor != "sqlite")  # SQLite loses its triggers

    call_command("migrate", "editions", verbosity=0)

    assert is_guarded()


@pytest.mark.django_db
def test_an_edition_with_a_snapshot_is_not_deleted():
    edition = make_snapshot().edition

    with pytest.raises(ProtectedError):
        edition.delete()
    with pytest.raises(ProtectedError):
        Edition.objects.all().delete()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["add", "change", "delete"])
def test_the_admin_lets_nobody_write_a_snapshot(admin_client, address):
    snapshot = make_snapshot(title="Shops and ships")
    pk = [] if address == "add" else [snapshot.pk]

    answer = admin_client.post(
        reverse(f"admin:editions_snapshot_{address}", args=pk), {"title": "Another title", "post": "yes"}
    )

    assert answer.status_code == 403
    assert Snapshot.objects.get().title == "Shops and ships"


@pytest.mark.django_db
def test_the_admin_shows_a_snapshot_and_offers_no_action(admin_client):
    snapshot = make_snapshot(title="Shops and ships")

    assert admin_client.get(reverse("admin:editions_snapshot_change", args=[snapshot.pk])).status_code == 200
    listing = admin_client.get(reverse("admin:editions_snapshot_changelist"))
    assert "delete_selected" not in listing.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["contributor", "editor", "publisher", "administrator"])
def test_no_role_has_a_permission_to_write_snapshots(role):
    permissions = make_person(role).get_all_permissions()

    assert {name for name in permissions if name.endswith("_snapshot")} == {"editions.view_snapshot"}


@pytest.mark.django_db
def test_a_snapshot_taken_later_stands_beside_the_first_and_is_what_is_shown():
    edition = make_published_edition()

    later = Snapshot.objects.take(edition, edition.document(), now=NOON, reason="correction")

    assert (later.sequence, str(later)) == (2, f"{edition}, correction 2")
    assert Snapshot.objects.newest().get() == later
    assert Snapshot.objects.count() == 2


@pytest.mark.django_db
def test_only_published_editions_are_shown():
    make_withdrawn_edition()
    make_snapshot()

    assert not Snapshot.objects.newest().exists()


@pytest.mark.django_db
def test_the_document_that_was_frozen_is_read_back_whole():
    edition = make_published_edition()

    assert Snapshot.objects.get().read() == edition.document()


@pytest.mark.django_db
def test_published_editions_are_kept_newest_first():
    """On PostgreSQL the index of numbers may do as well: which of the two is read hangs on statistics."""
    make_published_edition()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # a small table is read whole and sorted otherwise
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")

    plan = Edition.objects.filter(status="published").order_by("-number")[:1].explain()

    assert "index" in plan.lower()
    assert "sort" not in plan.lower()
    assert "B-TREE" not in plan
