"""How often the mail of a notice was tried."""

from django.db import migrations, models

KINDS = [
    ("wanted", "An edition wants approval"),
    ("voided", "An approval was voided"),
    ("overdue", "An edition did not go out at its hour"),
    ("stopped", "A mailing stopped"),
    ("named", "A note names you, or a reviewer answers"),
]


class Migration(migrations.Migration):
    dependencies = [("editions", "0006_roles_of_publication")]
    operations = [
        migrations.AddField(
            model_name="notice", name="mail_tries", field=models.PositiveSmallIntegerField(default=0)
        ),
        migrations.AlterField(
            model_name="notice", name="kind", field=models.CharField(choices=KINDS, max_length=8)
        ),
        migrations.AlterField(
            model_name="noticechoice", name="kind", field=models.CharField(choices=KINDS, max_length=8)
        ),
    ]
