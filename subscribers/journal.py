"""What a lane did, as it does it: a small file that outlives a killed process, and proves it dead.

The file is locked while its lane lives and never synced: it need not outlive the machine, for after a
restart of that nothing is believed of it. It is emptied whenever its results are in the database.
"""

import fcntl
import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.conf import settings

from subscribers.outcome import Outcome

BOOT = Path("/proc/sys/kernel/random/boot_id")


def boot_id() -> str:
    """Return what tells this run of this machine from any other; empty where the system has no such thing."""
    with suppress(OSError):
        return BOOT.read_text().strip()
    return ""


class Journal:
    """The journal of one living lane."""

    def __init__(self, lane: int):
        """Make and lock it. Under another name first: whoever finds it must find it locked."""
        settings.LANES_DIR.mkdir(parents=True, exist_ok=True)
        self.path = path_of(lane)
        unlocked = self.path.with_suffix(f".{os.getpid()}.new")
        self.file = os.open(unlocked, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC, 0o600)
        fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        head = _head(lane, self.file)
        os.write(self.file, head)
        self.length = len(head)
        unlocked.rename(self.path)

    def started(self, delivery: int) -> None:
        os.write(self.file, b"started\t%d\n" % delivery)

    def answered(self, outcome: Outcome) -> None:
        later = outcome.not_before.isoformat() if outcome.not_before else ""
        words = outcome.answer.replace("\n", " ").replace("\t", " ")
        fields = (outcome.delivery, outcome.state, outcome.attempts, later, outcome.code, outcome.provider_id)
        os.write(self.file, ("answered\t" + "\t".join(map(str, (*fields, words))) + "\n").encode())

    def empty(self) -> None:
        """Forget what has been written back."""
        os.ftruncate(self.file, self.length)

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)

    def close(self) -> None:
        """Let go of it, whether or not it was removed: what still stands in it, recovery reads."""
        os.close(self.file)


class Found:
    """The journal of a lane that is proved dead: it is here, and nobody holds its lock.

    Raises FileNotFoundError where there is none, BlockingIOError where the lane lives, and ValueError where
    the file is no longer the one that the lane wrote (a copy put back from a backup proves nothing).
    """

    def __init__(self, lane: int):
        self.path = path_of(lane)
        self.file = os.open(self.path, os.O_RDONLY)
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            head, _, self.lines = self.path.read_bytes().partition(b"\n")
            if head + b"\n" != _head(lane, self.file):
                raise ValueError("it is another file")
        except BaseException:
            os.close(self.file)
            raise

    def results(self) -> dict[int, Outcome | None]:
        """Return each delivery that was started, with its last outcome, or None where it has none.

        A last line that was cut short counts as not written.
        """
        found: dict[int, Outcome | None] = {}
        for line in self.lines.decode(errors="replace").split("\n")[:-1]:
            what, number, *rest = line.split("\t")
            if what == "started":
                found[int(number)] = None
            else:
                state, attempts, later, code, provider_id, words = rest
                not_before = datetime.fromisoformat(later) if later else None
                facts = (state, words, code, int(attempts), not_before, provider_id)
                found[int(number)] = Outcome(int(number), *facts)
        return found

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)

    def close(self) -> None:
        os.close(self.file)


def path_of(lane: int) -> Path:
    return settings.LANES_DIR / f"{lane}.journal"


def _head(lane: int, file: int) -> bytes:
    return b"lane %d %d\n" % (lane, os.fstat(file).st_ino)
