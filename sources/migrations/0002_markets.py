"""The markets a roundup names."""

from django.db import migrations

from sources.markets import MARKETS


def seed(apps, schema_editor):
    Market = apps.get_model("sources", "Market")
    for entry in MARKETS:
        parent = Market.objects.filter(slug=entry.parent).first() if entry.parent else None
        facts = {"name": entry.name, "local_name": entry.local_name, "code": entry.code, "parent": parent}
        Market.objects.get_or_create(slug=entry.slug, defaults=facts)


class Migration(migrations.Migration):
    dependencies = [("sources", "0001_initial")]
    # Taking it back keeps the rows: items may name them by then.
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
