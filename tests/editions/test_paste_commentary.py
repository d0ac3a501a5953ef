"""A pasted commentary: one signed long read, which becomes a draft."""

import pytest

from sources.models import NewsItem
from tests.desk import browser_of, save, understood_form, words_of

pytestmark = pytest.mark.django_db
COMMENTARY = """\
Why a shop in Lima matters

By Jane Doe, Retail analyst

A first counter abroad says more about a maker of phones than a quarter of exports does.

The counter measures four metres. It took two years to open, and the lease runs for ten.

What was learned

Staff were hired in Lima and trained in Dongguan. Half of them stayed. The others opened shops of their own.

(The author advises makers of phones. She owns no shares of any.)
"""


@pytest.fixture
def editor(db):
    return browser_of("editor")


def saved(editor, fields):
    response = save(editor, "commentary", fields)
    assert response.status_code == 302, words_of(response)
    return NewsItem.objects.get()


def test_who_signs_keeps_the_role_beside_the_name(editor):
    fields = understood_form(editor, "commentary", COMMENTARY)
    assert fields["s0i0-byline"] == "Jane Doe | Retail analyst"

    author = saved(editor, fields).contributors.get()

    assert (author.name, author.role) == ("Jane Doe", "Retail analyst")


def test_a_saved_commentary_says_so(editor):
    response = save(editor, "commentary", understood_form(editor, "commentary", COMMENTARY))

    assert "It is saved as a draft." in words_of(editor.get(response.url))
    assert NewsItem.objects.get().status == "draft"
