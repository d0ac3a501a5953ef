import pytest

from sources.canonical import canonical_url, without_tracking


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


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("https://A.example/b?utm_source=x&ID=%e5+4&UTM_Medium=y#c", "https://A.example/b?ID=%e5+4#c"),
        ("https://a.example?fbclid=1", "https://a.example"),
        ("https://a.example/?b=&gclid=1&&c", "https://a.example/?b=&&c"),
        ("https://a.example/utm_source=x?a", "https://a.example/utm_source=x?a"),
        ("https://a.example/#?utm_source=x", "https://a.example/#?utm_source=x"),
        ("https://a.example/?", "https://a.example/?"),
    ],
)
def test_tracking_is_cut_out_and_the_rest_stays_as_it_is_written(written, left):
    assert without_tracking(written) == left
