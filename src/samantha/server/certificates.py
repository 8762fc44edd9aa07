"""A certificate authority of her own, for the network of this house and nothing else.

A browser gives a page the microphone only over TLS. No public authority vouches for an address at
home, so she makes an authority of her own, once, and with it a certificate for her address there.
"""

import datetime as dt
import ipaddress
import os
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from samantha.app.files import PRIVATE, write_whole
from samantha.domain.errors import SettingsInvalid

AUTHORITY_LASTS: Final = dt.timedelta(days=3650)
LASTS: Final = dt.timedelta(days=397)
"""Browsers take no certificate that lasts longer than 398 days."""
_CLOCKS_DIFFER: Final = dt.timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate with its key, in one file, and what it is for."""

    file: Path
    names: tuple[str, ...]
    authority_file: Path
    """The authority's certificate, for a device that is to trust it."""
    authority_fingerprint: str
    """SHA-256 of it, in pairs of hex digits."""


@dataclass(frozen=True, slots=True)
class _Authority:
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate


def certificate_for(folder: Path, address: str) -> Certificate:
    """A new certificate for `address`, made by the authority in `folder`.

    Raises:
        SettingsInvalid: the authority's files cannot be read, or others can read its key.
    """
    authority = _authority(folder)
    names = (address, f"{socket.gethostname().partition('.')[0].lower()}.local")
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = (
        _builder(names[0], key, authority.certificate.subject, LASTS)
        .add_extension(x509.SubjectAlternativeName([_general(each) for each in names]), False)  # noqa: FBT003
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False)  # noqa: FBT003
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), True)  # noqa: FBT003
        .sign(authority.key, hashes.SHA256())
    )
    file = folder / "certificate.pem"
    write_whole(
        file, _pem(key) + _pem_of(certificate) + _pem_of(authority.certificate), rights=PRIVATE
    )
    digest = authority.certificate.fingerprint(hashes.SHA256()).hex(":").upper()
    return Certificate(file, names, folder / "authority.crt", digest)


def _authority(folder: Path) -> _Authority:
    key_file, file = folder / "authority.key", folder / "authority.crt"
    try:
        if not (key_file.exists() and file.exists()):
            _make_authority(key_file, file)
        if os.name == "posix" and key_file.stat().st_mode & 0o077:
            raise SettingsInvalid(
                f"Others on this machine can read {key_file}.",
                "Delete it and authority.crt; your devices must then trust the new ones.",
            )
        key = serialization.load_pem_private_key(key_file.read_bytes(), None)
        certificate = x509.load_pem_x509_certificate(file.read_bytes())
    except (OSError, ValueError) as error:
        raise SettingsInvalid(
            f"The certificate authority in {folder} cannot be read ({error}).",
            "Delete authority.key and authority.crt there; new ones are made.",
        ) from error
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return _Authority(key, certificate)


def _make_authority(key_file: Path, file: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = f"Samantha on {socket.gethostname()}"[:64]
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    private = [
        ipaddress.ip_network(each)
        for each in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16",
                     "127.0.0.0/8", "fc00::/7", "fe80::/10")
    ]  # fmt: skip
    limits = [*(x509.IPAddress(each) for each in private), x509.DNSName("local")]
    certificate = (
        _builder(name, key, subject, AUTHORITY_LASTS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), True)  # noqa: FBT003
        .add_extension(_usage_of_an_authority(), True)  # noqa: FBT003
        # Whoever stole the key could not pass for any site of the world.
        .add_extension(x509.NameConstraints(limits, None), True)  # noqa: FBT003
        .sign(key, hashes.SHA256())
    )
    write_whole(key_file, _pem(key), rights=PRIVATE)
    write_whole(file, _pem_of(certificate), rights=PRIVATE)


def _builder(
    name: str, key: ec.EllipticCurvePrivateKey, issuer: x509.Name, lasts: dt.timedelta
) -> x509.CertificateBuilder:
    now = dt.datetime.now(dt.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _CLOCKS_DIFFER)
        .not_valid_after(now + lasts)
    )


def _usage_of_an_authority() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _pem_of(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)
