"""The database as its migrations leave it."""

from importlib import import_module

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command


def as_migrated():
    """Empty the database but for the rows of migrations, which earlier tests may have emptied too."""
    call_command("flush", verbosity=0, interactive=False)
    import_module("sources.migrations.0002_markets").seed(apps, None)
    permissions = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    for migration in ("0003_roles", "0006_roles_of_publication", "0009_roles_at_the_desk"):
        for name, codes in import_module(f"editions.migrations.{migration}").ROLES.items():
            group = Group.objects.get_or_create(name=name)[0]
            group.permissions.add(*(permissions[code] for code in codes))
    import_module("editions.migrations.0004_the_masthead").make(apps, None)
