"""What a mail server says and hears over one connection (RFC 5321, 1870, 2920, 3207, 4954, 6152)."""

import re
import socket
import ssl
import time
from base64 import b64decode
from functools import cache

import trustme

from tests.subscribers.misbehaviour import (
    CLOSE,
    DRIP,
    LAST,
    SILENCE,
    TAKE_AND_CLOSE,
    TAKE_AND_SILENCE,
    Rule,
)

USUAL = {
    "CONNECT": "220 relay.example.com ready",
    "STARTTLS": "220 Go on",
    "AUTH": "235 2.7.0 Welcome",
    "MAIL": "250 2.1.0 Fine",
    "RCPT": "250 2.1.5 Fine",
    "DATA": "354 Go on",
    "MESSAGE": "250 2.0.0 Taken",
}
END = b"\r\n.\r\n"


@cache
def authority() -> trustme.CA:
    return trustme.CA()


@cache
def tls() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority().issue_cert("127.0.0.1", "localhost").configure_cert(context)
    return context


class Ended(Exception):
    """The conversation is over."""


class Session:
    """One connection: commands come in, answers are kept until no whole command waits, as RFC 2920 wants."""

    def __init__(self, relay, connection: socket.socket, number: int):
        self.relay, self.socket, self.number = relay, connection, number
        self.buffer, self.answers = bytearray(), bytearray()
        self.secure = self.known = False
        self.messages = 0
        self.ending = "left without QUIT"  # until it is known better
        self.forget()

    def forget(self) -> None:
        self.sender: str | None = None
        self.parameters = self.asked = ""
        self.recipients: list[str] = []

    def fits(self, rule: Rule) -> bool:
        return self.messages >= rule.after and (not rule.to or self.asked.endswith(rule.to))

    def run(self) -> None:
        if self.relay.tls:
            self.encrypt()
        self.say("CONNECT")
        while True:
            words = self.line()
            verb, _, rest = words.partition(" ")
            verb = verb.upper()
            self.relay.commands[verb] += 1
            if self.buffer and "PIPELINING" not in self.relay.features:
                self.offend(f"{verb} was sent together with what followed, without PIPELINING")
            getattr(self, f"on_{verb.lower()}", self.on_unknown)(rest)

    def line(self) -> str:
        while (end := self.buffer.find(b"\r\n")) < 0:
            self.more()
        words = bytes(self.buffer[:end])
        del self.buffer[: end + 2]
        if b"\n" in words or len(words) > 510:
            self.offend(f"a line such as no command has: {words[:60]!r}")
        if not words.isascii() and "SMTPUTF8" not in self.relay.features:
            self.offend(f"a command that is not ASCII: {words[:60]!r}")
        return words.decode(errors="replace")

    def more(self) -> None:
        self.flush()
        received = self.socket.recv(262_144)
        if not received:
            raise Ended
        self.buffer += received

    def flush(self) -> None:
        if self.answers:
            if self.relay.latency:
                time.sleep(self.relay.latency)
            self.socket.sendall(self.answers)
            self.answers.clear()

    def say(self, stage: str, usual: str = "") -> str:
        """Answer as told or as usual, and return what was said; Ended where that closed the connection."""
        usual = usual or USUAL[stage]
        return self.carry_out(stage, self.relay.answer(stage, self) or usual, usual)

    def carry_out(self, stage: str, told: str, usual: str) -> str:
        if told in (CLOSE, TAKE_AND_CLOSE, SILENCE, TAKE_AND_SILENCE):
            self.ending = f"no answer at {stage}"
            self.flush()
            if told in (SILENCE, TAKE_AND_SILENCE):
                self.read_on()
            raise Ended
        said = usual if told in (LAST, DRIP) else told
        if told == DRIP:
            self.drip(said)
        else:
            self.answers += f"{said}\r\n".encode()
        if told == LAST or said.startswith("421"):
            self.part()
        return said

    def part(self) -> None:
        """End so that the last answer arrives: with words unread, closing would be a reset."""
        self.ending = "parted"
        self.flush()
        self.socket.shutdown(socket.SHUT_WR)
        self.socket.settimeout(2)
        self.read_on()
        raise Ended

    def read_on(self) -> None:
        while self.socket.recv(262_144):
            pass

    def drip(self, said: str) -> None:
        self.flush()
        for byte in f"{said}\r\n".encode():
            self.socket.sendall(bytes([byte]))
            time.sleep(self.relay.drip)

    def offend(self, words: str) -> None:
        self.relay.offences.append(words)

    def encrypt(self) -> None:
        self.socket = tls().wrap_socket(self.socket, server_side=True)
        self.secure = True

    def on_ehlo(self, name: str) -> None:
        self.forget()
        lines = ["relay.example.com", *self.relay.features]
        lines += ["STARTTLS"] if self.relay.starttls and not self.secure else []
        lines += ["AUTH PLAIN LOGIN"] if self.relay.login and (self.secure or not self.relay.starttls) else []
        *first, last = lines
        self.say("EHLO", "\r\n".join([*(f"250-{one}" for one in first), f"250 {last}"]))

    def on_helo(self, name: str) -> None:
        self.forget()
        self.say("EHLO", "250 relay.example.com")

    def on_starttls(self, rest: str) -> None:
        if not self.relay.starttls or self.secure:
            self.answers += b"502 5.5.1 Not here\r\n"
        elif self.say("STARTTLS").startswith("2"):
            if self.buffer:
                self.offend("words before the encryption began")
            self.flush()
            self.encrypt()

    def on_auth(self, rest: str) -> None:
        kind, _, first = rest.partition(" ")
        if kind.upper() == "PLAIN":
            _, user, password = b64decode(first or self.ask("")).decode().split("\0")
        else:
            user = b64decode(first or self.ask("VXNlcm5hbWU6")).decode()
            password = b64decode(self.ask("UGFzc3dvcmQ6")).decode()
        if self.relay.login != (user, password):
            self.answers += b"535 5.7.8 Wrong\r\n"
        else:
            self.known = self.say("AUTH").startswith("2")

    def ask(self, words: str) -> str:
        self.answers += f"334 {words}\r\n".encode()
        return self.line()

    def on_mail(self, rest: str) -> None:
        found = re.fullmatch(r"FROM:<([^>]*)> ?(.*)", rest, re.I)
        if not found or self.sender is not None:
            self.answers += b"503 5.5.1 Not now\r\n"
        elif self.relay.login and not self.known:
            self.answers += b"530 5.7.0 Who are you?\r\n"
        elif self.say("MAIL").startswith("2"):
            self.sender, self.parameters = found[1], found[2].upper()

    def on_rcpt(self, rest: str) -> None:
        found = re.match(r"TO:<([^>]+)>", rest, re.I)
        if not found or self.sender is None:
            self.answers += b"503 5.5.1 Not now\r\n"
            return
        self.asked = found[1]
        if self.say("RCPT").startswith("2"):
            self.recipients.append(self.asked)

    def on_data(self, rest: str) -> None:
        if self.sender is None or not (self.recipients or self.relay.generous):
            self.answers += b"503 5.5.1 No valid recipients\r\n"
            return
        if self.buffer:
            self.offend("a message that did not wait for 354")
        if self.say("DATA").startswith("3"):
            self.read_message()

    def read_message(self) -> None:
        looked = 0
        while not self.buffer.startswith(b".\r\n") and (end := self.buffer.find(END, looked)) < 0:
            looked = max(0, len(self.buffer) - len(END))
            self.more()
        if self.buffer.startswith(b".\r\n"):
            data, length = b"", 3
        else:
            data, length = bytes(self.buffer[: end + 2]), end + len(END)
        del self.buffer[:length]
        self.judge(data)
        self.decide((b"\r\n" + data).replace(b"\r\n.", b"\r\n")[2:])

    def judge(self, data: bytes) -> None:
        """Note what no server need take."""
        if not data.isascii() and ("BODY=8BITMIME" not in self.parameters):
            self.offend("8-bit text without BODY=8BITMIME")
        if "BODY=" in self.parameters and "8BITMIME" not in self.relay.features:
            self.offend("BODY= though 8BITMIME was not offered")
        if "SMTPUTF8" in self.parameters and "SMTPUTF8" not in self.relay.features:
            self.offend("SMTPUTF8 though it was not offered")
        lines = data.split(b"\r\n")
        if max(map(len, lines)) > 998 or data.count(b"\n") != len(lines) - 1:
            self.offend("a line over 998 octets, or one that ends in LF alone")

    def decide(self, data: bytes) -> None:
        if not self.recipients:
            self.answers += b"554 5.5.1 No valid recipients\r\n"
            self.forget()
            return
        self.relay.commands["MESSAGE"] += 1
        decided = self.relay.answer("MESSAGE", self) or USUAL["MESSAGE"]
        if decided in (TAKE_AND_CLOSE, TAKE_AND_SILENCE, LAST, DRIP) or decided.startswith("2"):
            self.relay.take(self, data)
        self.messages += 1
        self.forget()
        self.carry_out("MESSAGE", decided, USUAL["MESSAGE"])

    def on_rset(self, rest: str) -> None:
        self.forget()
        self.answers += b"250 2.0.0 Fine\r\n"

    def on_noop(self, rest: str) -> None:
        self.answers += b"250 2.0.0 Fine\r\n"

    def on_quit(self, rest: str) -> None:
        self.answers += b"221 2.0.0 Bye\r\n"
        self.ending = "QUIT"
        self.flush()
        raise Ended

    def on_unknown(self, rest: str) -> None:
        self.answers += b"502 5.5.2 Never heard of it\r\n"
