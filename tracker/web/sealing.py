"""Sealing: bytes that pass through hands which must not read or change them, under a key made of the app's secret."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

NONCE = 12  # bytes, as AES-GCM wants them


def seal(content: bytes, purpose: str) -> bytes:
    """`content` encrypted and signed. What was sealed for one purpose opens for no other."""
    nonce = os.urandom(NONCE)
    return nonce + _cipher(purpose).encrypt(nonce, content, None)


def unseal(sealed: bytes, purpose: str) -> bytes | None:
    """What was sealed for `purpose`; None when it was made up, changed, or sealed under another secret."""
    try:
        return _cipher(purpose).decrypt(sealed[:NONCE], sealed[NONCE:], None)
    except (InvalidTag, ValueError):
        return None


def _cipher(purpose: str) -> AESGCM:
    secret = str(current_app.secret_key).encode()
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(secret))
