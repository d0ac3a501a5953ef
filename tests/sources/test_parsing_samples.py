"""Pages and feeds as they stand on the web, each with all that is to be read from it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from sources.parsing import FeedLink, feed, page

SAMPLES = Path(__file__).parents[1] / "samples"
PAGE_URL = "https://news.example/a/story.html?id=1"
FEED_URL = "https://feeds.example/all/rss.xml"


def at(hour, minute=0):
    return datetime(2025, 7, 4, hour, minute, tzinfo=UTC)


PAGES = {
    "zh_portal_jsonld.html": {
        "canonical_url": "https://news.example/p/30271845",
        "title": "蓝鲸咖啡进入马来西亚，首店落户吉隆坡",
        "site_name": "晨星科技",
        "author": "林小雨, 周一鸣",
        "published_at": at(1, 30),
        "language": "zh",
        "summary": "这家连锁品牌计划年内在巴生谷再开八家门店。",
        "image_url": "https://img.chenxing.example/2025/kl.jpg",
    },
    "zh_meta_publishdate.html": {
        "title": "远帆电动在匈牙利建厂的第三年",
        "author": "陈立",
        "published_at": at(1, 30),
        "language": "zh",
        "summary": "工厂已有一千二百名员工，但本地零部件的比例仍不到三成。",
    },
    "zh_visible_stamp.html": {
        "title": "云帆物流关闭雅加达分拨中心",
        "author": "赵北",
        "published_at": at(1, 30),
        "language": "zh",  # declared as English
        "summary": "云帆物流昨日向员工发出通知，将在八月底之前关闭其在雅加达东区的分拨中心。",
    },
    "zh_gbk_declared_utf8.html": {
        "title": "松果手机重返印度市场",
        "published_at": at(1, 30),
        "language": "zh",
        "summary": "时隔两年，松果手机宣布将通过本地代工厂重新进入印度，首批机型定价在一万五千卢比以内。",
    },
    "zh_gb2312_declared.html": {
        "title": "海棠乳业收购新西兰牧场",
        "site_name": "南方商报",
        "published_at": at(1, 30),
        "language": "zh",
        "summary": "海棠乳业以二点四亿新西兰元收购怀卡托地区的六座牧场，交易须经海外投资办公室批准。",
    },
    "zh_big5_header.html": {
        "title": "青鳥航運開通高雄至馬尼拉航線",
        "published_at": at(1, 30),
        "language": "zh",
        "summary": "青鳥航運宣布開通高雄至馬尼拉的每週航線，首航日期定在八月一日，每週二與週五發船。",
    },
    "zh_odd_addresses.html": {
        "title": "星海机器人获得欧盟认证",
        "published_at": at(1, 30),
        "language": "zh",
    },
    "ja_page.html": {
        "title": "中国のEVメーカー、名古屋に販売店",
        "published_at": at(0, 30),
        "language": "ja",
    },
    "en_wire_jsonld_graph.html": {
        "canonical_url": "https://www.meridian.example/business/lumenx-zaragoza-2025-07-04/",
        "title": "Chinese battery maker Lumenx picks Zaragoza for plant",
        "site_name": "Meridian Wire",
        "author": "Ana Duarte",
        "published_at": at(10, 5),
        "language": "en",
        "summary": "The 900 million euro plant is to open in 2027 & employ 1,500.",
        "image_url": "https://cdn.meridian.example/lumenx.jpg",
        "feeds": (
            FeedLink("https://news.example/feeds/markets.xml", "Meridian & markets", "application/rss+xml"),
            FeedLink("https://www.meridian.example/feeds/all.atom", "All news", "application/atom+xml"),
        ),
    },
    "en_open_graph_only.html": {
        "canonical_url": "https://harbourpost.example/markets/tallow-tea",
        "title": "Tallow Tea lists in New York",
        "site_name": "The Harbour Post",
        "author": "Li Wen",
        "published_at": at(13, 45),
        "language": "en",
        "summary": "Shares of the bubble tea chain rose 12% on their first day.",
        "image_url": "https://news.example/pictures/tallow.jpg",
    },
    "en_nothing_at_all.html": {
        "title": "Notes from the Guangzhou fair",
        "language": "en",
        "summary": "The stands for home robots drew the longest queues this year, and most of the buyers who "
        "stood in them came from the Gulf.",
    },
    "en_amp.html": {
        "canonical_url": "https://andes.example/2025/07/gallop-vans",
        "title": "Gallop Autos to sell vans in Chile",
        "site_name": "Andes Motor",
        "author": "Marta Rojas",
        "published_at": at(0),
        "language": "en",
    },
    "en_broken_jsonld.html": {
        "title": "Kite Games opens Montreal studio",
        "published_at": at(13),
        "language": "en",
        "summary": "The studio starts with forty people.",
        "image_url": "https://play.example/kite.png",
    },
    "en_microdata.html": {
        "title": "Reefline to supply inverters to South Africa",
        "author": "Thabo Nkosi",
        "published_at": at(13, 30),
        "language": "en",
        "summary": "The order is worth 80 million dollars.",
        "image_url": "https://news.example/a/img/reef.jpg",
    },
    "en_company_statement.html": {
        "title": "Norwind Turbine signs 400 MW order in Brazil",
        "published_at": at(0),
        "language": "en",
        "summary": "Delivery begins in the second quarter of 2026.",
        "image_url": "https://ir.norwind.example/en/order.png",
    },
    "en_canonical_front_page.html": {
        "title": "Bamboo Air orders twelve freighters",
        "site_name": "Daily Orient",
        "language": "en",
    },
    "en_latin1_declared_utf8.html": {
        "title": "Café chain Été to open in Orléans and Besançon",
        "published_at": at(9, 30),
        "language": "en",
    },
    "en_site_with_feed_links.html": {
        "title": "Quay Street Journal",
        "language": "en",
        "feeds": (
            FeedLink("https://news.example/feed/", "RSS", ""),
            FeedLink("https://news.example/news/atom.xml", "Atom", ""),
        ),
    },
}
HEADERS = {"zh_big5_header.html": "text/html; charset=Big5"}

# the feed itself, then its entries; what is empty is left out
FEEDS = {
    "rss2_cdata_html.xml": [
        {"title": "快讯 & 深度", "home_page": "https://chenxing.example/", "language": "zh"},
        {
            "identity": "cx-101",
            "url": "https://feeds.example/p/101?utm_source=rss",
            "title": "蓝鲸咖啡在胡志明市 & 河内开店",
            "summary": "首批三家门店 将于八月开业。",
            "author": "林小雨",
            "image_url": "https://feeds.example/img/101.jpg",
            "published_at": at(1, 30),
            "language": "zh",
        },
    ],
    "atom_xhtml_base.xml": [
        {"title": "Meridian Wire", "home_page": "https://meridian.example/", "language": "en"},
        {
            "identity": "tag:meridian.example,2025:7",
            "url": "https://meridian.example/news/7.html",
            "title": "Lumenx picks Zaragoza",
            "summary": "A plant for 900 million euros.",
            "author": "Ana Duarte",
            "image_url": "https://meridian.example/news/7.jpg",
            "published_at": at(10, 5),
            "language": "en",
        },
    ],
    "atom03.xml": [
        {"title": "Old atoms", "home_page": "https://atoms.example/"},
        {
            "identity": "urn:pine:1",
            "url": "https://atoms.example/1",
            "title": "Pine Robotics moves to Texas",
            "summary": "Forty people move.",
            "published_at": at(1, 30),
            "language": "en",
        },
    ],
    "rdf_dublin_core.rdf": [
        {"title": "Lab notes", "home_page": "https://lab.example/", "language": "en"},
        {
            "identity": "https://lab.example/9",
            "url": "https://lab.example/9",
            "title": "Chip maker Opaline tests in Leuven",
            "summary": "First wafers in August.",
            "author": "J. Peeters",
            "published_at": at(7, 30),
            "language": "en",
        },
    ],
    "rss091_bare.xml": [
        {"title": "Bare", "home_page": "https://bare.example/"},
        {"title": "Without a link or a date"},
        {"summary": "Only a description of the new depot in Mombasa.", "language": "en"},
    ],
    "rss2_broken.xml": [
        {
            "title": "Profit & Loss",
            "home_page": "https://pl.example/?a=1&b=2",
            "trouble": "Its XML is broken; what could be read is kept. "
            "(xmlParseEntityRef: no name, line 1, column 44)",
        },
        {
            "url": "https://pl.example/1?x=1&y=2",
            "title": "Ferry & Sons buys Dalian yard for €4m",
            "summary": "One paragraph another",
            "published_at": at(15, 30),  # CST is American in an English text
            "language": "en",
        },
        {"url": "https://pl.example/2", "title": "The second", "language": "en"},
    ],
    "rss2_odd_years.xml": [
        {"title": "Clocks", "home_page": "https://clocks.example/"},
        {"url": "https://clocks.example/1", "title": "First"},
        {"url": "https://clocks.example/2", "title": "Second"},
        {"url": "https://clocks.example/3", "title": "Third"},
    ],
    "rss2_gbk_declared_utf8.xml": [
        {"title": "南方商报", "home_page": "https://nanfang.example/", "language": "zh"},
        {
            "identity": "https://nanfang.example/a/1",
            "url": "https://nanfang.example/a/1",
            "title": "海棠乳业收购新西兰牧场",
            "published_at": at(1, 30),  # CST is China's own
            "language": "zh",
        },
    ],
    "rss2_guid_is_no_link.xml": [
        {"title": "Numbers", "home_page": "https://numbers.example/"},
        {"identity": "20250704-17", "title": "Sold by number", "author": "Mei Tan", "language": "en"},
    ],
    "rss2_entity_bomb.xml": [
        {
            "title": "Laughs",
            "home_page": "https://laughs.example/",
            "trouble": "Its XML is broken; what could be read is kept. (Maximum entity amplification factor "
            "exceeded, see xmlCtxtSetMaxAmplification., line 1, column 4)",
        },
        {"url": "https://laughs.example/1", "title": "Still here &j;"},
    ],
    "json_feed_1.json": [
        {"title": "Kite notes", "home_page": "https://kite.example/"},
        {
            "identity": "7",
            "url": "https://feeds.example/7",
            "title": "Studio & school",
            "summary": "Opens in May.",
            "author": "Noor",
            "image_url": "https://feeds.example/all/7.png",
            "published_at": at(1, 30),
            "language": "en",
        },
        {},
    ],
    "json_feed_11.json": [
        {"title": "出海周报", "language": "zh"},
        {
            "identity": "https://chuhai.example/3",
            "url": "https://other.example/3",
            "summary": "一家茶饮公司在首尔开店",
            "author": "王夏, 李冬",
            "published_at": at(1, 30),
            "language": "zh",
        },
    ],
}


def known(facts):
    return {name: value for name, value in vars(facts).items() if value}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_tells_its_facts(name):
    body = (SAMPLES / "pages" / name).read_bytes()

    found = page(body, url=PAGE_URL, content_type=HEADERS.get(name, "text/html"))

    assert known(found) == {"url": PAGE_URL, **PAGES[name]}


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_tells_its_entries(name):
    body = (SAMPLES / "feeds" / name).read_bytes()

    found = feed(body, url=FEED_URL, content_type="text/html")  # as careless servers send it

    about = {fact: value for fact, value in known(found).items() if fact != "entries"}
    assert [about, *map(known, found.entries)] == FEEDS[name]


def test_every_sample_is_in_a_table():
    assert {path.name for path in SAMPLES.glob("pages/*")} == set(PAGES)
    assert {path.name for path in SAMPLES.glob("feeds/*")} == set(FEEDS)
