import pytest

from sources.canonical import canonical_url


@pytest.mark.parametrize(
    ("found", "canonical"),
    [
        ("https://Example.com/a?utm_source=mail&id=4#top", "https://example.com/a?id=4"),
        ("http://example.com:80", "http://example.com/"),
        ("https://example.com/新闻?q=小米&fbclid=x", "https://example.com/新闻?q=%E5%B0%8F%E7%B1%B3"),
        ("https://example.com:8443/a", "https://example.com:8443/a"),
    ],
)
def test_two_addresses_of_one_article_are_one(found, canonical):
    assert canonical_url(found) == canonical


@pytest.mark.parametrize("url", ["ftp://example.com/a", "javascript:alert(1)", "", "https://", "/a"])
def test_what_is_no_web_address_is_refused(url):
    with pytest.raises(ValueError, match="no web address"):
        canonical_url(url)
