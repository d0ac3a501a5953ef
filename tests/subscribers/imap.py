"""A small IMAP server in a thread, with the few verbs that a reader of one folder needs. Source: RFC 9051."""

import re
import socketserver
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Letterbox:
    """One folder: its mails, which are seen, and what was asked of it."""

    mails: list[bytes] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    password: str = "secret"
    port: int = 0
    gone: set[int] = field(default_factory=set)
    handed: int = 0  # bytes

    def url(self, folder="INBOX"):
        return f"imap://bounces%40example.com:{self.password}@127.0.0.1:{self.port}/{folder}"


class _Session(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True

    def handle(self):
        self.box = self.server.box
        self._say("* OK ready")
        for line in self.rfile:
            tag, _space, command = line.decode().strip().partition(" ")
            self.box.asked.append(command)
            self._say(f"{tag} {self._answer(command)}")
            if command == "LOGOUT":
                return

    def _answer(self, command):
        verb = re.match(r"(?:UID )?\w+", command)[0]
        answer = getattr(self, f"_{verb.lower().replace(' ', '_')}", None)
        return answer(command) if answer else "BAD unknown"

    def _say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def _capability(self, _command):
        self._say("* CAPABILITY IMAP4rev1")
        return "OK done"

    def _login(self, command):
        return "OK done" if f'"{self.box.password}"' in command else "NO wrong user or password"

    def _select(self, command):
        if "INBOX" not in command:
            return "NO there is no such folder"
        self._say(f"* {len(self.box.mails)} EXISTS")
        return "OK [READ-WRITE] done"

    def _uid_search(self, command):
        first, last = map(int, re.search(r"(\d+):(\d+)", command).groups())
        unseen = [uid for uid in range(first, last + 1) if uid not in self.box.seen]
        self._say("* SEARCH " + " ".join(map(str, unseen)))
        return "OK done"

    def _uid_fetch(self, command):
        uid, most = map(int, re.search(r"FETCH (\d+) .*<0\.(\d+)>", command).groups())
        if uid not in self.box.gone:
            part = self.box.mails[uid - 1][:most]
            self.box.handed += len(part)
            self.wfile.write(f"* {uid} FETCH (UID {uid} BODY[]<0> {{{len(part)}}}\r\n".encode() + part)
            self._say(")")
        return "OK done"

    def _uid_store(self, command):
        self.box.seen.add(int(command.split()[2]))
        return "OK done"

    def _logout(self, _command):
        self._say("* BYE")
        return "OK done"


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False


@contextmanager
def serving(*mails, **facts):
    box = Letterbox(list(mails), **facts)
    with _Server(("127.0.0.1", 0), _Session) as server:
        server.box, box.port = box, server.server_address[1]
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield box
        server.shutdown()
