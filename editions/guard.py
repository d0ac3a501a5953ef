"""The trigger that refuses an UPDATE of a snapshot, on either database.

SQLite rebuilds a table to alter it and loses its triggers, so it is put back after every `migrate`,
whatever ran: nobody has to remember it in a later migration.
"""

SQLITE = """
CREATE TRIGGER IF NOT EXISTS snapshot_never_updated BEFORE UPDATE ON editions_snapshot
BEGIN SELECT RAISE(ABORT, 'a snapshot is never updated'); END
"""
POSTGRESQL = """
CREATE OR REPLACE FUNCTION refuse_snapshot_update() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'a snapshot is never updated'; END $$;
CREATE OR REPLACE TRIGGER snapshot_never_updated BEFORE UPDATE ON editions_snapshot
FOR EACH ROW EXECUTE FUNCTION refuse_snapshot_update();
"""


def install(connection):
    """Put the trigger in place, if the table stands."""
    if "editions_snapshot" in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(SQLITE if connection.vendor == "sqlite" else POSTGRESQL)
