"""A mail server of our own on the loopback: enough SMTP (RFC 5321) to refuse, to fail for a while, and to accept."""

from __future__ import annotations

import socketserver
import threading
from collections import deque
from typing import Any


class MailServer:
    """Accepts messages; ``answers`` are given to the next RCPT commands in place of 250."""

    def __init__(self) -> None:
        self.messages: list[str] = []
        self.recipients: list[str] = []
        self.answers: deque[str] = deque()
        outer = self

        class Conversation(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                outer._converse(self)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]

    def __enter__(self) -> MailServer:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *error: Any) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _converse(self, wire: socketserver.StreamRequestHandler) -> None:
        def say(line: str) -> None:
            wire.wfile.write(f"{line}\r\n".encode())

        say("220 here")
        while line := wire.rfile.readline().decode().strip():
            match line.upper().split(":")[0].split()[0]:
                case "RCPT":
                    answer = self.answers.popleft() if self.answers else "250 ok"
                    self.recipients.append(line)
                    say(answer)
                case "DATA":
                    say("354 go on")
                    self.messages.append(self._read_message(wire))
                    say("250 taken")
                case "QUIT":
                    say("221 bye")
                    return
                case _:
                    say("250 ok")

    @staticmethod
    def _read_message(wire: socketserver.StreamRequestHandler) -> str:
        lines = []
        while (line := wire.rfile.readline().decode()) not in (".\r\n", ""):
            lines.append(line)
        return "".join(lines)
