"""Exports of other systems: whose they are, and what their columns say of people."""

import csv
from datetime import UTC, datetime

import pytest

from subscribers.importing.known_exports import recognise, standing_of
from subscribers.importing.people import Reading, person_of

LATEST = datetime(2026, 1, 1, tzinfo=UTC)
GHOST = (
    "id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,"
    "created_at,deleted_at,labels,tiers"
)
SUBSTACK = "email,active_subscription,expiry,plan,email_disabled,created_at,first_payment_at"
MAILCHIMP = (
    "Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,LAST_CHANGED,LEID"
)
LISTMONK = "uuid,email,name,attributes,status,created_at,updated_at"
BUTTONDOWN = "id,email_address,notes,tags,type,creation_date,unsubscription_date"
OLD_BUTTONDOWN = "email,notes,metadata,tags,subscriber_type,creation_date"

# heading, row, the system, the status where the whole file has consent, and the name
ROWS = [
    (GHOST, "1,a@b.example,Ada,,true,false,,2024-03-01T08:00:00.000Z,,,", "Ghost", "active", "Ada"),
    (GHOST, "1,a@b.example,Ada,,false,false,,2024-03-01T08:00:00.000Z,,,", "Ghost", "unsubscribed", "Ada"),
    (GHOST, "1,a@b.example,,,true,false,,2024-03-01T08:00:00.000Z,2024-05-01,,", "Ghost", "unsubscribed", ""),
    (SUBSTACK, "a@b.example,false,,other,false,2024-03-01,", "Substack", "active", ""),
    (SUBSTACK, "a@b.example,true,2025-01-01,paid,true,2024-03-01,", "Substack", "unsubscribed", ""),
    (
        MAILCHIMP,
        "a@b.example,Ada,Byron,2,2024-03-01 08:00:00,,2024-03-01 08:05:00,,1",
        "Mailchimp",
        "active",
        "Ada Byron",
    ),
    (
        f"{MAILCHIMP},UNSUB_TIME,UNSUB_REASON",
        "a@b.example,Ada,Byron,2,2024-03-01 08:00:00,,2024-03-01 08:05:00,,1,2024-06-01 09:00:00,NORMAL",
        "Mailchimp",
        "unsubscribed",
        "Ada Byron",
    ),
    (
        f"{MAILCHIMP},CLEAN_TIME",
        "a@b.example,,,2,2024-03-01 08:00:00,,,,1,2024-06-01 09:00:00",
        "Mailchimp",
        "bounced",
        "",
    ),
    (LISTMONK, "u,a@b.example,Ada,{},enabled,2024-03-01T08:00:00Z,", "listmonk", "active", "Ada"),
    (LISTMONK, "u,a@b.example,Ada,{},disabled,2024-03-01T08:00:00Z,", "listmonk", "unsubscribed", "Ada"),
    (LISTMONK, "u,a@b.example,Ada,{},blocklisted,2024-03-01T08:00:00Z,", "listmonk", "blocked", "Ada"),
    (BUTTONDOWN, "x,a@b.example,,,regular,2024-03-01T08:00:00Z,", "Buttondown", "active", ""),
    (BUTTONDOWN, "x,a@b.example,,,unactivated,2024-03-01T08:00:00Z,", "Buttondown", "pending", ""),
    (BUTTONDOWN, "x,a@b.example,,,undeliverable,2024-03-01T08:00:00Z,", "Buttondown", "bounced", ""),
    (BUTTONDOWN, "x,a@b.example,,,complained,2024-03-01T08:00:00Z,", "Buttondown", "complained", ""),
    (OLD_BUTTONDOWN, "a@b.example,,{},,unsubscribed,2024-03-01", "Buttondown", "unsubscribed", ""),
]


def read(heading, row, **how):
    system, columns = recognise(heading.split(","))
    return system, person_of(next(csv.reader([row])), Reading(columns, "active", LATEST, **how))


@pytest.mark.parametrize(("heading", "row", "system", "status", "name"), ROWS)
def test_an_export_is_known_by_its_columns_and_its_statuses_are_kept(heading, row, system, status, name):
    agreed = {"words": "They signed up there.", "consented": datetime(2024, 1, 1, tzinfo=UTC)}

    found, person = read(heading, row, **agreed)

    assert (found, person.status, person.name) == (system, status, name)


@pytest.mark.parametrize("case", [row for row in ROWS if row[3] == "active" and row[2] != "Mailchimp"])
def test_nobody_is_active_without_a_consent(case):
    assert read(*case[:2])[1].status == "pending"


def test_mailchimps_moment_of_confirmation_is_a_consent():
    person = read(*ROWS[5][:2])[1]

    assert (person.status, person.consent) == ("active", datetime(2024, 3, 1, 8, 5, tzinfo=UTC))


@pytest.mark.parametrize(
    ("name", "standing"),
    [
        ("subscribed_members_export_1.csv", "active"),
        ("unsubscribed_members_export_1.csv", "unsubscribed"),
        ("cleaned_members_export_1.csv", "bounced"),
    ],
)
def test_mailchimp_says_in_the_name_of_a_file_who_is_in_it(name, standing):
    assert standing_of("Mailchimp", name) == standing


def test_other_headings_are_read_in_several_tongues():
    assert recognise(["姓名", "邮箱"]) == ("", {"name": 0, "address": 1})
    assert recognise(["Vorname", "Nachname", "E-Mail"]) == (
        "",
        {"first_name": 0, "last_name": 1, "address": 2},
    )
