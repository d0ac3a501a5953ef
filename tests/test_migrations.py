"""What the migrations promise to whoever goes back."""

from importlib import import_module

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.db.migrations import RunPython
from django.db.migrations.loader import MigrationLoader

OURS = ("sources", "editions", "subscribers")
ROLES = (
    "editions.migrations.0003_roles",
    "editions.migrations.0006_roles_of_publication",
    "editions.migrations.0009_roles_at_the_desk",
    "subscribers.migrations.0002_roles",
)


def test_every_step_of_a_migration_can_be_taken_back():
    migrations = MigrationLoader(None).disk_migrations

    steps = [(key, step) for key in migrations if key[0] in OURS for step in migrations[key].operations]

    assert {app for (app, _), _ in steps} == set(OURS)
    assert [(key, step) for key, step in steps if not step.reversible] == []


@pytest.mark.django_db
def test_roles_go_with_their_migrations_and_come_back():
    before = {group.name: {*group.permissions.values_list("pk", flat=True)} for group in Group.objects.all()}
    migrations = [import_module(name).Migration for name in ROLES]
    steps = [step for one in migrations for step in one.operations if isinstance(step, RunPython)]
    apps = MigrationLoader(connection).project_state(nodes_of(ROLES)).apps

    for step in reversed(steps):
        step.reverse_code(apps, connection.schema_editor())
    assert not Group.objects.exists()
    for step in steps:
        step.code(apps, connection.schema_editor())

    after = {group.name: {*group.permissions.values_list("pk", flat=True)} for group in Group.objects.all()}
    assert after == before
    assert len(after) == 4


def nodes_of(modules):
    return [(app, name) for app, _, name in (module.split(".") for module in modules)]
