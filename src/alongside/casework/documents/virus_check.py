"""Ask clamd about a file, where the installation has one (``ALONGSIDE_CLAMD``): ``INSTREAM``, as its manual says."""

from __future__ import annotations

import contextlib
import socket

from alongside.commons import installation

PIECE = 65_536
SECONDS = 60
LONGEST_ANSWER = 4_096
TOO_LONG = b"size limit exceeded"


class NoAnswer(Exception):
    """The virus check is configured and does not answer: the file waits."""


class TooLong(Exception):
    """The file is longer than the virus check takes (clamd's ``StreamMaxLength``)."""


def is_infected(content: bytes) -> bool:
    """Say whether clamd found something; False where none is configured. Raises NoAnswer and TooLong."""
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
    # An error of clamd's own: nobody has checked the file, and nobody may think so.
    raise TooLong if TOO_LONG in answer else NoAnswer


def _asked(address: str | tuple[str, int], content: bytes) -> bytes:
    """Send the file in pieces, each with four bytes of length before it, and an empty one at the end."""
    with _connected(address) as clamd:
        # Where it is too long, clamd says so and hangs up while we still send: what it said is read all the same.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            _send(clamd, content)
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER and (more := clamd.recv(LONGEST_ANSWER)):
            answer += more
        return answer


def _send(clamd: socket.socket, content: bytes) -> None:
    clamd.sendall(b"zINSTREAM\0")
    for at in range(0, len(content), PIECE):
        piece = content[at : at + PIECE]
        clamd.sendall(len(piece).to_bytes(4, "big") + piece)
    clamd.sendall(bytes(4))


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
