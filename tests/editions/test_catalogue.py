"""The catalogue of checks, as a document and as a page of the desk."""

from pathlib import Path

import pytest
from django.urls import reverse

from editions import preflight
from editions.desk.catalogue import as_text
from tests.desk import browser_of, words_of
from tests.factories import make_masthead

DOCUMENT = Path(__file__).parents[2] / "docs" / "checks.md"


def test_the_document_says_what_the_code_does():
    assert DOCUMENT.read_text(encoding="utf-8") == as_text(), "run manage.py checks"


def test_no_two_checks_share_a_code():
    codes = [check.code for check in preflight.CHECKS]

    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("check", preflight.CHECKS, ids=lambda check: check.code)
def test_every_check_says_what_it_looks_for_and_shows_it(check):
    assert check.title
    assert check.example
    assert check.severity in ("error", "warning")


@pytest.mark.django_db
def test_the_page_lists_them_and_says_which_are_switched_off():
    make_masthead(rules_off=["style.quotes"])

    page = words_of(browser_of("contributor").get(reverse("checks")))

    assert [check.code for check in preflight.CHECKS if check.code not in page] == []
    assert "Straight quotation marks switched off" in page
    assert "Percent in words switched off" not in page
