from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("subscribers", "0002_roles")]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="follows",
            field=models.CharField(
                blank=True, help_text="What it was asked to follow: company/anker.", max_length=140
            ),
        ),
        migrations.AlterField(
            model_name="letter",
            name="kind",
            field=models.CharField(
                choices=[
                    ("confirm", "Please confirm"),
                    ("follow", "Confirm what you follow"),
                    ("known", "You are subscribed already"),
                    ("move", "Confirm the new address"),
                ],
                max_length=8,
            ),
        ),
    ]
