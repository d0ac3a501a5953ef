"""The weight of the pictures that were stored before it was asked for; 0 where the file is gone."""

from django.db import migrations

BATCH = 500


def weigh(apps, schema_editor):
    Picture = apps.get_model("sources", "Picture")
    weighed = []
    for picture in Picture.objects.filter(weight=0).iterator(chunk_size=BATCH):
        try:
            picture.weight = picture.file.size
        except OSError:
            continue
        weighed.append(picture)
    Picture.objects.bulk_update(weighed, ["weight"], batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [("sources", "0006_picture_weight")]
    # Taking it back leaves the weights: the column goes with the migration before.
    operations = [migrations.RunPython(weigh, migrations.RunPython.noop)]
