from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("editions", "0013_search_of_markets")]

    operations = [
        migrations.AddIndex(
            model_name="edition", index=models.Index(fields=["status", "-number"], name="edition_newest")
        )
    ]
