import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

KEPT = (
    "DROP INDEX entry_words",
    "ALTER TABLE editions_entry ADD vector tsvector GENERATED ALWAYS AS (to_tsvector('simple', words)) STORED",
    "CREATE INDEX entry_words ON editions_entry USING gin (vector)",
)
MADE = (
    "ALTER TABLE editions_entry DROP vector",
    "CREATE INDEX entry_words ON editions_entry USING gin (to_tsvector('simple', words))",
)


def keep_vectors(apps, schema_editor):
    """PostgreSQL makes the vector of a text once, and not again for each text that may hold a phrase."""
    if schema_editor.connection.vendor == "postgresql":
        for statement in KEPT:
            schema_editor.execute(statement)


def make_vectors(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in MADE:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("editions", "0012_search"),
        ("sources", "0009_former_slugs"),
    ]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="market",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.CASCADE, to="sources.market"
            ),
        ),
        migrations.RemoveConstraint(model_name="entry", name="entry_of_one_thing"),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=Q(item__isnull=False, edition=None, company=None, market=None)
                | Q(item=None, edition__isnull=False, company=None, market=None)
                | Q(item=None, edition=None, company__isnull=False, market=None)
                | Q(item=None, edition=None, company=None, market__isnull=False),
                name="entry_of_one_thing",
            ),
        ),
        migrations.AddIndex(
            model_name="entry", index=models.Index(fields=["item", "made_of"], name="entry_state")
        ),
        migrations.RunPython(keep_vectors, make_vectors),
    ]
