import pytest

from tests.desk import address, browser_of
from tests.factories import make_edition, make_item

pytestmark = pytest.mark.django_db


def test_the_edition_as_html_is_clean_and_leads_to_the_site(settings):
    item = make_item("Vivo opened [a shop](/items/1-shop/).", headline="Vivo in Lima", credit="The Paper")
    edition = make_edition(item, title="Shops", introduction="Hello.")

    answer = browser_of("editor").get(address("preview_text", edition.pk, "html"))
    html = answer.content.decode()

    assert answer["Content-Type"] == "text/plain; charset=utf-8"  # never run in a browser of ours
    assert html.startswith("<h1>Shops</h1>")
    assert "<h3>Vivo in Lima</h3>" in html
    assert f'href="{settings.SITE_URL}/items/1-shop/"' in html
    assert "class=" not in html
    assert "style=" not in html


@pytest.mark.parametrize(("name", "style"), [("web", "'self'"), ("email", "'unsafe-inline'")])
def test_only_a_preview_that_needs_them_allows_inline_styles(name, style):
    answer = browser_of("editor").get(address(f"preview_{name}", make_edition().pk))

    assert f"style-src {style}" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("name", ["web", "email", "wechat"])
def test_no_preview_holds_a_script(name):
    edition = make_edition(make_item('Vivo <script>alert(1)</script> opened <img src=x onerror="alert(1)">.'))

    page = browser_of("editor").get(address(f"preview_{name}", edition.pk)).content.decode()

    assert "alert(1)</script>" not in page
    assert 'onerror="' not in page
