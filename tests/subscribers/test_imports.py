"""Taking in a list: what becomes of each row, in slices that survive whoever runs them."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from django.conf import settings
from django.core.files import File

from subscribers import import_files, imports, joining, tasks
from subscribers.importing.encodings import Unreadable
from subscribers.models import Import, Letter, Subscriber, Suppression
from tests.factories import NOON, make_person, make_subscriber

pytestmark = pytest.mark.django_db
HEADINGS = "email,name,status,consent\n"
AGREED = "2024-05-01"


def uploaded(text, name="list.csv", **facts):
    """An import of `text`, which is CSV with headings unless it begins otherwise."""
    raw = text if isinstance(text, bytes) else text.encode()
    imported = imports.upload(
        File(BytesIO(raw), name=name), Import.Purpose.PEOPLE, make_person("publisher"), NOON
    )
    for fact, value in facts.items():
        setattr(imported, fact, value)
    imported.save()
    return imported


def run(imported, now=NOON, steps=None, many=1000):
    imports.start(imported)
    held = imports.claim(now)
    with imports.running(held, many) as running:
        while (steps is None or steps > 0) and running.step(now):
            steps = steps and steps - 1
    imported.refresh_from_db()
    return imported


def take_in(text, **facts):
    return run(uploaded(text, **facts))


def test_a_file_with_3_bad_rows_of_10_000_takes_in_9_997():
    bad = {17: "nobody", 4_000: "a b@inbox.example.com", 9_999: ""}
    rows = [f"{bad.get(n, f'r{n}@inbox.example.com')},Ada,active,{AGREED}\n" for n in range(10_000)]

    imported = take_in(HEADINGS + "".join(rows))

    assert imported.counts == {"new": 9_997, "active": 9_997, "invalid": 3}
    assert Subscriber.objects.filter(status="active", imported=imported).count() == 9_997
    lines = b"".join(import_files.refused(imported)).decode().splitlines()
    assert [line.split(",")[0] for line in lines] == ["line", "19", "4002", "10001"]


def test_nobody_becomes_active_without_consent_and_nobody_is_written_to():
    take_in("email\na@inbox.example.com\n")

    assert Subscriber.objects.get().status == "pending"
    assert not Letter.objects.exists()


def test_one_sentence_and_day_may_hold_for_a_whole_file():
    facts = {"consent_words": "They asked at the fair.", "consented_on": date(2024, 6, 1)}

    take_in("email\na@inbox.example.com\n", **facts)

    found = Subscriber.objects.get()
    assert (found.status, found.consent_words) == ("active", "They asked at the fair.")
    assert (found.consent_at, found.consent_from) == (datetime(2024, 6, 1, tzinfo=UTC), "list.csv")


@pytest.mark.parametrize("status", ["pending", "active", "unsubscribed", "bounced", "complained"])
def test_a_known_subscriber_stays_as_they_are(status):
    known = make_subscriber("ada@inbox.example.com", status=status, choice="digest", name="Ada")

    imported = take_in(f"{HEADINGS}ADA@Inbox.example.com,Countess,active,{AGREED}\n")

    assert imported.counts == {"known": 1}
    assert Subscriber.objects.filter(status=status, choice="digest", name="Ada", pk=known.pk).exists()


def test_the_list_brought_again_with_its_consent_is_mailed_from_then_on():
    asked = make_subscriber("ben@inbox.example.com", status="pending", consent_at=None)  # by our own form
    take_in("email\nada@inbox.example.com\n")
    text = "email\nada@inbox.example.com\nADA@inbox.example.com\nben@inbox.example.com\n"

    imported = take_in(text, consent_words="Mail me.", consented_on=NOON.date())

    assert imported.counts == {"agreed": 1, "duplicate": 1, "known": 1}
    ada = Subscriber.objects.get(normalised="ada@inbox.example.com")
    assert (ada.status, ada.consent_words, ada.consent_from) == ("active", "Mail me.", "list.csv")
    assert Subscriber.objects.filter(pk=asked.pk, status="pending").exists()


def test_a_suppressed_address_is_never_taken_in():
    Suppression.objects.create(
        fingerprint=joining.fingerprint("ada@inbox.example.com"), reason="complained", at=NOON
    )

    imported = take_in(f"{HEADINGS}Ada@inbox.example.com,,active,{AGREED}\n")

    assert imported.counts == {"suppressed": 1}
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize(
    ("word", "status", "reason"),
    [
        ("unsubscribed", "unsubscribed", None),
        ("cleaned", "bounced", "bounced"),
        ("complained", "complained", "complained"),
        ("blocklisted", "unsubscribed", "by_hand"),
    ],
)
def test_who_left_or_bounced_elsewhere_is_not_mailed_here(word, status, reason):
    take_in(f"{HEADINGS}ada@inbox.example.com,,{word},{AGREED}\n")

    assert Subscriber.objects.get().status == status
    assert Suppression.objects.values_list("reason", flat=True).first() == reason


def test_a_row_that_comes_twice_counts_once_also_in_a_later_slice():
    rows = ["a", "A", "b", "a"]

    imported = run(uploaded("email\n" + "".join(f"{row}@inbox.example.com\n" for row in rows)), many=2)

    assert imported.counts == {"new": 2, "pending": 2, "duplicate": 2}


def test_the_preview_counts_what_the_run_does():
    make_subscriber("known@inbox.example.com")
    text = "email\nknown@inbox.example.com\na@inbox.example.com\na@inbox.example.com\nnobody\n"
    imported = uploaded(text)

    foreseen = imports.tally(imported)

    assert not Subscriber.objects.filter(imported=imported).exists()
    assert (
        run(imported).counts == foreseen == {"known": 1, "new": 1, "pending": 1, "duplicate": 1, "invalid": 1}
    )


def test_a_run_that_was_killed_goes_on_where_it_stood():
    text = "email\n" + "".join(f"r{n}@inbox.example.com\nbad {n}\n" for n in range(6))
    imported = run(uploaded(text), steps=2, many=3)
    import_files.refuse(imported, [(99, "Written in vain.", ["by a killed worker"])])

    assert imports.claim(NOON) is None  # its lease runs
    run(imported, now=NOON + imports.LEASE)

    assert imported.state == Import.State.DONE
    assert imported.counts == {"new": 6, "pending": 6, "invalid": 6}
    assert b"vain" not in b"".join(import_files.refused(imported))


def test_a_slice_that_fails_leaves_nothing_of_itself():
    imported = uploaded("email\na@inbox.example.com\nbad\n")
    in_its_way = settings.IMPORTS_DIR / f"{imported.path}.refused.csv"
    in_its_way.mkdir()

    with pytest.raises(OSError, match="directory"):
        run(imported)

    in_its_way.rmdir()
    imported.refresh_from_db()
    assert (imported.done, imported.counts, Subscriber.objects.count()) == (0, {}, 0)


def test_whoever_lost_the_lease_stores_nothing_more():
    imported = uploaded("email\na@inbox.example.com\nb@inbox.example.com\n")
    imports.start(imported)
    with imports.running(imports.claim(NOON), many=1) as slow:
        run(imported, now=NOON + timedelta(hours=1))

        assert slow.step(NOON) is False
    assert imported.counts["new"] == Subscriber.objects.count() == 2


def test_a_cancelled_import_stops_before_its_next_slice():
    imported = uploaded("email\na@inbox.example.com\nb@inbox.example.com\n")
    imports.start(imported)
    with imports.running(imports.claim(NOON), many=1) as running:
        running.step(NOON)
        imports.cancel(imported, NOON)

        assert running.step(NOON) is False
    assert Subscriber.objects.count() == 1
    assert not (settings.IMPORTS_DIR / imported.path).exists()


def test_the_task_runs_what_waits_and_keeps_no_file():
    imported = uploaded("email\na@inbox.example.com\n")
    imports.start(imported)

    assert tasks.run_imports() == 1

    imported.refresh_from_db()
    assert (imported.state, imported.claimed_until) == (Import.State.DONE, None)
    assert not (settings.IMPORTS_DIR / imported.path).exists()


def test_a_file_that_went_away_ends_its_import_with_a_sentence():
    imported = uploaded("email\na@inbox.example.com\n")
    imports.start(imported)
    import_files.remove(imported.path)

    tasks.run_imports()

    imported.refresh_from_db()
    assert imported.state == Import.State.FAILED
    assert "could not be read" in imported.why


def test_a_list_of_suppressions_keeps_fingerprints_alone():
    make_subscriber("ada@inbox.example.com")

    imported = take_in("email\nAda@inbox.example.com\nbob@inbox.example.com\n", purpose="suppressions")

    assert imported.counts["new"] == Suppression.objects.filter(reason="by_hand").count() == 2
    assert not Subscriber.objects.mailable(NOON.date()).exists()
    assert Subscriber.objects.count() == 1


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "empty"),
        (b"email,name\n", "headings and no rows"),
        (b"PK\x03\x04rest", "archive"),
        (b"a@b.example\x00\n" * 400, "NUL"),
        (b'email\n"a@b.example\n' + b"c@d.example\n" * 500, "never closed"),
        (b"email\n" + b"x" * 10_000_000, "longer than"),
    ],
    ids=["empty", "only headings", "zip", "NUL", "open quote", "long line"],
)
def test_a_hostile_file_is_refused_in_one_sentence_and_not_kept(raw, said):
    before = set(settings.IMPORTS_DIR.glob("*")) if settings.IMPORTS_DIR.exists() else set()

    with pytest.raises(Unreadable, match=said):
        uploaded(raw)

    assert set(settings.IMPORTS_DIR.glob("*")) == before
    assert not Import.objects.exists()


def test_a_file_past_the_limit_is_refused_while_it_comes():
    coming = iter([b"x" * 600, b"x" * 600, b"never asked for"])

    with pytest.raises(Unreadable, match="larger than"):
        import_files.keep(coming, largest=1000)

    assert list(coming) == [b"never asked for"]


def test_chinese_lists_with_semicolons_are_read():
    imported = take_in("邮箱;姓名\nwei@inbox.example.com;王伟大\n".encode("gbk"))

    assert (imported.encoding, imported.delimiter) == ("gb18030", ";")
    assert Subscriber.objects.get().name == "王伟大"


def test_of_an_import_that_failed_no_file_is_kept():
    imported = uploaded("email\na@inbox.example.com\n")
    imports.start(imported)

    imports.fail(imported, "The file could not be read.", NOON)

    assert not (settings.IMPORTS_DIR / imported.path).exists()


def test_files_that_nobody_needs_are_removed():
    waiting = uploaded("email\na@inbox.example.com\n")
    done = take_in("email\nbad\n")
    imports.forget(NOON + timedelta(days=8))

    done.refresh_from_db()
    waiting.refresh_from_db()
    assert (waiting.state, done.refused_size) == (Import.State.CANCELLED, 0)
    assert not import_files.has_refused(done)
