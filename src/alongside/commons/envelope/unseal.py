"""Opening what the public half sealed. Casework's intake has this file; the public image must not."""

from alongside.commons.envelope import contents as envelope_contents
from alongside.commons.envelope.keys import PrivateKey, WillNotOpen
from alongside.commons.envelope.padding import unpadded
from alongside.commons.envelope.seal import Envelope, buckets_of, info
from alongside.commons.envelope.shapes import Box, Reply, ToIntake, ToReceipt

__all__ = ["WillNotOpen", "unseal"]


def unseal(envelope: Envelope, private_key: PrivateKey) -> ToIntake:
    """Open an envelope; about 0.2 ms.

    Raises WillNotOpen, in a sentence without contents, when the key is another one, when anything about the envelope
    was altered, or when what it holds is not what it says on the cover.
    """
    bound = info(id=envelope.id, kind=envelope.kind, key_id=envelope.key_id)
    contents = _read(private_key.open(envelope.sealed, bound), buckets_of(envelope.kind))
    if contents.kind != envelope.kind or isinstance(contents, Reply | Box):
        raise WillNotOpen("This envelope holds something else than it says.")
    return contents


def _read(plaintext: bytes, buckets: tuple[int, ...]) -> ToIntake | ToReceipt:
    try:
        return envelope_contents.from_bytes(unpadded(plaintext, buckets))
    except ValueError:
        # `from None`: the cause could quote what a person wrote, and errors carry no contents.
        raise WillNotOpen("This envelope opened, but what it holds cannot be read.") from None
