"""A mail server on this machine that takes mail, refuses it, or breaks off."""

import socket
import threading
from contextlib import contextmanager

BREAK_OFF = ""
POLITE = {"DATA": "354 Go on", "QUIT": "221 Bye"}


@contextmanager
def mail_server(**answers):
    """Yield (port, taken): where it listens, and each message that it has read to its end.

    `answers` are its answers to commands, such as RCPT="450 Later"; MESSAGE is that to a whole message.
    """
    taken = []
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()

        def accept():
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return  # closed: the test has ended
                with connection, connection.makefile("rw", newline="\r\n") as line:
                    _converse(line, {**POLITE, **answers}, taken)

        threading.Thread(target=accept, daemon=True).start()
        yield listener.getsockname()[1], taken
        listener.shutdown(socket.SHUT_RDWR)


def _converse(line, answers, taken):
    _say(line, "220 test")
    for words in line:
        command = words.split()[0].upper()
        if command == "DATA":
            _say(line, answers["DATA"])
            taken.append("".join(iter(line.readline, ".\r\n")))
            command = "MESSAGE"
        answer = answers.get(command, "250 Fine")
        if answer == BREAK_OFF:
            return
        _say(line, answer)


def _say(line, words):
    line.write(words + "\r\n")
    line.flush()
