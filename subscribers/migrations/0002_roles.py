"""What the roles may do with subscribers and mailings; and nothing that is out already is due to be mailed."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

LOOK = ["subscribers.view_mailing", "subscribers.view_rendition", "subscribers.view_link"]
PUBLISHER = [
    *LOOK,
    *(
        f"subscribers.{verb}_{name}"
        for verb in ("view", "add", "change", "delete")
        for name in ("subscriber", "seed")
    ),
    *(f"subscribers.{verb}_suppression" for verb in ("view", "add")),
    *(f"editions.{verb}_segment" for verb in ("view", "add", "change", "delete")),
    "subscribers.view_delivery",
    "subscribers.view_deliveryevent",
    "subscribers.view_report",
    "subscribers.view_import",
    "subscribers.send_mailing",
    "subscribers.decide_delivery",
    "subscribers.import_subscriber",
    "subscribers.export_subscriber",
]
ROLES = {"editor": [*LOOK, "editions.view_segment"], "publisher": PUBLISHER, "administrator": PUBLISHER}


def permit(apps, schema_editor):
    for label in ("editions", "subscribers"):
        config = apps.get_app_config(label)
        config.models_module = True  # permissions are made for apps that have one
        create_permissions(config, apps=apps, verbosity=0, using=schema_editor.connection.alias)
        config.models_module = None
    for role, permissions in _roles(apps):
        role.permissions.add(*permissions)


def forbid(apps, schema_editor):
    for role, permissions in _roles(apps):
        role.permissions.remove(*permissions)


def nothing_is_due(apps, schema_editor):
    """What was published before there were mailings is never sent: it would ask, edition by edition."""
    apps.get_model("editions", "Edition").objects.update(mail_due_at=None)


def _roles(apps):
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    codes = {
        f"{app}.{code}": pk
        for pk, app, code in Permission.objects.values_list("pk", "content_type__app_label", "codename")
    }
    for role in Group.objects.filter(name__in=ROLES):
        yield role, [codes[code] for code in ROLES[role.name]]


class Migration(migrations.Migration):
    dependencies = [
        ("subscribers", "0001_subscribers_and_deliveries"),
        ("editions", "0010_segments"),
    ]
    operations = [
        migrations.RunPython(permit, forbid),
        migrations.RunPython(nothing_is_due, migrations.RunPython.noop),
    ]
