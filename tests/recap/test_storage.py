"""Static files as production names them."""

import re

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import override_settings

IMPORT = re.compile(r"""(?:import|export)\b[^;]*?["'](\.{1,2}/[^"']+)["']""")


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """The folder of static files, collected as for production."""
    folder = tmp_path_factory.mktemp("static")
    storages = {"staticfiles": {"BACKEND": "recap.storage.StaticFiles"}}
    with override_settings(STATIC_ROOT=folder, STORAGES=storages):
        call_command("collectstatic", verbosity=0, interactive=False)
        yield folder


def test_a_script_imports_modules_by_the_name_of_their_content(collected):
    main = collected / staticfiles_storage.stored_name("js/desk/main.js").removeprefix("/static/")
    names = IMPORT.findall(main.read_text())

    assert names
    assert [name for name in names if not re.search(r"\.[0-9a-f]{12}\.js$", name)] == []
    assert [name for name in names if not (main.parent / name).exists()] == []
