"""The database as its migrations leave it."""

import os
import shutil
import sqlite3
from contextlib import closing
from importlib import import_module
from io import StringIO
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection

from sources.models import Market
from tests.template import UNTOUCHED, one_at_a_time

ROLES = (
    "editions.migrations.0003_roles",
    "editions.migrations.0006_roles_of_publication",
    "editions.migrations.0009_roles_at_the_desk",
    "subscribers.migrations.0002_roles",
)
markets = []  # as the migration made them: one INSERT puts them back


def as_migrated(_case=None):
    """Empty the database but for the rows of migrations.

    On SQLite the template is copied back through the open connection, which others may stand beside; on
    PostgreSQL, where a database in use cannot be made anew, the rows are stored again.
    """
    if connection.vendor == "sqlite":
        copy_back(UNTOUCHED)
        return
    call_command("flush", verbosity=0, interactive=False)
    put_back_markets()
    permissions = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    for migration in ROLES:
        for name, codes in import_module(migration).ROLES.items():
            group = Group.objects.get_or_create(name=name)[0]
            group.permissions.add(*(permissions[code] for code in codes))
    import_module("editions.migrations.0004_the_masthead").make(apps, None)


def as_demo():
    """Fill the database, which is as migrated, with the demo.

    That takes five seconds of a processor. On SQLite the first process of a run to do so keeps a copy, and
    the logins, for all.
    """
    run = Path(os.environ["RECAP_TESTS_RUN"])
    kept, kept_logins = run / "demo.sqlite3", run / "kept-logins.json"
    logins = settings.VAR / "demo-logins.json"
    if connection.vendor != "sqlite":
        call_command("demo", stdout=StringIO())
        return
    with one_at_a_time():
        if not kept.exists():
            call_command("demo", stdout=StringIO())
            shutil.copy(logins, kept_logins)  # for their owner alone, as they were
            with closing(sqlite3.connect(kept)) as copy:
                connection.connection.backup(copy)
    copy_back(kept)
    shutil.copy(kept_logins, logins)


def copy_back(kept):
    """Make the database the one in the file `kept`, through the open connection."""
    connection.ensure_connection()
    with closing(sqlite3.connect(kept)) as source:
        source.backup(connection.connection)


def put_back_markets():
    """Store the markets under the keys that the migration gave them, also where a sequence counts keys."""
    if markets:
        Market.objects.bulk_create(markets)
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), [Market]):
                cursor.execute(statement)
    else:
        import_module("sources.migrations.0002_markets").seed(apps, None)
        markets.extend(Market.objects.order_by("pk"))
