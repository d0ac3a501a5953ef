from sources.models.clippings import Clipping, Tip
from sources.models.companies import Company, FormerSlug, Market
from sources.models.items import Byline, Credit, Deal, NewsItem, SeeAlso
from sources.models.links import Host, Link
from sources.models.moves import ItemMove
from sources.models.people import Contributor
from sources.models.pictures import Picture
from sources.models.publications import Feed, Source

__all__ = [
    "Byline",
    "Clipping",
    "Company",
    "Contributor",
    "Credit",
    "Deal",
    "Feed",
    "FormerSlug",
    "Host",
    "ItemMove",
    "Link",
    "Market",
    "NewsItem",
    "Picture",
    "SeeAlso",
    "Source",
    "Tip",
]
