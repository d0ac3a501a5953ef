"""What keeps SQLite's index of words in step with the entries.

SQLite rebuilds a table to alter it and loses its triggers, so they are put back after every `migrate`.
PostgreSQL keeps a column of the entry itself in step, and needs nothing.
"""

TABLE = """
CREATE VIRTUAL TABLE IF NOT EXISTS editions_entry_words
USING fts5(words, content='editions_entry', content_rowid='id')
"""
OUT = """
INSERT INTO editions_entry_words(editions_entry_words, rowid, words) VALUES ('delete', old.id, old.words);
"""
IN = "INSERT INTO editions_entry_words(rowid, words) VALUES (new.id, new.words);"
TRIGGERS = tuple(
    f"CREATE TRIGGER IF NOT EXISTS editions_entry_{name} AFTER {event} ON editions_entry BEGIN {does} END"
    for name, event, does in (
        ("added", "INSERT", IN),
        ("gone", "DELETE", OUT),
        ("changed", "UPDATE OF words", OUT + IN),
    )
)


def install(connection):
    """Put the triggers in place, if the table stands."""
    if connection.vendor == "sqlite" and "editions_entry" in connection.introspection.table_names():
        with connection.cursor() as cursor:
            for statement in (TABLE, *TRIGGERS):
                cursor.execute(statement)
