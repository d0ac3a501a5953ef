"""The canonical addresses of the credits that are there."""

from django.db import migrations

from sources.canonical import canonical_url

AT_ONCE = 1000


def fill(apps, schema_editor):
    Credit = apps.get_model("sources", "Credit")
    several = []
    for credit in Credit.objects.exclude(url="").only("pk", "url").iterator(AT_ONCE):
        try:
            credit.canonical_url = canonical_url(credit.url)[:500]
        except ValueError:
            continue
        several.append(credit)
        if len(several) == AT_ONCE:
            Credit.objects.bulk_update(several, ["canonical_url"])
            several = []
    Credit.objects.bulk_update(several, ["canonical_url"])


class Migration(migrations.Migration):
    dependencies = [("sources", "0003_moves_of_items")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
