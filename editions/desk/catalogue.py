"""The catalogue of checks, as a page of the desk and as the text of `docs/checks.md`."""

from itertools import groupby

from django.contrib.auth.decorators import permission_required
from django.views.decorators.http import require_safe

from editions import preflight
from editions.desk.findings import THEMES
from editions.models import Masthead
from sources.desk.page import page

HEAD = """\
# Checks

What is looked for before an edition or an item goes out; `manage.py checks` writes this page from the code.
An **error** stands in the way of approval and publication until it is mended, or a publisher overrides it
with a reason; a **warning** informs. Rules of house style can be switched off in the masthead, one by one.
"""


def themes():
    """(title, checks) of every theme, in the order of the list of findings."""
    order = list(THEMES)
    checks = sorted(preflight.CHECKS, key=lambda check: order.index(_theme(check)))
    return [(THEMES[theme], list(of_theme)) for theme, of_theme in groupby(checks, _theme)]


def _theme(check):
    return check.code.partition(".")[0]


def as_text():
    """The catalogue in Markdown."""
    parts = [HEAD]
    for title, checks in themes():
        rows = [f"| {one.title} | {one.severity} | {_cell(one.example)} | `{one.code}` |" for one in checks]
        parts.append(
            "\n".join([f"## {title}\n", "| looks for | | example | code |", "|---|---|---|---|", *rows])
        )
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _cell(text):
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ⏎ ")


@permission_required("editions.view_edition", raise_exception=True)
@require_safe
def checks(request):
    context = {"title": "Checks", "themes": themes(), "off": Masthead.objects.the().rules_off}
    return page(request, "editions/desk/checks.html", context)
