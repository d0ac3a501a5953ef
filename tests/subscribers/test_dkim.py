"""The signature of a message, checked by dkimpy as a receiving server would."""

from base64 import b64encode

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from django.core.exceptions import ImproperlyConfigured

from subscribers.dkim import signer

MESSAGE = (
    b"From: =?utf-8?q?Outbound_=E5=87=BA=E6=B5=B7?= <News@Example.com>\r\n"
    b"To: reader@inbox.example.com\r\n"
    b"Subject: A subject that is long enough to be folded over two lines, as\r\n\t headers may be\r\n"
    b"Message-ID: <1.2@example.com>\r\n"
    b"List-Unsubscribe: <https://news.example.com/leave/abc>\r\n"
    b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
    b"MIME-Version: 1.0\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\n"
    b"\r\n"
    b"Vivo opened  its first\tshop in Lima. \r\n\r\n   Indented.\r\n\r\n\r\n"
)


@pytest.fixture(scope="session", params=["rsa", "ed25519"])
def key(request):
    return generate_private_key(65537, 2048) if request.param == "rsa" else Ed25519PrivateKey.generate()


@pytest.fixture
def dns(key, tmp_path, settings):
    """Sign with `key`, and answer what its owner has published for it."""
    pem = tmp_path / "dkim.pem"
    pem.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    settings.DKIM_KEY_FILE, settings.DKIM_SELECTOR = str(pem), "recap"
    public = key.public_key()
    if isinstance(key, Ed25519PrivateKey):
        record = b"v=DKIM1; k=ed25519; p=" + b64encode(public.public_bytes_raw())
    else:
        der = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        record = b"v=DKIM1; k=rsa; p=" + b64encode(der)
    return {b"recap._domainkey.example.com.": record}


def verified(message, dns):
    return dkim.verify(message, dnsfunc=lambda name, timeout=5: dns.get(name))


def test_a_receiver_finds_the_signature_good(dns):
    assert verified(signer()(MESSAGE) + MESSAGE, dns)


@pytest.mark.parametrize("body", [b"", b"\r\n\r\n", b"No end ", b"One\r\n", b"\t \r\na \t  b\r\n \r\n\r\n"])
def test_any_body_is_hashed_as_receivers_do(dns, body):
    message = MESSAGE.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" + body

    assert verified(signer()(message) + message, dns)


@pytest.mark.parametrize("changed", [b"leave/abc", b"One-Click", b"Lima", b"News@", b"<1.2@", b"reader@"])
def test_what_is_changed_on_its_way_breaks_it(dns, changed):
    signed = signer()(MESSAGE) + MESSAGE

    assert not verified(signed.replace(changed, changed[::-1]), dns)


@pytest.mark.parametrize("added", [b"From: bank@example.com\r\n", b"Subject: Pay\r\n"])
def test_nobody_may_put_a_second_sender_or_subject_on_it(dns, added):
    assert not verified(added + signer()(MESSAGE) + MESSAGE, dns)


def test_its_lines_are_short(dns):
    assert max(map(len, signer()(MESSAGE).split(b"\r\n"))) <= 78


def test_without_a_key_nothing_is_signed():
    assert signer() is None


def test_a_key_that_cannot_be_read_is_told_by_the_name_of_its_setting(settings, tmp_path):
    settings.DKIM_KEY_FILE = str(tmp_path / "missing.pem")

    with pytest.raises(ImproperlyConfigured, match="RECAP_DKIM_KEY_FILE"):
        signer()
