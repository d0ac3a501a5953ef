"""Who may import whom, and what stands in one file alone."""

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
APPS = ["sources", "editions", "subscribers", "recap"]  # each imports from its left alone
PURE = [
    "sources/canonical.py",
    "sources/cleaning.py",
    "sources/furniture.py",
    "sources/headlines.py",
    "sources/kinds.py",
    "sources/markets.py",
    "sources/markup.py",
    "sources/mentions.py",
    "sources/networks.py",
    "sources/origin.py",
    "sources/robots.py",
    "sources/parsing/*.py",
    "sources/suggest/*.py",
    "sources/workflow.py",
    "editions/audience.py",
    "editions/colleagues.py",
    "editions/commentary.py",
    "editions/corrected.py",
    "editions/credit_lines.py",
    "editions/damage.py",
    "editions/document.py",
    "editions/pasted.py",
    "editions/preflight/*.py",
    "editions/render/*.py",
    "editions/roundup.py",
    "editions/roundup_lines.py",
    "editions/stream.py",
    "editions/workflow.py",
    "editions/worddiff.py",
    "subscribers/addresses.py",
    "subscribers/failures.py",
    "subscribers/progress.py",
    "subscribers/bounces/*.py",
    "subscribers/scanners.py",
    "subscribers/mailbox_providers.py",
    "subscribers/importing/*.py",
    "subscribers/message.py",
    "subscribers/outcome.py",
    "subscribers/tokens.py",
    "subscribers/verp.py",
    "subscribers/workflow.py",
]
# What of Django a pure module may use: it neither queries, nor reads settings, nor asks the clock. Words are
# given in the language in force, as the templates give them.
DJANGO = {
    "django.template.loader",
    "django.utils.feedgenerator",
    "django.utils.html",
    "django.utils.safestring",
    "django.utils.text",
    "django.utils.translation",
}
ENTRANCES = {"manage.py", "recap/wsgi.py", "recap/celery.py"}  # they name the settings module


def files(*patterns):
    return sorted(str(path.relative_to(ROOT)) for pattern in patterns for path in ROOT.glob(pattern))


OURS = files("manage.py", *(f"{app}/**/*.py" for app in APPS))
PURE_FILES = files(*PURE)
PURE_NAMES = {file.removesuffix("/__init__.py").removesuffix(".py").replace("/", ".") for file in PURE_FILES}


@cache
def tree(file):
    return list(ast.walk(ast.parse((ROOT / file).read_text())))


def imports(file):
    """Every module that `file` names; `from a import b` as [a.b, a], since b may be a module."""
    for node in tree(file):
        if isinstance(node, ast.Import):
            yield from ([name.name] for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{file} imports relatively"
            yield from ([f"{node.module}.{name.name}", node.module] for name in node.names)


def app_of(found):
    return found[-1].split(".")[0]


@cache
def names(file):
    """Every name, attribute and imported name in the code of `file`."""
    found = set()
    for node in tree(file):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.alias):
            found.update(node.name.split("."))
    return found


def test_an_app_imports_only_what_stands_to_its_left():
    for file in OURS:
        app = file.split("/")[0]
        to_its_right = APPS[APPS.index(app) + 1 :] if app in APPS else []

        assert [found for found in imports(file) if app_of(found) in to_its_right] == [], file


@pytest.mark.parametrize("pattern", PURE)
def test_a_pure_module_reads_no_database_settings_or_clock(pattern):
    assert files(pattern), "it was called pure and is not there"
    for file in files(pattern):
        ours = [found for found in imports(file) if app_of(found) in APPS]
        django = [found for found in imports(file) if app_of(found) == "django"]

        assert [found for found in ours if not PURE_NAMES & set(found)] == [], file
        assert [found for found in django if not DJANGO & set(found)] == [], file
        assert {"now", "today", "utcnow", "open"} & names(file) == set(), file


def test_one_module_reaches_for_somebodys_web_server():
    """`make run` waits for its own server; mail comes and goes over what the operator named."""
    clients = {"urllib3", "requests", "httpx", "http.client", "urllib.request", "socket", "ssl"}
    reaching = [file for file in OURS if any(clients & {*found, app_of(found)} for found in imports(file))]

    mail = [f"subscribers/{name}.py" for name in ("mailbox", "providers", "sending")]
    assert reaching == ["recap/management/commands/run.py", "sources/fetch.py", *mail]


def test_text_is_called_safe_after_the_sanitiser_and_nowhere_else():
    assert [file for file in OURS if "mark_safe" in names(file)] == ["sources/markup.py"]


def test_no_page_switches_escaping_off():
    pages = {file: (ROOT / file).read_text() for file in files("templates/**/*.html")}

    assert [file for file, text in pages.items() if "|safe" in text or "autoescape" in text] == []


def test_only_the_settings_read_the_environment():
    readers = {file for file in OURS if {"environ", "getenv"} & names(file)}

    assert readers == ENTRANCES | {"recap/settings.py"}


@pytest.mark.parametrize("file", sorted(ENTRANCES))
def test_an_entrance_only_names_the_settings(file):
    text = (ROOT / file).read_text()

    assert text.count("environ") == text.count(
        'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "recap.settings")'
    )
