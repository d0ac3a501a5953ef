"""The lines that a portal's page puts around a story: buttons, contacts, share rows, captions. Pure.

Every form is a whole line, without the addresses of its links: a sentence that only mentions "read more"
is none of them.
"""

import re

CONTACT = re.compile(
    r"contact (?:the )?(?:reporter|editor|writer)s?\b(?:[^(]{1,80}\(.{0,120}|.{1,80}[^.!?])", re.I
)
WRITE_TO = re.compile(
    r"(?:write to|reach|e-?mail|contact) .{1,60} (?:at|on) \S{1,64}@\S{1,80}"
    r"|(?:联系(?:记者|编辑|我们)|(?:记者|联系|投稿|爆料)邮箱|\w{1,4}新闻(?:报料|爆料)|新闻线索)"
    r"\s*[:：].{1,80}",
    re.I,
)
RELATED = re.compile(r"(?:related|see also|read (?:more|also|the full story))\s*[:：]\s*(?P<title>.+)", re.I)
RELATED_HEADING = re.compile(
    r"(?:related(?: (?:stories|articles|reading|news|coverage))?|you (?:may|might) also like"
    r"|recommended(?: (?:for you|stories|reading))?|most (?:read|popular)|more on this topic"
    r"|read next|suggested topics"
    r"|相关(?:阅读|文章|新闻|推荐|报道)|延伸阅读|推荐阅读|热门(?:推荐|文章)|猜你喜欢|往期(?:回顾|精彩))\s*[:：]?",
    re.I,
)
FULL_STORY = re.compile(
    r"(?:to )?read the (?:full|whole) (?:story|article|report)(?:,? (?:click )?here)?[.…>» ]*", re.I
)
NETWORK = (
    r"(?:facebook|twitter|x|linkedin|whatsapp|telegram|reddit|pinterest|wechat|weibo|line|e-?mail|print"
    r"|copy link|微信(?:好友)?|(?:微信)?朋友圈|(?:新浪|腾讯)?微博|QQ(?:空间|好友)?|豆瓣|知乎|复制链接"
    r"|打印|收藏)"
)
BETWEEN = r"[\s/|｜·•,，、]+"
SHARING = re.compile(
    rf"share(?: this(?: article| story| page)?| (?:on|via) {NETWORK})?[.:：]?(?:{BETWEEN}{NETWORK})*"
    rf"|(?:一键)?分享(?:到|至|本文|文章)?\s*[:：]?\s*(?:{NETWORK}(?:{BETWEEN}{NETWORK})*)?"
    rf"|{NETWORK}(?:{BETWEEN}{NETWORK})+"
    r"|(?:open wechat and )?scan (?:the|this) qr code.{0,60}"
    r"|(?:打开微信[，,]?)?(?:微信)?(?:扫一扫|扫码|扫描|长按(?:识别)?)[^。，]{0,30}(?:二维码|关注|分享|阅读)[^。，]{0,20}",
    re.I,
)
POINTER = re.compile(
    r"(?:related(?: (?:story|article|reading))?|read more|相关阅读|延伸阅读)\s*[:：].{0,200}[^.。]", re.I
)
BUTTON = re.compile(
    r"(?:advertisement|subscribe now|(?:continue|keep) reading|read more|click here|view in browser"
    r"|back to top|skip to (?:main )?content|forwarded this email\?.{0,60}|(?:点击)?阅读(?:原文|全文)"
    r"|展开全文|查看原文|扫码关注|返回顶部)[.!…>»→ ]*",
    re.I,
)
EDITED = re.compile(
    r"[(（]?(?:责任编辑|责编|编辑|校对|审校|审核|监制|排版)\s*[:：|｜丨/].{1,60}"
    r"|\(?(?:additional )?(?:reporting|writing|editing) by (?-i:[A-Z]).{1,200}(?:[^.]|\)\.?)",
    re.I,
)
COOKIES = re.compile(
    r"(?:we|this (?:web)?site) uses? cookies\b.{0,300}|(?:accept|reject|manage)(?: all)? cookies"
    r"|.{0,40}(?:网站|我们)(?:会)?使用\s*cookies?.{0,200}",
    re.I,
)
# The lines of a portal's page that are no part of a story, each with the reason.
FURNITURE = (
    (CONTACT, "Says how to reach the newsroom."),
    (WRITE_TO, "Says how to reach the newsroom."),
    (RELATED_HEADING, "Stands over the titles of related stories."),
    (FULL_STORY, "Points to the full story on the portal."),
    (SHARING, "Belongs to the portal's page, not to a story."),
    (BUTTON, "Belongs to the portal's page, not to a story."),
    (EDITED, "Says who wrote or edited it at the portal."),
    (COOKIES, "Asks about cookies."),
)

INVITATION = re.compile(
    r"(?:subscribe|sign up)(?: now| today| here)? (?:to|for) .{1,160}"
    r"|sign up here[.!]?|already a (?:subscriber|member)\?.{0,40}|(?:log|sign) in(?: (?:to|or) .{1,60})?"
    r"|create (?:an|a free) account.{0,40}|get .{1,60} in your inbox.{0,40}|follow us (?:on|at) .{1,80}"
    r"|download (?:the|our) .{0,30}\bapp\b.{0,60}"
    r"|(?:欢迎|请)?(?:关注|订阅|搜索)[^。，]{0,30}(?:公众号|视频号|微信号|官方微博|电子报|通讯)[^。]{0,30}"
    r"|更多(?:精彩|资讯|内容|报道|新闻)[^。]{0,40}(?:关注|点击|下载|搜索|尽在)[^。]{0,40}"
    r"|[(（]本文来自[^。]{0,60}(?:APP|客户端)[)）]|[^。]{0,40}尽在[^。]{0,20}(?:APP|客户端)"
    r"|(?:下载|打开)\w{0,8}?(?:APP|客户端)(?:[,，]?(?:阅读|查看|获取)[^。]{0,20})?",
    re.I,
)
COPYRIGHT = re.compile(
    r"(?:(?:\(c\)|copyright) ?(?:©|\(c\)|(?:19|20)\d\d)|©).{0,150}|.{0,120}all rights reserved\.?"
    r"|版权所有.{0,60}"
    r"|[^。]{0,30}未经[^。]{0,20}转载[^。]{0,40}。?|转载请(?:注明|联系).{0,60}|(?:免责|版权|特别)声明\s*[:：].{0,280}"
    r"|本文(?:来自|转自|首发于|由)[^。]{0,100}(?:授权|转载)[^。]{0,40}。?|[本该]文(?:观点)?仅代表作者.{0,60}"
    r"|本(?:文|图文)内容来自网络。?|请务必在总结开头增加.{0,120}|推荐进入财新数据库.{0,80}|此文限时免费阅读.{0,60}|广告等商务合作.{0,20}"
    r"|[^。]{0,20}不构成(?:任何)?投资建议.{0,20}",
    re.I,
)
MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
DAY = (
    rf"(?:(?:{MONTH} \d{{1,2}},? |\d{{1,2}} {MONTH},? )20\d\d"
    r"|20\d\d ?[-/.年] ?\d{1,2} ?[-/.月] ?\d{1,2} ?日?)"
)
CLOCK = r"\d{1,2}[:：.]\d\d(?:[:：]\d\d)?(?: ?[ap]\.?m\.?)?(?: [A-Z]{2,4}(?:[+-]\d{1,2})?)?"
SAID = r"(?:(?:first |last )?(?:published|updated|posted)(?: (?:at|on))?|(?:发布|更新)(?:时间|于))\s*[:：]?"
# When the portal published it. A day alone may be the story's own, so it needs a clock or a word besides.
MOMENT = (
    rf"(?:(?:{SAID}\s*)?(?:{DAY}(?:,| at|日| [·|])?\s*{CLOCK}|{CLOCK} ?[,·|]? ?{DAY})"
    rf"|{SAID}\s*{DAY}|(?:{SAID}\s*)?\d{{1,3}} (?:minute|hour|day)s? ago)"
)
STAMP = re.compile(rf"(?:\w{{2,12}}(?: ?[·|｜] ?| ))?{MOMENT}(?:[ ·|｜,]*{MOMENT})*", re.I)
EDITED_THERE = re.compile(
    r"(?:图片|版面|网络|值班|栏目|\w{1,4}新闻)编辑\s*[:：|｜丨/][^。，]{1,30}"
    r"|reporting by (?-i:[A-Z])[^.;]{1,150}; ?(?:writing|editing) by .{1,120}",
    re.I,
)
LABEL = re.compile(
    r"sponsored(?: content)?|promoted|广告|推广|\d{1,3} min(?:ute)?s? read|listen to (?:this )?article"
    r"|\d{0,5} ?comments?|leave a comment|conversations? ?\(\d{1,5}\)|发表评论|收藏"
    r"|加载更多|(?:返回[^。，]{1,8}[，,])?(?:点击)?查看更多|返回首页"
    r"|(?:我要)?举报(?:/反馈)?|我有爆料|寻求报道。?|听全文|字号|点赞|打赏作者|[上下]一篇|开启云端阅读"
    r"|(?:赞|评论) ?[(（]?\d{1,6}[)）]?|[\d.]{1,6}万? ?次?阅读|好文章[，,]需要你的鼓励"
    r"|purchase licensing rights|about sponsored content|view bio"
    r"|why you can trust .{1,40}|reading time: ?\d{1,3} minutes?"
    r"|our standards\s*[:：].{1,80}|view original content\b.{0,200}"
    r"|(?:logo|photo|video|infographic) - https?://\S{1,200}|(?-i:SOURCE) (?-i:[A-Z]).{1,80}",
    re.I,
)
# A newsroom may write these itself, so that they are told only in what was copied from elsewhere.
COPIED = (
    (INVITATION, "Asks to subscribe, follow or log in."),
    (COPYRIGHT, "Says who owns the portal's page."),
    (STAMP, "Says when the portal published it."),
    (EDITED_THERE, "Says who wrote or edited it at the portal."),
    (LABEL, "Belongs to the portal's page, not to a story."),
)

LONGEST_CAPTION = 300
CREDITED = r"Photo|Image|Picture|Photograph|图片来源|图片|图源|摄影|图"
PHOTO = re.compile(
    rf"(?:(?P<caption>.{{1,{LONGEST_CAPTION}}}[.!?…)”\"。！？）])\s*)?"
    rf"[(（]?(?:{CREDITED})s?(?: [Cc]redits?)?\s*[:：]\s*(?P<credit>.{{1,80}}?)[)）]?"
)
CAPTION = re.compile(
    r"[▲△▼](?![\d.+%]).{1,200}|图(?:为|注)[:：]?.{1,120}|(?:(?:▲|△) ?)?图\s?\d{1,2}\s?[:：丨|｜].{1,120}"
    r"|.{1,200}(?:视觉中国|新华社|人民视觉|东方IC|IC photo|受访者) ?(?:资料|供)?图片?|.{1,200}\s资料图片?"
    r"|.{1,60}\s(?:图源|图片来源)[:：][^。，]{1,30}|(?:封面|头图|题图)(?:图片)?来源\s*[:：|｜].{1,40}"
    r"|(?:an? )?file (?:photo|image|picture)\b.{0,200}"
    r"|caption\s*[:：].{1,200}"
    r"|(?:photo|photograph|image|picture)s? (?:by|courtesy of) .{1,80}[^.]"
    r"|.{1,280}(?-i:REUTERS|VCG|Xinhua|AP Photo|Getty Images)/(?-i:[A-Z])[^/.]{1,60}(?:/File Photo\b.{0,60})?"
    r"|.{1,200}[(（](?:photo|image|picture|图)s? ?(?:by|courtesy of|来自)[:：]? ?.{1,80}[)）]\.?",
    re.I,
)
PICTURE = "Belongs to a picture, which does not come with the text."


def furniture(line: str) -> str:
    """Return why `line`, without the addresses of its links, is no part of a story, or nothing."""
    return _why(line, FURNITURE)


def furniture_of_a_copy(line: str) -> str:
    """Return why `line` of a text copied from a portal is no part of its story, or nothing."""
    if why := _why(line, FURNITURE + COPIED):
        return why
    if POINTER.fullmatch(line) or (RELATED.fullmatch(line) and line[-1] not in ".。"):
        return "Points to another story on the portal."
    return (
        PICTURE if len(line) <= LONGEST_CAPTION and (PHOTO.fullmatch(line) or CAPTION.fullmatch(line)) else ""
    )


def _why(line: str, forms: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    return next((why for form, why in forms if form.fullmatch(line)), "")
