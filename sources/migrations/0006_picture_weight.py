"""How many bytes a picture has, beside how wide it is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sources", "0005_links")]
    operations = [
        migrations.AddField(
            model_name="picture",
            name="weight",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
    ]
