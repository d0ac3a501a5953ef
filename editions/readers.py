"""Who may get an edition, as the newsroom chooses among them and calls them by name."""

from taggit.models import Tag

from editions import audience
from editions.models import Segment
from sources.models import Company, Market

MODELS = {"company": Company, "market": Market, "topic": Tag}


def names_of(*rules):
    """What `rules` say is followed, by its kind and slug; names and no more, in a query a kind."""
    wanted = {pair for rule in rules for pair in _follows(rule)}
    found = {}
    for kind, model in MODELS.items():
        if slugs := [slug for one, slug in wanted if one == kind]:
            rows = model.objects.filter(slug__in=slugs).values_list("slug", "name")
            found |= {(kind, slug): name for slug, name in rows}
    return found


def in_words(rule):
    """Say one rule, with the names of what it says is followed."""
    return audience.in_words(rule, names_of(rule))


def offered(current):
    """(rule, label) pairs to choose from: everyone, nobody, each segment, and `current` if it is another."""
    pairs = {audience.EVERYONE: "Everyone", audience.NOBODY: "Nobody"}
    for segment in Segment.objects.all():
        pairs.setdefault(segment.rule, segment.name)
    if current and current not in pairs:
        pairs[current] = in_words(current)
    return list(pairs.items())


def _follows(rule):
    try:
        return audience.parse(rule).follows
    except ValueError:
        return ()
