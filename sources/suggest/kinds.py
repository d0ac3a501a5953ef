"""The kind of news a text tells, by the words it uses. Pure.

A rule counts once in the headline, once in the opening sentence and once in the rest; the headline
and the opening sentence count double. The kind with the most points wins, the upper one of two equals.
"""

import re

from sources.mentions import fold

# Phrases are parted by commas. In a phrase "a/b" is either word, "open*" a word that begins so, and
# "..." up to forty characters of the same sentence. Points below nothing take back what an upper rule
# gave: "launched an investigation" launches no product.
# kind | points | phrases
TABLE = """
recall | 3 | recall/recalls/recalled/recalling, 召回
recall | -3 | recall/recalls/recalled that/how/when/his/her
recall | 1 | defective, safety defect/defects, 缺陷产品

listing | 3 | ipo/ipos, initial public offering, go/goes/going/went public
listing | 3 | secondary/dual/primary listing/listings, hong kong/york listing, u.s./us listing
listing | 3 | list/lists/listed/listing/debut* on/in ... exchange/nasdaq/nyse/bourse
listing | 3 | 赴 ... 上市, 申请 ... 上市, 拟 ... 上市, 二次上市, 挂牌上市, 招股, 递表, 港交所
listing | 2 | prospectus, 上市
listing | -2 | 上市公司, 上市销售, 新车 ... 上市, 新机 ... 上市

funding | 3 | funding/financing/investment round/rounds, round of funding/financing, fundraising
funding | 3 | series a/b/c/d/e/f/g ... round/funding/financing/investment, pre-a/pre-b round
funding | 3 | angel/seed/strategic round/funding/financing/investment, 融资, 领投, 天使轮
funding | 3 | raise/raises/raised/raising ... $/€/£/¥, raise/raises/raised ... million/billion/yuan/capital
funding | 2 | sell/sells/selling/sold shares, share sale, private placement, 定增

acquisition | 3 | acquire/acquires/acquired/acquiring, acquisition/acquisitions, takeover, buyout
acquisition | -3 | user/customer/talent acquisition, acquire/acquires/acquiring users/customers
acquisition | 3 | buy/buys/buying/bought/purchase* ... stake/stakes, buy/buys/bought ... % of, deal to buy
acquisition | 3 | takes/took/sells/sold ... stake, merge/merges/merged/merger, 收购, 并购
acquisition | 2 | majority/controlling/minority stake/interest, 入股, 控股权

legal | 3 | sue/sues/sued/suing, lawsuit/lawsuits, litigation, trademark/trademarks, guilty
legal | 3 | fined, a/the/record fine, fine of, penalty/penalties, punish*
legal | 3 | 起诉, 诉讼, 商标, 罚款, 处罚
legal | 2 | court/courts, judge/judges, patent infringement, copyright/copyrights, arbitration
legal | 2 | bankrupt/bankruptcy, insolvent/insolvency
legal | 2 | 法院, 侵权, 仲裁, 破产

people | 3 | appoint/appoints/appointed ... chief/ceo/cfo/president/chair*/head/director/executive
people | 3 | names/named/hires/hired/promotes/promoted ... chief/ceo/cfo/president/chair*/head/director
people | 3 | steps/stepped/stepping down, resign/resigns/resigned/resignation, takes/took over as, new ceo
people | 3 | 任命, 辞职, 卸任, 出任, 离职, 接任, 履新

results | 2 | year on/over year, yoy, 同比
results | 2 | revenue/revenues, net/operating profit/loss/income, earnings, 营收, 净利
results | 2 | first/second/third/fourth/1st/2nd/3rd/4th quarter, q1/q2/q3/q4/1q/2q/3q/4q, 季度, 季报
results | 3 | quarterly/annual/interim/full-year/half-year results/report/profit/loss/revenue
results | 3 | 财报, 业绩, 年报
results | 1 | sales/shipments/deliveries/volume ... rose/fell/grew/jumped/surged/dropped/plung*/climbed

partnership | 3 | partnership/partnerships, partner/partners/partnered with
partnership | 3 | joint venture/ventures, tie up/ups, team/teams/teamed/teaming up, join/joins/joined forces
partnership | 3 | co develop*, codevelop*
partnership | 3 | sign/signs/signed/signing ... agreement/agreements/memorandum/mou/pact/deal with
partnership | 2 | collaborate/collaborates/collaboration, alliance, agreement/agreements, jointly
partnership | 3 | 合作, 合资, 携手, 结盟, 联手

market_entry | 3 | open/opens/opened/opening ... store/stores/shop/office/factory/plant/showroom/hub
market_entry | 3 | set/sets/setting up ... store/stores/shop/office/factory/plant/base/subsidiary/branch
market_entry | 3 | build/builds/building/built ... factory/factories/plant/plants/warehouse*, data center
market_entry | 3 | data centers/centre/centres, break/breaks/broke/breaking ground
market_entry | 2 | flagship store, first store/shop/plant/factory, first overseas/foreign/european
market_entry | 3 | enter/enters/entered/entering ... market/markets, expansion to/into, foray into
market_entry | 3 | expand/expands/expanded/expanding to/into
market_entry | 2 | enters/entered/entering, debuts/debuted in
market_entry | -2 | enters/entered/entering bankruptcy/administration/talks/into/its/a
market_entry | 3 | 进军, 首店, 设厂, 建厂, 登陆, 进入 ... 市场, 开设 ... 店, 开设 ... 公司, 旗舰店 ... 开业
market_entry | 3 | 建 ... 工厂, 建 ... 电池厂, 建 ... 数据中心, 开设 ... 工厂
market_entry | 3 | 工厂 ... 投产, 工厂 ... 奠基, 工厂 ... 动工
market_entry | 1 | overseas, abroad, global expansion, expanding globally, 海外, 出海, 全球化

regulation | 3 | regulate/regulates/regulating, regulation/regulations, crackdown, crack*/clamp* down
regulation | 2 | regulator/regulators/regulatory, watchdog/watchdogs, antitrust, monopol*
regulation | 2 | ban/bans/banned/banning, tariff/tariffs, sanction/sanctions, export controls, blacklist*
regulation | 3 | subsidy/subsidies/subsidise*/subsidize*, incentive scheme
regulation | 3 | 监管, 反垄断, 补贴, 关税, 禁令, 制裁
regulation | 1 | probe/probes, investigation/investigations, legislation, draft law/rules/plan, 新规, 调查

launch | 3 | launch/launches/launched/launching, unveil/unveils/unveiled/unveiling
launch | -3 | launched/launches/launch ... investigation/probe/inquiry/oversight/lawsuit/ipo/fund
launch | 3 | go/goes/went on sale, hits shelves/stores
launch | 3 | start*/begin*/began delivering/selling/shipping/deliveries/sales
launch | 2 | roll/rolls/rolled/rolling out, introduces/introduced, releases/released its/a/the/new, debut*
launch | 3 | 发布, 推出, 新品, 首发, 新车 ... 上市, 新机 ... 上市
launch | -3 | 发布 ... 财报, 发布 ... 公告, 发布 ... 业绩, 发布 ... 报告, 发布 ... 声明
launch | 2 | 亮相, 上线, 开售
"""

ENOUGH = 4  # points; less is a word in passing

_OPENING = re.compile(r".*?(?:(?<![A-Z])[.!?][\"”')]*(?=\s)|[。！？]|\n|\Z)", re.DOTALL)


def suggest_kind(body: str, headline: str = "") -> str:
    """Return the key of `sources.kinds.KINDS` that suits best, or "" where the words decide nothing."""
    body, headline = fold(body).strip(), fold(headline)
    opening = _OPENING.match(body).group()
    parts = [(headline.lower(), 2), (opening.lower(), 2), (body[len(opening) :].lower(), 1)]
    parts = [(part, weight) for part, weight in parts if part]  # nearly all that is clipped is a headline
    score: dict[str, int] = {}
    for kind, points, phrases in _RULES:
        weight = sum(weight for part, weight in parts if any(phrase.is_in(part) for phrase in phrases))
        score[kind] = score.get(kind, 0) + points * weight
    best = max(score, key=score.__getitem__)
    return best if score[best] >= ENOUGH else ""


class _Phrase:
    def __init__(self, phrase: str):
        words = [word.split("/") for word in phrase.split()]
        joined = r"[ -]".join(f"(?:{'|'.join(map(_word, alternatives))})" for alternatives in words)
        self._pattern = re.compile(joined.replace(r"[ -](?:...)[ -]", r"[^.。\n]{0,40}"))
        telling = max((word for word in words if word != ["..."]), key=lambda word: min(map(len, word)))
        self._telling = [word.rstrip("*") for word in telling]

    def is_in(self, text: str) -> bool:
        """Tell whether small-lettered `text` has the phrase. Plain words first: they rule out nearly all."""
        return any(word in text for word in self._telling) and bool(self._pattern.search(text))


def _word(word: str) -> str:
    if word == "..." or not word[0].isascii():
        return word
    before = r"(?<![a-z0-9])" if word[0].isalnum() else ""
    after = r"(?![a-z0-9])" if word[-1].isalnum() else ""
    return before + re.escape(word).replace(r"\*", r"[a-z]*") + after


def _rule(row: str) -> tuple[str, int, list[_Phrase]]:
    kind, points, phrases = row.split("|")
    return kind.strip(), int(points), [_Phrase(phrase.strip()) for phrase in phrases.split(",")]


_RULES = tuple(_rule(row) for row in TABLE.splitlines() if row)
