"""The roles of a newsroom as groups, each with all that the one before it may do."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

VIEW = [
    "sources.view_clipping",
    "sources.view_company",
    "sources.view_contributor",
    "sources.view_feed",
    "sources.view_market",
    "sources.view_newsitem",
    "sources.view_picture",
    "sources.view_source",
    "sources.view_tip",
    "editions.view_correction",
    "editions.view_edition",
    "editions.view_masthead",
    "editions.view_move",
    "editions.view_note",
    "editions.view_section",
    "editions.view_slot",
    "editions.view_snapshot",
    "editions.view_tick",
]


def every(*names):
    return [
        f"{app}.{verb}_{model}" for app, model in (n.split(".") for n in names) for verb in ("add", "change")
    ]


ITEM_PARTS = ["byline", "credit", "deal", "seealso"]
PARTS = [f"sources.{verb}_{model}" for verb in ("add", "change", "delete", "view") for model in ITEM_PARTS]
OUTLINE = [
    f"editions.{verb}_{model}" for verb in ("add", "change", "delete") for model in ("section", "slot")
]

CONTRIBUTOR = [
    *VIEW,
    *PARTS,
    *every("sources.newsitem", "sources.clipping", "sources.picture", "sources.source", "editions.note"),
]
EDITOR = [
    *CONTRIBUTOR,
    *OUTLINE,
    *every("editions.edition", "sources.company", "sources.contributor", "sources.feed", "editions.tick"),
    "sources.add_tip",
    "sources.change_tip",
    "sources.delete_newsitem",
    "editions.submit_edition",
    "editions.approve_edition",
]
PUBLISHER = [
    *EDITOR,
    "sources.publish_newsitem",
    "sources.kill_newsitem",
    "editions.schedule_edition",
    "editions.publish_edition",
    "editions.withdraw_edition",
    "editions.kill_edition",
]
ADMINISTRATOR = [
    *PUBLISHER,
    "editions.change_masthead",
    "sources.add_market",
    "sources.change_market",
    "sources.delete_company",
    "sources.delete_clipping",
    "sources.delete_feed",
    "sources.delete_source",
    "auth.add_user",
    "auth.change_user",
    "auth.view_user",
    "auth.view_group",
]
ROLES = {"contributor": CONTRIBUTOR, "editor": EDITOR, "publisher": PUBLISHER, "administrator": ADMINISTRATOR}


def make_roles(apps, schema_editor):
    for label in ("auth", "sources", "editions"):
        config = apps.get_app_config(label)
        config.models_module = True  # permissions are made for apps that have one
        create_permissions(config, apps=apps, verbosity=0, using=schema_editor.connection.alias)
        config.models_module = None
    Permission = apps.get_model("auth", "Permission")
    codes = {
        f"{app}.{code}": pk
        for pk, app, code in Permission.objects.values_list("pk", "content_type__app_label", "codename")
    }
    for name, wanted in ROLES.items():
        group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        group.permissions.set([codes[code] for code in wanted])


def remove_roles(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("editions", "0002_initial"),
        ("sources", "0002_markets"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    operations = [migrations.RunPython(make_roles, remove_roles)]
