from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sources", "0012_indexes_of_the_queue")]

    operations = [
        migrations.AddField(
            model_name="company",
            name="gave",
            field=models.JSONField(
                blank=True,
                default=dict,
                editable=False,
                help_text="What it gave the one that it was merged into.",
            ),
        ),
    ]
