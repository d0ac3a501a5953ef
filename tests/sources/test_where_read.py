"""Where an editor reads what a clipping is of."""

import pytest
from django.conf import settings

from sources.desk.reading import where_read
from sources.models import Clipping


@pytest.mark.parametrize(
    ("url", "where"),
    [
        (f"{settings.SITE_URL}/tips/#12", "/admin/sources/tip/12/change/"),
        (f"{settings.SITE_URL}/tips/#x", f"{settings.SITE_URL}/tips/#x"),
        ("https://paper.example/tips/#12", "https://paper.example/tips/#12"),
        ("https://paper.example/vivo", "https://paper.example/vivo"),
    ],
    ids=["a tip", "no number", "another site", "a page"],
)
def test_a_tip_without_a_page_is_read_where_it_is_kept(url, where):
    assert where_read(Clipping(url=url)) == where
