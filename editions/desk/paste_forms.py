"""The forms in which a pasted text is corrected before anything is stored."""

import re

from django import forms
from django.utils.timezone import is_naive, make_aware

from editions.assembly import is_address
from editions.document import (
    CompanyDoc,
    ContributorDoc,
    CreditDoc,
    DealDoc,
    ItemDoc,
    MarketDoc,
    PictureDoc,
    SectionDoc,
    SeeAlsoDoc,
)
from editions.models import Edition, Section
from sources.kinds import KINDS
from sources.models import Deal, Market, NewsItem

MOST = 500  # sections, and items of a section; far over any edition
BLANK = [("", "—")]


class Lines(forms.CharField):
    """Text of several lines, whose ends browsers send as CR LF."""

    def __init__(self, *, rows=3, **kwargs):
        super().__init__(required=False, widget=forms.Textarea({"rows": rows}), **kwargs)

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n").strip("\n")


class EditionForm(forms.ModelForm):
    """What a pasted roundup does not say of itself."""

    introduction = Lines(rows=7)
    signoff = Lines(label="Sign-off", rows=3)

    class Meta:
        model = Edition
        fields = [
            "number",
            "title",
            "week_first",
            "week_last",
            "dek",
            "subject",
            "preheader",
            "introduction",
            "signoff",
        ]
        widgets = {
            "week_first": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "week_last": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "dek": forms.Textarea({"rows": 2}),
        }

    def clean(self):
        data = super().clean()
        first, last = data.get("week_first"), data.get("week_last")
        if first and last and last < first:
            self.add_error("week_last", "The week ends before it begins; check the two days.")
        return data


class SectionForm(forms.Form):
    keep = forms.BooleanField(required=False, initial=True)
    heading = forms.CharField(max_length=300, required=False)
    layout = forms.ChoiceField(choices=Section.Layout)
    text = Lines()
    items = forms.IntegerField(min_value=0, max_value=MOST, widget=forms.HiddenInput)
    # A single story's headline is its heading: it is shown once, and the heading follows it.
    follows = forms.BooleanField(required=False, widget=forms.HiddenInput)

    @property
    def is_named_by_its_story(self):
        return self["follows"].value() in (True, "True")  # as it was made, as it was posted

    @classmethod
    def of(cls, section, prefix):
        alone = section.items[0].headline if len(section.items) == 1 else ""
        initial = {
            "follows": section.layout == "single" and section.heading == alone,
            "keep": True,
            "heading": section.heading,
            "layout": section.layout,
            "text": section.text,
            "items": len(section.items),
        }
        return cls(prefix=prefix, initial=initial)

    def document(self, items):
        data, items = self.cleaned_data, tuple(items)
        heading = items[0].headline if data["follows"] and len(items) == 1 else data["heading"]
        return SectionDoc(heading, data["text"], "", data["layout"], items)


class ItemForm(forms.Form):
    """One item, as text that a person can correct in place."""

    keep = forms.BooleanField(required=False, initial=True)
    headline = forms.CharField(max_length=300, required=False)
    dek = Lines(rows=2)
    body = Lines(rows=5, strip=False)
    format = forms.ChoiceField(choices=NewsItem.Format)
    kind = forms.ChoiceField(choices=[*BLANK, *KINDS.items()], required=False)
    companies = forms.CharField(required=False, widget=forms.TextInput({"list": "companies"}))
    markets = forms.CharField(required=False, widget=forms.TextInput({"list": "markets"}))
    credits = Lines(rows=1)
    event_date = forms.DateField(required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    deal_type = forms.ChoiceField(choices=[("", "No deal"), *Deal.Type.choices], required=False)
    deal_amount = forms.DecimalField(max_digits=20, decimal_places=2, min_value=0, required=False)
    deal_currency = forms.RegexField(
        r"^[A-Z]{3}$", required=False, error_messages={"invalid": "Write it as USD."}
    )
    deal_usd = forms.DecimalField(max_digits=20, decimal_places=2, min_value=0, required=False)
    deal_round = forms.CharField(max_length=40, required=False)
    byline = forms.CharField(required=False)
    authors_note = Lines()
    published_at = forms.DateTimeField(
        required=False, widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    topics = forms.CharField(required=False)
    image_caption = forms.CharField(max_length=500, required=False)
    image_credit = forms.CharField(max_length=200, required=False)
    see_also = Lines(rows=2)

    def __init__(self, *args, zone, wants_headline=False, **kwargs):
        self.zone = zone
        self.wants_headline = wants_headline
        super().__init__(*args, **kwargs)

    @classmethod
    def of(cls, item, prefix, zone):
        deal = item.deals[0] if item.deals else DealDoc()
        image = item.image or PictureDoc(path="")
        local = item.published_at and item.published_at.astimezone(zone).replace(tzinfo=None)
        initial = {
            "keep": True,
            "headline": item.headline,
            "dek": item.dek,
            "body": item.body,
            "format": item.format,
            "kind": item.kind,
            "companies": "; ".join(company.name for company in item.companies),
            "markets": "; ".join(market.name for market in item.markets),
            "credits": "\n".join(map(credit_line, item.credits)),
            "event_date": item.event_date,
            "deal_type": deal.type,
            "deal_amount": deal.amount,
            "deal_currency": deal.currency,
            "deal_usd": deal.usd,
            "deal_round": deal.round,
            "byline": "; ".join(" | ".join(filter(None, (p.name, p.role))) for p in item.byline),
            "authors_note": item.authors_note,
            "published_at": local,
            "topics": "; ".join(item.topics),
            "image_caption": image.caption,
            "image_credit": image.credit,
            "see_also": "\n".join(" | ".join(filter(None, (a.title, a.url))) for a in item.see_also),
        }
        return cls(prefix=prefix, initial=initial, zone=zone)

    def clean_markets(self):
        """Markets are a seeded list, so an unknown one is a slip."""
        names = split(self.cleaned_data["markets"])
        known = {market.name.casefold(): market.name for market in Market.objects.all()} if names else {}
        for name in names:
            if name.casefold() not in known:
                raise forms.ValidationError(
                    f"“{name}” is no market in the list; choose one, or leave it out."
                )
        return [known[name.casefold()] for name in names]

    def clean_companies(self):
        return names_in(self.cleaned_data["companies"], longest=120)

    def clean_topics(self):
        return names_in(self.cleaned_data["topics"], longest=100)

    def clean_byline(self):
        """Who signs, each as "Name" or "Name | role"."""
        people = [[part.strip() for part in who.split("|", 1)] for who in split(self.cleaned_data["byline"])]
        for parts in people:
            if not parts[0] or max(map(len, parts)) > 120:
                raise forms.ValidationError("Write who signs as Name, or Name | role; several by semicolon.")
        return tuple(ContributorDoc(*parts) for parts in people)

    def clean_see_also(self):
        """Titles, one a line, each with its link after a bar where there is one."""
        found = []
        for line in filter(str.strip, self.cleaned_data["see_also"].splitlines()):
            title, bar, url = (part.strip() for part in line.rpartition("|"))
            linked = bar and url.lower().startswith(("http:", "https:"))
            also = SeeAlsoDoc(title, url) if linked else SeeAlsoDoc(line.strip())
            if linked and not is_address(url):
                raise forms.ValidationError(f"“{url}” is no web address; mend it or take it out.")
            if not also.title or len(also.title) > 300:
                raise forms.ValidationError("A title has 1 to 300 characters, and after a bar its link.")
            found.append(also)
        return tuple(found)

    def clean_credits(self):
        return read_credits(self.cleaned_data["credits"])

    def clean_published_at(self):
        moment = self.cleaned_data["published_at"]
        if moment is None:
            return None
        return make_aware(moment, self.zone) if is_naive(moment) else moment.replace(tzinfo=self.zone)

    def clean(self):
        data = super().clean()
        if self.wants_headline and data.get("format") != NewsItem.Format.BRIEF and not data.get("headline"):
            self.add_error("headline", "A story or a commentary wants a headline; or make it a brief.")
        if (
            data.get("deal_amount") is not None
            and not data.get("deal_currency")
            and "deal_currency" not in self.errors
        ):
            self.add_error("deal_currency", "An amount wants a currency, such as USD.")
        told = [data.get(f"deal_{name}") not in (None, "") for name in ("amount", "usd", "round")]
        if any(told) and not data.get("deal_type") and "deal_type" not in self.errors:
            self.add_error("deal_type", "Say what the money was for, or take the figures out.")
        return data

    def document(self):
        data = self.cleaned_data
        deal = DealDoc(
            data["deal_type"],
            data["deal_amount"],
            data["deal_currency"],
            data["deal_usd"],
            data["deal_round"],
        )
        caption, credit = data["image_caption"], data["image_credit"]
        return ItemDoc(
            headline=data["headline"],
            dek=data["dek"],
            body=data["body"],
            format=data["format"],
            kind=data["kind"],
            credits=data["credits"],
            companies=tuple(CompanyDoc(name) for name in data["companies"]),
            markets=tuple(MarketDoc(name) for name in data["markets"]),
            event_date=data["event_date"],
            deals=(deal,) if deal.type else (),
            byline=data["byline"],
            authors_note=data["authors_note"],
            published_at=data["published_at"],
            topics=tuple(data["topics"]),
            image=PictureDoc(path="", caption=caption, credit=credit) if caption or credit else None,
            see_also=data["see_also"],
        )


def split(text):
    """Names separated by semicolons, each once, in order."""
    return list(dict.fromkeys(name for name in map(str.strip, re.split(r"[;；\n]", text)) if name))


def names_in(text, *, longest):
    """The names in `text`. Raises ValidationError where one is longer than its row can hold."""
    names = split(text)
    for name in names:
        if len(name) > longest:
            raise forms.ValidationError(
                f"“{name[:40]}…” is too long for a name; separate names by a semicolon."
            )
    return names


def credit_line(credit):
    """A credit as one line to edit: "Reuters | https://… | via Caixin | citing people close to it"."""
    via = f"via {credit.via}" if credit.via else ""
    return " | ".join(part for part in (credit.source, credit.url, via, credit.note) if part)


def read_credits(text):
    """The CreditDocs of lines that `credit_line` wrote, or a person did. Raises ValidationError."""
    credits = [read_credit(line) for line in text.splitlines() if line.strip()]
    for credit in credits:
        if not credit.source or max(len(credit.source), len(credit.via)) > 120 or len(credit.note) > 300:
            raise forms.ValidationError("A credit is a source, and after a bar its link: Reuters | https://…")
        if credit.url and not is_address(credit.url):
            raise forms.ValidationError(f"“{credit.url}” is no web address; mend it or take it out.")
    return tuple(credits)


def read_credit(line):
    """The CreditDoc of a line that `credit_line` wrote, or a person did."""
    source, *rest = (part.strip() for part in line.split("|"))
    url = via = note = ""
    for part in rest:
        if part.lower().startswith(("http:", "https:", "www.")):
            url = part
        elif part.lower().startswith("via "):
            via = part[4:].strip()
        else:
            note = part
    return CreditDoc(source.lstrip("—–- ").strip(), url, via, note)
