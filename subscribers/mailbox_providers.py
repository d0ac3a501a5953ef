"""Who keeps a reader's mailbox, as far as the domain of the address tells. Pure."""

# By key, in the order of the page: name and domains. Whoever has a domain of their own is among the others.
PROVIDERS = {
    "gmail": ("Gmail", "gmail.com googlemail.com"),
    "outlook": (
        "Outlook",
        "outlook.com outlook.de outlook.fr outlook.es outlook.it outlook.co.uk outlook.jp outlook.com.br"
        " hotmail.com hotmail.co.uk hotmail.fr hotmail.de hotmail.it hotmail.es live.com live.co.uk live.cn"
        " live.fr live.nl msn.com windowslive.com passport.com",
    ),
    "yahoo": (
        "Yahoo",
        "yahoo.com yahoo.co.uk yahoo.fr yahoo.de yahoo.it yahoo.es yahoo.co.in yahoo.in yahoo.com.br yahoo.ca"
        " yahoo.com.au yahoo.com.sg yahoo.com.hk yahoo.com.tw"
        " yahoo.co.id ymail.com rocketmail.com aol.com aim.com",
    ),
    "icloud": ("iCloud", "icloud.com me.com mac.com"),
    "qq": ("QQ Mail", "qq.com vip.qq.com foxmail.com"),
    "netease": ("NetEase", "163.com vip.163.com 126.com vip.126.com yeah.net 188.com"),
}
OTHERS = "others"
NAMES = {key: name for key, (name, _) in PROVIDERS.items()} | {OTHERS: "Others"}
DOMAINS = {domain: key for key, (_, domains) in PROVIDERS.items() for domain in domains.split()}


def provider_of(domain: str) -> str:
    """Return the key of a provider; a domain that was taken away is among the others."""
    return DOMAINS.get(domain.lower(), OTHERS)
