"""The kinds of news an item can be, in the order in which pickers show them. Pure."""

KINDS = {
    "market_entry": "Market entry",
    "funding": "Funding round",
    "launch": "Product launch",
    "partnership": "Partnership",
    "acquisition": "Acquisition",
    "results": "Results",
    "listing": "Listing",
    "regulation": "Regulation",
    "legal": "Legal",
    "recall": "Recall",
    "people": "People",
    "other": "Other",
}
