"""How long the checks of a 60-item edition take: `python bench/preflight.py [rounds]`.

Against 10,000 published items and 2,000 companies, on a SQLite database that is made for it and thrown
away. Each round checks a changed edition, as after a save, so that nothing kept of the last one helps.
"""

import random
import statistics
import sys
import time
from collections.abc import Iterable
from dataclasses import replace

from newsroom import COMPANIES, ITEMS, PAST, TODAY, fill, prepared

LIMIT, AGAIN = 300, 100  # milliseconds


def main(rounds: int) -> None:
    with prepared():
        edition = fill(random.Random(1))
        _measure(edition, rounds)


def _measure(edition, rounds: int) -> None:
    from editions import checking, preflight
    from editions.past import past_items

    document = edition.document()
    times = {"past items": [], "context": [], **{check.code: [] for check in preflight.CHECKS}}
    for number in range(rounds):
        changed = replace(document, preheader=f"Round {number}")
        _timed(times["past items"], past_items, changed, day=TODAY)
        context = _timed(times["context"], checking.context, changed, day=TODAY, edition=edition)
        found = [_timed(times[check.code], check, changed, context) for check in preflight.CHECKS]
    _report(times)
    _measure_again(edition, document, rounds)
    print(f"{len(context.past)} past items compared, {sum(map(len, found))} findings")


def _measure_again(edition, document, rounds: int) -> None:
    """A report of the edition as the desk asks for it after every save: one item has changed."""
    from editions import checking

    checking.edition_report(edition, document, day=TODAY)
    first, *sections = document.sections
    taken = []
    for number in range(rounds):
        item = first.items[0]
        headline, body = f"{item.headline}, round {number}", f"{item.body} Round {number}."
        part = replace(first, items=(replace(item, headline=headline, body=body), *first.items[1:]))
        changed = replace(document, sections=(part, *sections))
        _timed(taken, checking.edition_report, edition, changed, day=TODAY)
    clock, processor = _median(taken)
    print(f"{'after one item changed':34}{clock:8.1f} ms, of processor{processor:8.1f} ms; limit {AGAIN} ms")


def _timed(taken: list[tuple[float, float]], run, *args, **kwargs):
    """Run it, and note the milliseconds of the clock and of the processor."""
    start = time.perf_counter(), time.process_time()
    result = run(*args, **kwargs)
    taken.append((1000 * (time.perf_counter() - start[0]), 1000 * (time.process_time() - start[1])))
    return result


def _report(times: dict[str, list[tuple[float, float]]]) -> None:
    past, context, checks = times.pop("past items"), times.pop("context"), times
    of_checks = [_sum(taken) for taken in zip(*checks.values(), strict=True)]
    whole = [_sum(taken) for taken in zip(context, of_checks, strict=True)]
    slowest = sorted(checks, key=lambda code: -_median(checks[code])[0])[:5]
    rows = {
        "context": context,
        "  past items in it": past,
        f"{len(checks)} checks": of_checks,
        **{f"  {code}": checks[code] for code in slowest},
        "all": whole,
        "all, the first time": whole[:1],
    }
    for name, taken in rows.items():
        clock, processor = _median(taken)
        print(f"{name:34}{clock:8.1f} ms, of processor{processor:8.1f} ms")
    print(f"limit {LIMIT} ms for {ITEMS} items against {PAST:,} past items and {COMPANIES:,} companies")


def _sum(taken: Iterable[tuple[float, float]]) -> tuple[float, float]:
    return tuple(map(sum, zip(*taken, strict=True)))


def _median(taken: list[tuple[float, float]]) -> tuple[float, float]:
    return tuple(map(statistics.median, zip(*taken, strict=True)))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 11)
