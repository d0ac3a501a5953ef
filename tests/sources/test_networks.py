from ipaddress import ip_address

import pytest

from sources.networks import host_of, is_public, is_public_host

INSIDE = {
    "unspecified": ["0.0.0.0", "0.1.2.3", "::"],
    "loopback": ["127.0.0.1", "127.255.255.254", "::1"],
    "private": ["10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "fc00::1", "fd12:3456::1"],
    "link-local": ["169.254.0.1", "169.254.169.254", "fe80::1", "febf::1", "fe80::1%eth0"],
    "site-local": ["fec0::1"],
    "carrier": ["100.64.0.1", "100.127.255.255"],
    "multicast": ["224.0.0.1", "239.255.255.250", "ff02::1"],
    "reserved": ["240.0.0.1", "192.0.0.1", "192.88.99.1", "100::1", "4000::1", "5f00::1"],
    "broadcast": ["255.255.255.255"],
    "documentation": ["192.0.2.1", "198.51.100.1", "203.0.113.1", "2001:db8::1", "3fff::1"],
    "benchmarks": ["198.18.0.1", "198.19.255.255", "2001:2::1"],
    # An IPv4 address inside, whether public or not: the machine in between decides what it means.
    "mapped": ["::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:7f00:1"],
    "translated": ["::ffff:0:127.0.0.1"],
    "compatible": ["::127.0.0.1", "::8.8.8.8"],
    "6to4": ["2002:7f00:1::", "2002:808:808::1"],
    "Teredo": ["2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2"],
    "NAT64": ["64:ff9b::127.0.0.1", "64:ff9b::8.8.8.8", "64:ff9b:1::1", "64:ff9b:1:fffe::a00:1"],
    "ISATAP": ["2606:4700::5efe:10.0.0.1", "2606:4700::200:5efe:8.8.8.8", "2606:4700::300:5efe:10.0.0.1"],
}
OUTSIDE = ["8.8.8.8", "1.1.1.1", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1", "11.0.0.1"]
OUTSIDE += ["192.167.0.1", "198.17.0.1", "223.255.255.255", "2606:4700::1111", "2001:4860:4860::8888"]
OUTSIDE += ["2400:cb00::1", "2606:4700::15ef:e0a:0:1"]


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind in INSIDE for text in INSIDE[kind]])
def test_an_address_that_is_not_of_the_public_internet_is_refused(kind, text):
    assert not is_public(ip_address(text))


@pytest.mark.parametrize("text", OUTSIDE)
def test_an_address_of_the_public_internet_is_not(text):
    assert is_public(ip_address(text))
    assert is_public_host(text)


@pytest.mark.parametrize(
    "host",
    [
        *(
            "localhost",
            "LOCALHOST",
            "localhost.",
            "db.localhost",
            "PRINTER.local",
            "printer.LOCAL",
            "nas.home.arpa",
            "home.arpa",
        ),
        *("metadata.google.internal", "intranet", "redis"),
        *(
            "127.0.0.1",
            "127.0.0.1.",
            "[::1]",
            "[::ffff:127.0.0.1]",
            "10.0.0.1",
            "[fe80::1%25eth0]",
            "[2606:4700::1%25eth0]",
        ),
        *(
            "2130706433",
            "0x7f000001",
            "017700000001",
            "0177.0.0.1",
            "0x7f.1",
            "127.1",
            "127.0.1",
            "1.2.3.0x4",
        ),
        *("127.0.0.01", "0x7F.0.0.1", "8.8", "134744072", "999.1.1.1", "0300.0250.1.1", "a.b.127.1", "0x"),
    ],
)
def test_a_host_is_refused_by_its_spelling(host):
    assert not is_public_host(host)


@pytest.mark.parametrize(
    "host",
    ["36kr.com", "www.163.com", "local.example", "internal.example.com", "www.notlocal", "a.0x7f.com"],
)
def test_a_host_with_a_public_name_is_not(host):
    assert is_public_host(host)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("HTTPS://Paper.Example/a", "paper.example"),
        ("http://paper.example:80", "paper.example"),
        ("http://paper.example:8080/a", "paper.example:8080"),
        ("https://新闻.example/", "xn--efvy88h.example"),
        ("https://a..example/", "a..example"),
    ],
)
def test_a_server_has_one_name_however_it_is_written(url, host):
    assert host_of(url) == host


@pytest.mark.parametrize("url", ["", "ftp://paper.example/", "/news", "http://"])
def test_what_is_no_web_address_has_no_server(url):
    with pytest.raises(ValueError):
        host_of(url)
