"""What a robots.txt asks of machines. Pure. Source: RFC 9309; Crawl-delay is a custom beside it."""

from protego import Protego

AGENT = "Recap"  # what a robots.txt calls us, in any case
LARGEST = 500 * 1024  # bytes that are read. Source: section 2.5.
LONGEST_PAUSE = 30.0  # seconds, however many are asked for
RULES = frozenset({"allow", "disallow", "crawl-delay"})


def is_settled(status: int | None) -> bool:
    """Whether a server said what it allows, by the HTTP status of its robots.txt; None: it said nothing.

    What is not there forbids nothing; a server in trouble, or that has had enough, is left alone.
    Source: sections 2.3.1.3 and 2.3.1.4.
    """
    return status is not None and status < 500 and status != 429


def concerning(body: bytes) -> str:
    """Return the rules of `body` that are for us, one a line: ours, or else those for everybody.

    Chosen here, since a list of thousands of agents before thousands of rules would grow to millions
    of rules in Protego. Source: section 2.2.1.
    """
    groups: dict[str, list[str]] = {}
    named: set[str] = set()
    ruled = False
    for line in _text(body[:LARGEST]).splitlines():
        name, _, value = (part.strip() for part in line.partition("#")[0].partition(":"))
        if name.lower() == "user-agent":
            named = set() if ruled else named
            ruled = False
            named |= {value.partition("/")[0].strip().lower()} & {AGENT.lower(), "*"}
            for agent in named:
                groups.setdefault(agent, [])
        elif name.lower() in RULES:
            ruled = True
            for agent in named:
                groups[agent].append(f"{name}: {value}")
    return "\n".join(groups.get(AGENT.lower(), groups.get("*", [])))


def may_read(rules: str, url: str) -> bool:
    """Whether the page at `url` may be read under `rules`, as `concerning` returns them."""
    return _parsed(rules).can_fetch(url, AGENT)


def pause(rules: str) -> float:
    """Return how many seconds to wait between two questions; 0 where nothing is asked for."""
    return min(_parsed(rules).crawl_delay(AGENT) or 0.0, LONGEST_PAUSE)


def _parsed(rules):
    return Protego.parse(f"User-agent: *\n{rules}")


def _text(body):
    """Of a database too: it takes no NUL."""
    charset = "utf-16" if body[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    return body.decode(charset, "replace").replace("\0", "")
