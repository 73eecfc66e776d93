"""The floor: what it costs to do nothing but send() one buffer to every socket, in Python.

Started as ``python -m bench.floor PORT``. It answers each connection with a head; each line on its input is a mark, and
goes in one buffer of 600 bytes to everybody. No server in Python can be faster, and ours is measured against it.
"""

from __future__ import annotations

import resource
import select
import socket
import sys

SIZE = 600


def main(port: int) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    listener = socket.create_server(("127.0.0.1", port), backlog=4096)
    poll = select.epoll()
    poll.register(listener.fileno(), select.EPOLLIN)
    poll.register(sys.stdin.fileno(), select.EPOLLIN)
    sockets: list[socket.socket] = []
    while True:
        for file, _ in poll.poll():
            if file == listener.fileno():
                sockets.append(_welcome(listener))
            else:
                line = sys.stdin.buffer.readline().strip()
                if not line:
                    return
                send_to_all(sockets, line.ljust(SIZE, b"."))


def _welcome(listener: socket.socket) -> socket.socket:
    sock, _ = listener.accept()
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.recv(4096)
    sock.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
    sock.setblocking(False)
    return sock


def send_to_all(sockets: list[socket.socket], buffer: bytes) -> None:
    for sock in sockets:
        sock.send(buffer)


if __name__ == "__main__":
    main(int(sys.argv[1]))
