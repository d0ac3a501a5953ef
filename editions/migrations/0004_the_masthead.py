"""The one row of the masthead, so that no reader's first visit has to make it."""

from django.db import migrations


def make(apps, schema_editor):
    apps.get_model("editions", "Masthead").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("editions", "0003_roles")]
    # Taking it back keeps the row: it may have been filled in.
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
