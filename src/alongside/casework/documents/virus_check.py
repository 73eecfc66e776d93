"""Ask clamd about a file, where the installation has one (``ALONGSIDE_CLAMD``): ``INSTREAM``, as its manual says."""

from __future__ import annotations

import socket

from alongside.commons import installation

PIECE = 65_536
SECONDS = 60
LONGEST_ANSWER = 4_096


class NoAnswer(Exception):
    """The virus check is configured and does not answer: the file waits."""


def is_infected(content: bytes) -> bool:
    """Say whether clamd found something; False where none is configured. Raises NoAnswer."""
    address = installation.virus_check()
    if address is None:
        return False
    try:
        answer = _asked(address, content)
    except OSError:
        raise NoAnswer from None
    if answer.endswith(b"OK\0"):
        return False
    if answer.endswith(b"FOUND\0"):
        return True
    # A limit of clamd's own, or an error: nobody has checked the file, and nobody may think so.
    raise NoAnswer


def _asked(address: str | tuple[str, int], content: bytes) -> bytes:
    """Send the file in pieces, each with four bytes of length before it, and an empty one at the end."""
    with _connected(address) as clamd:
        clamd.sendall(b"zINSTREAM\0")
        for at in range(0, len(content), PIECE):
            piece = content[at : at + PIECE]
            clamd.sendall(len(piece).to_bytes(4, "big") + piece)
        clamd.sendall(bytes(4))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER and (more := clamd.recv(LONGEST_ANSWER)):
            answer += more
        return answer


def _connected(address: str | tuple[str, int]) -> socket.socket:
    if not isinstance(address, str):
        return socket.create_connection(address, timeout=SECONDS)
    clamd = socket.socket(socket.AF_UNIX)
    clamd.settimeout(SECONDS)
    try:
        clamd.connect(address)
    except OSError:
        clamd.close()
        raise
    return clamd
