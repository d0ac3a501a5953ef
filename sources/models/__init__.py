from sources.models.clippings import Clipping, Judgement, SavedFilter, Tip, Trace
from sources.models.companies import Company, CompanySuggestion, FormerSlug, Market
from sources.models.items import Byline, Credit, Deal, NewsItem, SeeAlso
from sources.models.links import Host, Link
from sources.models.moves import ItemMove
from sources.models.people import Contributor
from sources.models.pictures import Picture
from sources.models.publications import Feed, Seen, Source
from sources.models.tokens import AccessToken

__all__ = [
    "AccessToken",
    "Byline",
    "Clipping",
    "Company",
    "CompanySuggestion",
    "Contributor",
    "Credit",
    "Deal",
    "Feed",
    "FormerSlug",
    "Host",
    "ItemMove",
    "Judgement",
    "Link",
    "Market",
    "NewsItem",
    "Picture",
    "SavedFilter",
    "SeeAlso",
    "Seen",
    "Source",
    "Tip",
    "Trace",
]
