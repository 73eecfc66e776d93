"""Many readers in one process: plain sockets and epoll, so that the server, not the readers, is what is measured.

Started as ``python -m bench.readers PORT PATH COUNT READY``; READY is in the first bytes that each reader gets. It says
``ready`` on its output, then a line for each mark that everybody has got: the moment of the last one, on the monotonic
clock that all processes of a machine share.
"""

from __future__ import annotations

import re
import resource
import select
import socket
import sys
import time

MARK = re.compile(rb"~mark-([0-9]{6})~")


def main(port: int, path: str, count: int, ready: bytes) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    poll = select.epoll()
    sockets = {}
    for _ in range(count):
        sock = _connect(port, path)
        sockets[sock.fileno()] = sock
        poll.register(sock.fileno(), select.EPOLLIN)
    _wait_until_all(poll, sockets, ready)
    _say("ready")
    _count_marks(poll, sockets)


def _connect(port: int, path: str) -> socket.socket:
    sock = socket.create_connection(("127.0.0.1", port))
    # Closing resets: ten thousand connections in TIME_WAIT would disturb the next run.
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
    sock.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n".encode())
    return sock


def _wait_until_all(poll: select.epoll, sockets: dict[int, socket.socket], ready: bytes) -> None:
    waiting = dict.fromkeys(sockets, b"")
    while waiting:
        for file, _ in poll.poll():
            heard = sockets[file].recv(65536)
            if not heard:
                raise SystemExit("The server ended a connection.")
            if file not in waiting:
                continue
            waiting[file] += heard
            if ready in waiting[file]:
                del waiting[file]


def _count_marks(poll: select.epoll, sockets: dict[int, socket.socket]) -> None:
    got: dict[bytes, int] = {}
    # What came without a whole mark: a server may send an event in pieces.
    begun: dict[int, bytes] = {}
    while True:
        for file, _ in poll.poll():
            heard = sockets[file].recv(65536)
            if not heard:
                raise SystemExit("The server ended a connection.")
            marks = MARK.findall(heard)
            if not marks:
                marks = MARK.findall(begun.pop(file, b"") + heard)
                if not marks:
                    begun[file] = heard[-20:]
            for mark in marks:
                got[mark] = got.get(mark, 0) + 1
                if got[mark] == len(sockets):
                    _say(f"{mark.decode()} {time.monotonic():.6f}")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4].encode())
