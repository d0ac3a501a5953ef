"""What the demo newsroom has clipped and not yet judged. Addresses and reports are made up for the demo."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoClipping:
    """`source` and `companies` are names of the demo's own; hours count back from, or on from, `now`."""

    url: str
    title: str
    summary: str
    source: str
    hours_ago: int
    author: str = ""
    companies: tuple[str, ...] = ()
    state: str = "new"  # new, held, dismissed
    held_for_hours: int = 0
    reason: str = ""


CLIPPINGS = (
    DemoClipping(
        "https://example.com/reuters/geely-zeekr-vote?utm_source=newsletter",
        "Zeekr shareholders to vote on Geely offer",
        "The meeting is called for later in the year; a committee of independent directors supports "
        "the price.",
        "Reuters",
        3,
        companies=("Zeekr", "Geely"),
    ),
    DemoClipping(
        "https://example.com/36kr/jike-toupiao",
        "极氪股东将就吉利私有化要约投票",
        "特别委员会支持交易价格，股东大会日期尚未公布。",
        "36Kr",
        5,
        "记者 周远",
        ("Zeekr", "Geely"),
    ),
    DemoClipping(
        "https://example.com/nikkei/anker-tokyo-store",
        "Anker plans more shops of its own in Japan",
        "The charger maker wants shoppers to try its products before they buy, and looks at station "
        "buildings.",
        "Nikkei Asia",
        7,
        companies=("Anker Innovations",),
    ),
    DemoClipping(
        "https://example.com/latepost/mixue-baxi",
        "蜜雪冰城在圣保罗寻找门店",
        "团队已在当地招聘选址与供应链负责人，首店时间未定。",
        "LatePost",
        9,
        companies=("Mixue",),
    ),
    DemoClipping(
        "https://example.com/technode/weride-sentosa",
        "WeRide’s shuttle bus drives around a Singapore resort without a safety operator",
        "The bus runs on a fixed loop between hotels.",
        "TechNode",
        14,
        "Staff",
        ("WeRide",),
    ),
    DemoClipping(
        "https://example.com/nikkei/weride-bus",
        "WeRide shuttle bus drives around Singapore resort without safety operator",
        "Passengers need no ticket, and an engineer watches from a control room.",
        "Nikkei Asia",
        16,
        companies=("WeRide",),
    ),
    DemoClipping(
        "https://example.com/yicai/byd-xiongyali",
        "比亚迪匈牙利工厂招聘进展",
        "塞格德工厂正在招聘工程师与质检人员，公司未披露投产日期。",
        "Yicai",
        20,
        companies=("BYD",),
    ),
    DemoClipping(
        "https://example.com/hkex/miniso-monthly-return",
        "Miniso: monthly return on movements in securities",
        "",
        "HKEX filing",
        26,
        companies=("Miniso",),
        state="dismissed",
        reason="Routine form, nothing new in it",
    ),
    DemoClipping(
        "https://example.com/scmp/insta360-second-quarter",
        "Insta360 owner to report first results since its listing",
        "Arashi Vision went public in Shanghai in June.",
        "South China Morning Post",
        30,
        companies=("Insta360",),
        state="held",
        held_for_hours=7 * 24,
        reason="Wait for the figures",
    ),
    DemoClipping(
        "https://example.com/krasia/luckin-malaysia",
        "How Luckin picks its corners in Kuala Lumpur",
        "A franchise partner explains rents, delivery apps and the taste for coconut.",
        "KrASIA",
        33,
        companies=("Luckin Coffee",),
    ),
    DemoClipping(
        "https://example.com/technode/jaka-robots-italy",
        "Jaka Robotics names distributor for northern Italy",
        "Its cobots are to be shown at a fair in Parma.",
        "TechNode",
        38,
        companies=("Jaka Robotics",),
    ),
    DemoClipping(
        "https://example.com/company/jaka-distributor",
        "Jaka Robotics names a distributor for northern Italy",
        "The partner will stock spare parts and train integrators.",
        "Company statement",
        41,
        companies=("Jaka Robotics",),
    ),
    DemoClipping(
        "https://example.com/restofworld/jt-couriers",
        "A day with a J&T courier in Surabaya",
        "Ninety parcels, most of them paid in cash at the door.",
        "Rest of World",
        52,
        companies=("J&T Express",),
    ),
    DemoClipping(
        "https://example.com/caixin/hungary-batteries",
        "Battery suppliers follow CATL and EVE Energy to Hungary",
        "Makers of separators and copper foil rent halls near Debrecen.",
        "Caixin",
        70,
        companies=("CATL", "EVE Energy"),
    ),
)
