"""Every role of the newsroom writes in drafts; what a state asks besides stands in the workflow."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

ROLES = {name: ["editions.draft_edition"] for name in ("contributor", "editor", "publisher", "administrator")}


def permit(apps, schema_editor):
    config = apps.get_app_config("editions")
    config.models_module = True  # permissions are made for apps that have one
    create_permissions(config, apps=apps, verbosity=0, using=schema_editor.connection.alias)
    config.models_module = None
    for role in _roles(apps):
        role.permissions.add(_permission(apps))


def forbid(apps, schema_editor):
    for role in _roles(apps):
        role.permissions.remove(_permission(apps))


def _permission(apps):
    Permission = apps.get_model("auth", "Permission")
    return Permission.objects.get(codename="draft_edition", content_type__app_label="editions")


def _roles(apps):
    return apps.get_model("auth", "Group").objects.filter(name__in=ROLES)


class Migration(migrations.Migration):
    dependencies = [("editions", "0008_the_desk")]
    operations = [migrations.RunPython(permit, forbid)]
