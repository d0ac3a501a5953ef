"""What the roles may do on the way from draft to out."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

LOOK = [
    "sources.view_itemmove",
    "editions.view_version",
    "editions.view_override",
    "editions.view_reviewlink",
    "editions.view_reviewuse",
]
EDITOR = [
    *LOOK,
    "editions.delete_tick",
    "editions.add_distinct",
    "editions.add_reviewlink",
    "editions.change_reviewlink",
]
PUBLISHER = [*EDITOR, "editions.add_override", "editions.delete_override", "editions.add_correction"]
ROLES = {"contributor": LOOK, "editor": EDITOR, "publisher": PUBLISHER, "administrator": PUBLISHER}


def permit(apps, schema_editor):
    for label in ("sources", "editions"):
        config = apps.get_app_config(label)
        config.models_module = True  # permissions are made for apps that have one
        create_permissions(config, apps=apps, verbosity=0, using=schema_editor.connection.alias)
        config.models_module = None
    for role, permissions in _roles(apps):
        role.permissions.add(*permissions)


def forbid(apps, schema_editor):
    for role, permissions in _roles(apps):
        role.permissions.remove(*permissions)


def _roles(apps):
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    codes = {
        f"{app}.{code}": pk
        for pk, app, code in Permission.objects.values_list("pk", "content_type__app_label", "codename")
    }
    for role in Group.objects.filter(name__in=ROLES):
        yield role, [codes[code] for code in ROLES[role.name]]


class Migration(migrations.Migration):
    dependencies = [("editions", "0005_from_draft_to_out"), ("sources", "0004_addresses_of_credits")]
    operations = [migrations.RunPython(permit, forbid)]
