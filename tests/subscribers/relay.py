"""A mail server on this machine that misbehaves as it is told, or at random, and knows who was handed what.

    with Relay() as relay:
        relay.when("RCPT", "450 4.2.1 Later", to="slow@inbox.example.com", times=1)
        relay.when("MESSAGE", TAKE_AND_CLOSE, times=1)
        …
        assert relay.copies() == {"reader@inbox.example.com": 1}

A recipient was *handed* a message when its final dot was read and the server decided to take it, whether
or not it then says so. `python -m tests.subscribers.relay '{"share": 0.05, "handed": "/tmp/handed"}'`
runs one as a process of its own, which prints its port and notes every message in that file before it
answers.
"""

import contextlib
import hashlib
import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from tests.subscribers.conversation import Ended, Session
from tests.subscribers.misbehaviour import (
    CLOSE,
    DRIP,
    LAST,
    SILENCE,
    TAKE_AND_CLOSE,
    TAKE_AND_SILENCE,
    Chance,
    Rule,
)

__all__ = ["CLOSE", "DRIP", "FEATURES", "LAST", "SILENCE", "TAKE_AND_CLOSE", "TAKE_AND_SILENCE", "Relay"]
FEATURES = ("PIPELINING", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES", "SIZE 10485760")


@dataclass(frozen=True)
class Handed:
    """A message that was taken for one recipient; `data` is as it reads without the dots of SMTP."""

    address: str
    sender: str
    parameters: str  # what stood behind the sender, such as BODY=8BITMIME
    data: bytes
    connection: int
    at: float  # of the monotonic clock

    @property
    def message_id(self) -> str:
        found = re.search(rb"^message-id:\s*(\S+)", self.data[:16_000], re.I | re.M)
        return found[1].decode() if found else ""


@dataclass
class Relay:
    """Listens from `with` or `open()` until `close()`; opened again, it has the same port."""

    features: tuple[str, ...] = FEATURES
    starttls: bool = False
    tls: bool = False  # from the first byte
    login: tuple[str, str] | None = None
    per_connection: int = 0  # messages, then 421
    latency: float = 0.0  # seconds before each answer
    drip: float = 0.002  # seconds between the bytes of DRIP
    generous: bool = False  # answers DATA with 354 though every recipient was refused
    chance: Chance | None = None
    keep: bool = True  # the bytes of what was handed
    file: str = ""  # where it is noted what was handed
    port: int = 0
    handed: list[Handed] = field(default_factory=list)
    offences: list[str] = field(default_factory=list)  # of the client against the RFCs
    connections: list[float] = field(default_factory=list)  # when they were made, by the monotonic clock
    endings: Counter = field(default_factory=Counter)  # how connections ended
    commands: Counter = field(default_factory=Counter)

    def __post_init__(self):
        self.rules: list[Rule] = []
        self.lock = threading.Lock()
        self.open_sessions: set[socket.socket] = set()
        self.most_at_once = 0
        self.numbers = count(1)
        self.listener: socket.socket | None = None
        self.notes = os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644) if self.file else None

    def __enter__(self) -> "Relay":
        return self.open()

    def __exit__(self, *error) -> None:
        self.close()

    def open(self) -> "Relay":
        self.listener = socket.create_server(("127.0.0.1", self.port), backlog=128)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, args=[self.listener], daemon=True).start()
        return self

    def close(self) -> None:
        """Refuse connections from now on, and break off those there are."""
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        with self.lock:
            sessions = list(self.open_sessions)
        for one in sessions:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def when(self, stage: str, answer: str | Callable[[], str], **facts) -> Rule:
        """Answer so at `stage`; the rule that was made first goes first."""
        rule = Rule(stage, answer, **facts)
        with self.lock:
            self.rules.append(rule)
        return rule

    def copies(self) -> Counter:
        """How many messages each recipient was handed."""
        return Counter(one.address for one in list(self.handed))

    def letters(self, address: str) -> list[bytes]:
        return [one.data for one in list(self.handed) if one.address == address]

    def take(self, session: Session, data: bytes) -> None:
        if self.notes is not None:
            digest = hashlib.blake2b(data, digest_size=8).hexdigest()
            lines = "".join(f"{address}\t{digest}\n" for address in session.recipients)
            os.write(self.notes, lines.encode())
        if self.keep:
            now = time.monotonic()
            self.handed.extend(
                Handed(address, session.sender, session.parameters, data, session.number, now)
                for address in session.recipients
            )

    def answer(self, stage: str, session: Session) -> str | None:
        """What a rule or chance says, or nothing where it goes as usual."""
        if self.per_connection and stage == "MAIL" and session.messages >= self.per_connection:
            return "421 4.7.0 Enough for one connection"
        told = self._told(stage, session) if self.rules else None
        if callable(told):
            told = told()
        return told or (self.chance(stage) if self.chance else None)

    def _told(self, stage: str, session: Session):
        with self.lock:
            for rule in self.rules:
                if rule.stage == stage and rule.times != 0 and session.fits(rule):
                    rule.times = rule.times and rule.times - 1
                    return rule.answer
        return None

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            self.connections.append(time.monotonic())
            threading.Thread(target=self._serve, args=[connection], daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.settimeout(120)
        with self.lock:
            self.open_sessions.add(connection)
            self.most_at_once = max(self.most_at_once, len(self.open_sessions))
        session = Session(self, connection, next(self.numbers))
        try:
            session.run()
        except (OSError, Ended):
            pass
        finally:
            with self.lock:
                self.open_sessions.discard(connection)
            session.socket.close()
            self.endings[session.ending] += 1
            if self.notes is not None:
                os.write(self.notes, f"\t{session.ending}\n".encode())


@contextlib.contextmanager
def relay_process(notes, **options):
    """Yield the port of a mail server that outlives whoever sends to it."""
    command = [sys.executable, "-m", "tests.subscribers.relay", json.dumps({"handed": str(notes), **options})]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield int(process.stdout.readline())
        finally:
            process.stdin.close()
            process.wait(timeout=10)


def read_notes(path) -> tuple[Counter, Counter]:
    """What a relay noted that is a process of its own: copies by recipient, and how connections ended."""
    copies, endings = Counter(), Counter()
    with open(path) as lines:
        for line in lines:
            address, what = line.rstrip("\n").split("\t")
            if address:
                copies[address] += 1
            else:
                endings[what] += 1
    return copies, endings


def main(options: dict) -> None:
    """Serve until standard input ends, so that it never outlives whoever started it."""
    chance = Chance(options.pop("seed", 1), options.pop("share", 0.0), silence=options.pop("silence", 0.0))
    path = options.pop("handed", "")
    with Relay(chance=chance, file=path, keep=False, **options) as relay:
        sys.stdout.write(f"{relay.port}\n")
        sys.stdout.flush()
        sys.stdin.read()
        sys.stdout.write(json.dumps({"connections": len(relay.connections), "offences": relay.offences[:20]}))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]) if len(sys.argv) > 1 else {})
