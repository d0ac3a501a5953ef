"""A web server on 127.0.0.1 that says what a test wants it to say, and the way to it."""

import socket
import ssl
import threading
from contextlib import contextmanager, suppress
from functools import cache

import trustme

from sources.fetch import Way

AUTHORITY = trustme.CA()


def answer(status="200 OK", body=b"", **headers):
    """The bytes of one whole answer."""
    headers = {"Content_Length": len(body), "Connection": "close", **headers}
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body


@cache
def certified(name):
    """What a server shows that is called `name`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    AUTHORITY.issue_cert(name).configure_cert(context)
    return context


@contextmanager
def serving(reply, *, tls=None):
    """Yield (port, heads): what `reply(head)` returns or yields as bytes is sent; heads are kept."""
    heads = []

    def serve(connection):
        with suppress(OSError), connection:
            if tls:
                connection = tls.wrap_socket(connection, server_side=True)
            head = connection.recv(65536).decode("latin-1")
            heads.append(head)
            said = reply(head)
            for piece in [said] if isinstance(said, bytes) else said:
                connection.sendall(piece)

    def accept():
        with suppress(OSError):
            while True:
                threading.Thread(target=serve, args=[listener.accept()[0]], daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=accept, daemon=True).start()
        yield listener.getsockname()[1], heads
        listener.shutdown(socket.SHUT_RDWR)


def trusting():
    context = ssl.create_default_context()
    AUTHORITY.configure_trust(context)
    return context


def names(**answers):
    """A resolver that knows `answers`, and nothing else; the default leads to this machine."""

    def resolve(host, port, **hints):
        assert host.endswith(".example") or host in answers, f"{host} was looked up"
        return [
            (socket.AF_INET6 if ":" in ip else socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port))
            for ip in answers.get(host, ["127.0.0.1"])
        ]

    return resolve


def way(**facts):
    """The way to the test's server: names lead to this machine, and it may be reached at any port."""
    return Way(
        **{
            "resolve": names(),
            "may_reach": lambda ip: ip.is_loopback,
            "ports": range(1, 65536),
            "trust": trusting,
            **facts,
        }
    )
