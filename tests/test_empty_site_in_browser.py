"""What the first readers see, before anything is published."""

import pytest

from tests.browsing import faults, served, watch

PATHS = [
    *("/", "/editions/", "/latest/", "/companies/", "/markets/", "/markets/brazil/", "/deals/", "/entries/"),
    *("/topics/", "/sources/", "/search/?q=vivo", "/about/", "/kinds/recall/"),
]
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    with served(django_db_blocker, demo=False) as address:
        yield address


@pytest.mark.parametrize("path", PATHS)
def test_an_empty_site_says_so_on_a_whole_page(path, page, site):
    said = watch(page, site)
    page.goto(site + path)

    assert page.get_by_role("heading", level=1).is_visible()
    assert faults(page) + said == []
