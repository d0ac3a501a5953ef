"""The exports of other systems, recognised by their columns. Pure.

Sources: Ghost's members export, Substack's email_list.csv, Mailchimp's audience export, listmonk's
`exportSubscribers`, and Buttondown's subscriber as its documentation names the fields.
"""

from dataclasses import dataclass

from subscribers.importing.columns import guess, plain


@dataclass(frozen=True)
class Export:
    """A system; the headings that together occur in no other export; what some of its headings are."""

    system: str
    marks: tuple[str, ...]
    columns: dict[str, tuple[str, ...]]  # by target, the first heading that is there


EXPORTS = (
    Export(
        "Ghost",
        ("email", "subscribed_to_emails"),
        {"status": ("subscribed_to_emails",), "left": ("deleted_at",), "joined": ("created_at",)},
    ),
    Export(
        "Substack",
        ("email", "active_subscription"),
        {"left": ("email_disabled",), "joined": ("created_at",)},
    ),
    Export(
        "Mailchimp",
        ("Email Address", "OPTIN_TIME"),
        {
            "left": ("UNSUB_TIME",),
            "bounced": ("CLEAN_TIME",),
            "joined": ("CONFIRM_TIME", "OPTIN_TIME"),
            "consent": ("CONFIRM_TIME",),
        },
    ),
    Export("listmonk", ("uuid", "email", "attributes", "status"), {"joined": ("created_at",)}),
    Export(
        "Buttondown",
        ("email_address", "type", "creation_date"),
        {"status": ("type",), "joined": ("creation_date",), "left": ("unsubscription_date",)},
    ),
    Export(
        "Buttondown",
        ("email", "subscriber_type", "creation_date"),
        {"status": ("subscriber_type",), "joined": ("creation_date",), "left": ("unsubscription_date",)},
    ),
    Export(
        "Recap",
        ("address", "choice", "consent_at", "consent_words"),
        {
            "left": ("left_at",),
            "joined": ("joined_at",),
            "consent": ("consent_at",),
            "words": ("consent_words",),
        },
    ),
)


def recognise(headings: list[str]) -> tuple[str, dict[str, int]]:
    """Return the system that wrote the file, or "", and the place of each target."""
    places = {plain(heading): place for place, heading in reversed(list(enumerate(headings)))}
    columns = guess(headings)
    for export in EXPORTS:
        if all(plain(mark) in places for mark in export.marks):
            for target, names in export.columns.items():
                there = [places[plain(name)] for name in names if plain(name) in places]
                columns.pop(target, None)
                columns.update({target: there[0]} if there else {})
            return export.system, _each_once(columns, export)
    return "", columns


def _each_once(columns: dict[str, int], export: Export) -> dict[str, int]:
    """Leave out what was guessed of a column that the export uses as something else."""
    ours = {place for target, place in columns.items() if target in export.columns}
    return {
        target: place for target, place in columns.items() if target in export.columns or place not in ours
    }


def standing_of(system: str, file_name: str) -> str:
    """Return the status of all rows that do not say: Mailchimp says it in the name of the file alone."""
    if system == "Mailchimp" and file_name.casefold().startswith("unsubscribed"):
        return "unsubscribed"
    if system == "Mailchimp" and file_name.casefold().startswith("cleaned"):
        return "bounced"
    return "active"
