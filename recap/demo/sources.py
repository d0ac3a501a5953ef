"""The publications that the demo newsroom credits. Pure data."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoSource:
    """`rank` says whom to prefer when several carry a story; 1 is best."""

    name: str
    credit_line: str
    home_page: str = ""
    language: str = "en"
    kind: str = "outlet"  # outlet, wire, statement, filing, social
    rank: int = 3
    paywalled: bool = False
    notes: str = ""


SOURCES = (
    DemoSource(
        "HKEX filing",
        "HKEX filing",
        "https://www.hkexnews.hk",
        kind="filing",
        rank=1,
        notes="Prospectuses and announcements of companies listed in Hong Kong. English and Chinese "
        "side by side.",
    ),
    DemoSource(
        "Company statement",
        "Company statement",
        kind="statement",
        rank=1,
        notes="Link to the statement itself. Words of praise are left out.",
    ),
    DemoSource(
        "European Commission",
        "European Commission",
        "https://ec.europa.eu/commission/presscorner",
        kind="statement",
        rank=1,
    ),
    DemoSource("Reuters", "Reuters", "https://www.reuters.com", kind="wire", rank=1, paywalled=True),
    DemoSource("Bloomberg", "Bloomberg", "https://www.bloomberg.com", kind="wire", rank=1, paywalled=True),
    DemoSource(
        "Xinhua",
        "Xinhua",
        "https://english.news.cn",
        kind="wire",
        rank=2,
        notes="State agency. First with notices of ministries.",
    ),
    DemoSource("Caixin", "Caixin", "https://www.caixinglobal.com", rank=1, paywalled=True),
    DemoSource("Financial Times", "Financial Times", "https://www.ft.com", rank=1, paywalled=True),
    DemoSource("Nikkei Asia", "Nikkei Asia", "https://asia.nikkei.com", rank=2, paywalled=True),
    DemoSource(
        "South China Morning Post", "South China Morning Post", "https://www.scmp.com", rank=2, paywalled=True
    ),
    DemoSource("CNBC", "CNBC", "https://www.cnbc.com", rank=2),
    DemoSource(
        "LatePost",
        "LatePost",
        "https://www.latepost.com",
        language="zh",
        rank=2,
        notes="晚点. Long reports on technology companies; often first with changes of staff.",
    ),
    DemoSource("The Paper", "The Paper", "https://www.thepaper.cn", language="zh", rank=2, notes="澎湃新闻"),
    DemoSource("Yicai", "Yicai", "https://www.yicai.com", language="zh", rank=2, notes="第一财经"),
    DemoSource("36Kr", "36Kr", "https://36kr.com", language="zh", rank=3, notes="36氪"),
    DemoSource(
        "Jiemian News", "Jiemian News", "https://www.jiemian.com", language="zh", rank=3, notes="界面新闻"
    ),
    DemoSource("TechNode", "TechNode", "https://technode.com", rank=3),
    DemoSource("KrASIA", "KrASIA", "https://kr-asia.com", rank=3),
    DemoSource("Rest of World", "Rest of World", "https://restofworld.org", rank=3),
    DemoSource(
        "Weibo post",
        "Weibo post",
        "https://weibo.com",
        language="zh",
        kind="social",
        rank=4,
        notes="Only accounts that the company itself runs; anything else needs a second source.",
    ),
)
