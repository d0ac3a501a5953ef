"""Names of companies in a Chinese text, which has no capitals and no spaces. Pure.

A name is what stands between a word that cannot be part of it and an ending such as 科技, or in quotation
marks beside a word for a company.
"""

import re
from collections.abc import Iterator

from sources.markets import MARKETS

ENDINGS = """
    科技 集团 股份 汽车 智能 生物 医药 半导体 机器人 电子 新能源 航空 航天 动力 光电 微电子 控股 材料 能源
    智造 智驾 食品 公司
"""
LEGAL = r"(?:(?:控股|股份)?(?:集团)?(?:股份)?(?:有限(?:责任)?公司)?)"
# what stands before a name and is none of it, or before an ending that then names no company
BEFORE = """
    的 了 和 与 及 或 在 对 向 被 由 从 给 为 是 将 把 让 使 以 等 据 称 当 因 但 而 也 还 又 都 已 曾 并
    其 该 本 这 那 每 各 某 新 老 前 后 近日 今日 昨日 日前 此前 目前 其中 以及 通过 根据 来自 包括 关于
    随着 除了 还有 作为 成为 名为 所属 旗下 联合 携手 牵手 投资 入股 收购 控股 领投 跟投 参投 投资方
    领投方 资方 创立 成立 创办 加入 加盟 供应商 客户 对手 起诉 获悉 消息 报道 公告 宣布 创始人 总部 位于
    股东 子公司 母公司 初创公司 创业公司 公司 企业 厂商 品牌 巨头 车企 独角兽 制造商 运营商 开发商 零售商
    家 中国 国内 国产 本土 海外 全球 上市 国际
"""
CITIES = """
    北京 上海 广州 深圳 杭州 苏州 南京 成都 重庆 武汉 西安 合肥 长沙 天津 宁波 无锡 常州 青岛 厦门 东莞
    佛山 珠海 福州 济南 郑州 大连 沈阳 广东 浙江 江苏 安徽 山东 福建 四川 湖南 湖北 河北 河南
"""
# what follows a name
AFTER = """
    宣布 完成 获 已 将 在 与 和 及 的 拟 于 向 对 是 为 正式 近日 今日 日前 计划 推出 发布 表示 称 创始
    董事 首席 CEO CFO 成立 被 从 签 递 赴 登陆 进入 进军 以 也 还 今年 去年 有望 开 上市 旗下 股价 融资
    公告 联合 收购 入股 召回 进 出 等
"""
ORDINARY = """
    人工 高 新 新能源 电动 智能 生物 医药 金融 信息 互联网 网络 数字 绿色 清洁 可再生 传统 商用 乘用 燃油
    混动 二手 自动驾驶 无人 人形 工业 服务 消费 高端 先进 半导体 机器人 汽车 手机 电池 光伏 储能 芯片 游戏
    电商 物流 医疗 教育 食品 服装 跨境 民营 国有 外资 合资 初创 创业 科技 电子 动力 航空 航天 商业 飞行
    低空 基础 原 复合 石墨 纳米 太阳 核 风 氢 上市 有限 股份 责任 总 分 子 母 大 小 中 一 两 三 多 数 几
    亿 万 财团 大型 知名 民用 家用 具身 通用 车载 端侧 空间 群体 增程 纯电 豪华 国民 共享 网约 出租 二
    家电 人类 深 黑 核心 前沿 硬 软 生命 农业 时尚 美妆 保险 证券 银行 基金 投资 管理 咨询 研究 广告 传媒
    旅游 地产 建筑 烟草 石油 天然气 电力 矿业 钢铁 化工 航运 造船 快递 外卖
"""
QUOTED = r"[“「『\"](?P<quoted>[^“”「」『』\"，。、；：！？\s]{2,12}(?: [A-Z]\w+)?)[”」』\"]"
COMPANY = r"(?:公司|企业|品牌|厂商|初创|创企|车企|独角兽|制造商|供应商|开发商)"
FUNDED = r"(?:近日|日前|今日|已|宣布|连续|再)*(?:完成|获得?|拿下)[^。，\n]{0,24}(?:融资|投资|领投)"
LATIN = r"(?P<latin>[A-Z][A-Za-z0-9&.-]{2,20}(?: [A-Z][A-Za-z0-9]+)?)(?![A-Za-z0-9])"


def chinese_names(text: str) -> Iterator[tuple[int, str]]:
    """Yield (place, name) of what `text` seems to call a company."""
    for found in _ENDING.finditer(text):
        name = _between(found["run"]) + found["ending"]
        if len(name) > len(found["ending"]):
            yield found.end() - len(name), name
    for form in _BESIDE:
        for found in form.finditer(text):
            name = found.groupdict().get("quoted") or found.groupdict().get("latin") or ""
            if not any(word in name for word in (*_ORDINARY_LONG, *_PLACES)):
                yield found.start(), name


def without_ending(name: str) -> str:
    return _ENDINGS.sub("", name)


def _between(run: str) -> str:
    """Return the end of `run` that may be the name's own, or nothing where that cannot be told."""
    cut = 0
    for found in _CUT.finditer(run):
        cut = found.end()
    own = run[cut:]
    starts_well = cut > 0 or len(run) < _LONGEST_RUN
    is_own = 2 <= len(own) <= 6 and starts_well and not any(own.endswith(word) for word in _ORDINARY)
    return own if is_own and not any(word in own for word in _ORDINARY_LONG) else ""


_LONGEST_RUN = 9
_PLACES = [word for market in MARKETS for word in (market.local_name, *market.words) if not word.isascii()]
_ORDINARY = tuple(ORDINARY.split())
_ORDINARY_LONG = tuple(word for word in _ORDINARY if len(word) > 1)
_longest_first = sorted({*BEFORE.split(), *CITIES.split(), *_PLACES}, key=len, reverse=True)
_CUT = re.compile("|".join(map(re.escape, _longest_first)))
_ENDINGS = re.compile(rf"(?:{'|'.join(ENDINGS.split())})+{LEGAL}$")
_ENDING = re.compile(
    rf"(?P<run>[\u4e00-\u9fff]{{2,{_LONGEST_RUN}}}?)(?P<ending>(?:{'|'.join(ENDINGS.split())}){LEGAL})"
    rf"(?={'|'.join(AFTER.split())}|[^\u4e00-\u9fff]|$)"
)
_BESIDE = tuple(
    map(
        re.compile,
        (
            rf"{COMPANY}{QUOTED}",
            rf"{QUOTED}{FUNDED}",
            rf"{COMPANY}{LATIN}",
            rf"(?<![A-Za-z]){LATIN} ?{FUNDED}",
        ),
    )
)
