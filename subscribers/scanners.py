"""Who follows a link and is no reader: scanners of mail, previews in chats, programs. Pure."""

import re

# Words in the User-Agent of those that say who they are, as their makers publish them.
KNOWN = re.compile(
    r"bot\b|bot/|crawl|spider|scan|preview|prefetch|monitor|headless|phantomjs|python|curl|wget|java/|okhttp"
    r"|go-http-client|libwww|httpclient|axios|node-fetch|ruby|perl|php|apache-|facebookexternalhit|whatsapp"
    r"|skypeuri|google-safety|google-read-aloud|googleimageproxy|yahoomailproxy|proofpoint|mimecast"
    r"|barracuda|symantec|messagelabs|trendmicro|trend micro|fireeye|trellix|zscaler|forti|sophos|cloudmark"
    r"|ironport|cisco|palo ?alto|checkpoint|check point|forcepoint|websense|vade|avanan|safelinks|mcafee"
    r"|kaspersky|bitdefender|avast|netcraft|virustotal|urlscan|phish|hornetsecurity|eset",
    re.IGNORECASE,
)


def is_scanner(method: str, agent: str, purpose: str) -> bool:
    """Tell by the request alone; `purpose` is what browsers write in Sec-Purpose, or used to elsewhere."""
    return method != "GET" or bool(purpose) or not agent.strip() or bool(KNOWN.search(agent))
