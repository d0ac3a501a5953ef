"""Static files as production names them."""

import re

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import override_settings

IMPORT = re.compile(r"""(?:import|export)\b[^;]*?["']([./][^"']+)["']""")


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """The folder of static files, collected as for production."""
    folder = tmp_path_factory.mktemp("static")
    storages = {"staticfiles": {"BACKEND": "recap.storage.StaticFiles"}}
    raw = ("js", "css", "svg", "txt", "woff2", "png", "md")  # compressing them all takes longest
    with override_settings(STATIC_ROOT=folder, STORAGES=storages, WHITENOISE_SKIP_COMPRESS_EXTENSIONS=raw):
        call_command("collectstatic", verbosity=0, interactive=False)
        yield folder


@pytest.mark.parametrize("entrance", ["main", "main_item"])
def test_a_script_imports_modules_by_the_name_of_their_content(entrance, collected):
    main = collected / staticfiles_storage.stored_name(f"js/desk/{entrance}.js").removeprefix("/static/")
    names = IMPORT.findall(main.read_text())

    assert names
    assert [name for name in names if not re.search(r"\.[0-9a-f]{12}\.js$", name)] == []
    assert [name for name in names if not (main.parent / name).exists()] == []
