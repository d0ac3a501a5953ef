"""Ways to pass an address on that ask no other host anything before a reader follows one of them. Pure."""

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urlencode

import segno
from django.utils.safestring import SafeString

from sources.markup import trusted


@dataclass(frozen=True)
class Share:
    url: str
    mail: str
    x: str
    linkedin: str

    @property
    def code(self) -> SafeString:
        """A drawing of `url` for the camera of a phone: WeChat takes no links from other sites.

        It is not drawn for a page that is answered with 304.
        """
        return _code(self.url)


def share(url: str, title: str) -> Share:
    """Return where to go with `url`, an absolute address that is quoted already."""
    return Share(
        url=url,
        # Mail programs write a plus where a form would have meant a space.
        mail="mailto:?" + urlencode({"subject": title, "body": url}, quote_via=quote),
        x="https://x.com/intent/tweet?" + urlencode({"text": title, "url": url}),
        linkedin="https://www.linkedin.com/sharing/share-offsite/?" + urlencode({"url": url}),
    )


@lru_cache(maxsize=512)  # drawing one takes some 8 ms, half of what the page may
def _code(url: str) -> SafeString:
    """The QR code of `url` as SVG, dark on light also where the page is dark: cameras want it so."""
    drawn = segno.make_qr(url, error="l")
    return trusted(
        drawn.svg_inline(border=4, dark="#000", light="#fff", omitsize=True, svgclass=None, lineclass=None)
    )
