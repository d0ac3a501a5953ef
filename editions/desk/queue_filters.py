"""Which rows of the queue somebody wants to see: what the address asks for, and what of it makes sense."""

from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlencode

from django.db.models import Case, Q, When

from editions.desk.fragments import number_of
from editions.fields import plain
from sources.kinds import KINDS
from sources.models import Clipping, Company, Market, Source

LANGUAGES = {"en": "English", "zh": "Chinese"}
AGES = {"1": "Since yesterday", "3": "Last three days", "7": "Last week", "older": "Older than a week"}
WEEK = timedelta(days=7)
STATES = {"": "Waiting", "held": "Held", "dismissed": "Dismissed", "taken": "Taken"}
JUDGED = ("dismissed", "taken")
TELLERS = ("source", "company", "market")


@dataclass
class Wanted:
    """What is asked for; `said` holds a sentence for each part that makes no sense, which is left out."""

    state: str = ""
    source: Source | None = None
    company: Company | None = None
    market: Market | None = None
    kind: str = ""
    language: str = ""
    age: str = ""
    said: dict[str, str] = field(default_factory=dict)
    company_words: str = ""

    @classmethod
    def of(cls, asked):
        """Read the query of an address, a QueryDict."""
        wanted = cls()
        for name, choices in (("state", STATES), ("kind", KINDS), ("language", LANGUAGES), ("age", AGES)):
            wanted._choose(name, plain(asked.get(name, "")), choices)
        for name, rows in (("source", Source.objects), ("market", Market.objects)):
            if text := asked.get(name):
                key = number_of(text)
                setattr(wanted, name, rows.filter(pk=key).first() if key else None)
                if getattr(wanted, name) is None:
                    wanted.said[name] = f"There is no such {name}; all are shown."
        wanted._find_company(" ".join(plain(asked.get("company", "")).split())[:120])
        return wanted

    def _choose(self, name, value, choices):
        if value in choices:
            setattr(self, name, value)
        elif value:
            self.said[name] = f"There is no such {name}; all are shown."

    def _find_company(self, words):
        self.company_words = words
        if not words:
            return
        named = Q(name__iexact=words) | Q(local_name__iexact=words)
        listed = Q(aliases__icontains=words) | Q(former_names__icontains=words)
        rows = Company.objects.standing()
        self.company = rows.filter(named).first() or next(
            (
                one
                for one in rows.filter(listed)[:50]
                if words.casefold() in map(str.casefold, one.other_names)
            ),
            None,
        )
        if self.company is None:
            self.said["company"] = f"No company is called “{words}”; clippings of all are shown."
            like = rows.filter(name__icontains=words).order_by("name").values_list("name", flat=True)
            if names := " or ".join(f"“{name}”" for name in like[:3]):
                self.said["company"] += f" Is it {names}?"

    @property
    def parts(self):
        """What narrows the queue, as in an address."""
        pairs = {
            "state": self.state,
            "source": self.source and self.source.pk,
            "company": self.company and self.company.name,
            "market": self.market and self.market.pk,
            "kind": self.kind,
            "language": self.language,
            "age": self.age,
        }
        return {name: str(value) for name, value in pairs.items() if value}

    @property
    def narrows(self):
        """Whether it leaves out more than other states."""
        return bool(self.parts.keys() - {"state"})

    @property
    def query(self):
        return urlencode(self.parts)

    def rows(self, now):
        """The clippings that lead a wanted story, the newest first."""
        rows = self._in_state(now)
        for name in TELLERS:
            if one := getattr(self, name):
                rows = rows.alias(**{f"told_{name}": _told_by(name, one)}).filter(**{f"told_{name}": True})
        if self.kind:
            rows = rows.filter(kind=self.kind)
        if self.language:
            rows = rows.filter(language__startswith=self.language)
        return rows

    def _in_state(self, now):
        rows = Clipping.objects.leading()
        if self.state in JUDGED:
            return self._aged(rows.filter(state=self.state), "clipped_at", now).order_by("-clipped_at", "-pk")
        if self.state == "held":
            rows = self._aged(rows.filter(state="held", queued_at__gt=now), "clipped_at", now)
            return rows.order_by("queued_at", "pk")
        return self._aged(rows.waiting(now), "queued_at", now).order_by("-queued_at", "-pk")

    def _aged(self, rows, column, now):
        if self.age == "older":
            return rows.filter(**{f"{column}__lt": now - WEEK})
        return rows.filter(**{f"{column}__gte": now - timedelta(days=int(self.age))}) if self.age else rows


def _told_by(name, one):
    """Whether the clipping is of this source, or names this company or market, or one that follows it does.

    As a case, since databases would otherwise look up all that it is true of, and sort it, for one page.
    The leading ones are told by narrow indices; only those that follow are looked at themselves.
    """
    if name == "source":
        own, of_them = Q(source=one), {"source": one}
    else:
        ones = one.every_pk if name == "company" else [one.pk]  # a company with what was merged into it
        column = {"company": "companies", "market": "markets"}[name]
        named = getattr(Clipping, column).through.objects.filter(**{f"{name}__in": ones})
        own, of_them = Q(pk__in=named.values("clipping")), {f"{column}__in": ones}
    followers = Clipping.objects.order_by().filter(cluster__isnull=False, **of_them)
    return Case(When(own | Q(pk__in=followers.values("cluster")), then=True), default=False)
