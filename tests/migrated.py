"""The database as its migrations leave it, and as the demo does: kept once, put back many times.

On SQLite what is kept is a file, copied through the open connection, which others may stand beside. On
PostgreSQL it is a schema beside the one in use, for a database in use cannot be made anew; only tables that
differ from it are written to, since to empty all eighty takes a third of a second.
"""

import os
import shutil
import sqlite3
from contextlib import closing
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from tests.template import UNTOUCHED, one_at_a_time

MIGRATED, DEMO = "migrated", "demo"
KEEP = """
DO $do$
DECLARE name text; filled boolean;
BEGIN
    CREATE SCHEMA {kept};
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('SELECT EXISTS (TABLE public.%I)', name) INTO filled;
        IF filled THEN
            EXECUTE format('CREATE TABLE {kept}.%I AS TABLE public.%I', name, name);
        END IF;
    END LOOP;
    CREATE TABLE {kept}."sequences of all" AS
        SELECT sequencename AS name, start_value, last_value FROM pg_sequences WHERE schemaname = 'public';
END $do$
"""
# Foreign keys are deferred, as Django makes them, so that any order will do; what is generated is not stored.
PUT_BACK = """
DO $do$
DECLARE name text; columns text; differs boolean;
BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        IF to_regclass(format('{kept}.%I', name)) IS NULL THEN
            EXECUTE format('SELECT EXISTS (TABLE public.%I)', name) INTO differs;
        ELSE
            EXECUTE format('SELECT EXISTS ((TABLE public.%1$I EXCEPT ALL TABLE {kept}.%1$I)
                UNION ALL (TABLE {kept}.%1$I EXCEPT ALL TABLE public.%1$I))', name) INTO differs;
        END IF;
        CONTINUE WHEN NOT differs;
        EXECUTE format('DELETE FROM public.%I', name);
        CONTINUE WHEN to_regclass(format('{kept}.%I', name)) IS NULL;
        SELECT string_agg(quote_ident(attname), ', ') INTO columns FROM pg_attribute
            WHERE attrelid = format('public.%I', name)::regclass
            AND attnum > 0 AND NOT attisdropped AND attgenerated = '';
        EXECUTE format('INSERT INTO public.%1$I (%2$s) OVERRIDING SYSTEM VALUE SELECT %2$s FROM {kept}.%1$I',
            name, columns);
    END LOOP;
    PERFORM setval(format('public.%I', sequencename)::regclass,
        coalesce(kept.last_value, now.start_value), kept.last_value IS NOT NULL)
        FROM pg_sequences now LEFT JOIN {kept}."sequences of all" kept ON kept.name = now.sequencename
        WHERE schemaname = 'public' AND now.last_value IS DISTINCT FROM kept.last_value;
END $do$
"""


def keep_as_migrated():
    """Keep the new database of this process; on SQLite it is a copy of a file that is kept already."""
    if connection.vendor == "postgresql":
        keep(MIGRATED)


def as_migrated(_case=None):
    """Empty the database but for the rows of migrations."""
    put_back(MIGRATED)


def as_demo():
    """Fill the database with the demo, which takes five seconds of a processor the first time.

    On SQLite the first process of a run to do so keeps it, and the logins, for all; on PostgreSQL each for
    itself.
    """
    logins = settings.VAR / "demo-logins.json"
    kept_logins = folder() / "kept-logins.json"
    with one_at_a_time():
        if not kept_logins.exists():
            call_command("demo", stdout=StringIO())
            keep(DEMO)
            shutil.copy(logins, kept_logins)  # for their owner alone, as they were
    put_back(DEMO)
    shutil.copy(kept_logins, logins)


def keep(name):
    """Keep what is in the database under a `name`."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(file_of(name))) as copy:
            connection.connection.backup(copy)
    else:
        execute(KEEP, name)


def put_back(name):
    """Make the database what was kept under that `name`."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(file_of(name))) as source:
            source.backup(connection.connection)
    else:
        execute(PUT_BACK, name)


def execute(statement, name):
    with connection.cursor() as cursor:
        cursor.execute(statement.replace("{kept}", name))


def file_of(name):
    return UNTOUCHED if name == MIGRATED else folder() / f"{name}.sqlite3"


def folder():
    """Where this process finds the demo: on SQLite all processes of a run in one place."""
    return Path(os.environ["RECAP_TESTS_RUN"]) if connection.vendor == "sqlite" else settings.VAR
