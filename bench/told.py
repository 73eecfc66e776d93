"""Somebody tells and comes back, asked of the public half in this process: all middleware, without JavaScript.

Started as ``python -m bench.told``; each question names a function below. Only the server's part is timed: what the
visitor's side does with a page between two requests is not.
"""

from __future__ import annotations

import gzip
import os
import time
import uuid
from datetime import timedelta
from typing import Any

from bench.house import answer

PICTURE_BYTES = 1_000_000
MESSAGES = 20


def main() -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.test.utils import setup_test_environment

    setup_test_environment(debug=False)
    settings.ALLOWED_HOSTS = ["*"]
    answer(lambda what, **said: WHAT[what](**said))


class Timed:
    """A browser's side that adds up what the server took and sent."""

    def __init__(self) -> None:
        from django.test import Client

        self._client = Client(headers={"Accept-Encoding": "gzip"})
        self.took: list[float] = []
        self.bytes = 0

    def get(self, *sent: Any, **more: Any) -> Any:
        return self._timed(self._client.get, *sent, **more)

    def post(self, *sent: Any, **more: Any) -> Any:
        return self._timed(self._client.post, *sent, **more)

    def _timed(self, asks: Any, *sent: Any, **more: Any) -> Any:
        begun = time.perf_counter()
        found = asks(*sent, **more)
        self.took.append(time.perf_counter() - begun)
        self.bytes += len(found.content)
        if found.get("Content-Encoding") == "gzip":
            found.content = gzip.decompress(found.content)
        if found.status_code != 200:
            raise SystemExit(f"The site answered {found.status_code}.")
        return found


def _visitor() -> Any:
    from tests.public.concerns.way import Visitor

    return Visitor(Timed())  # type: ignore[arg-type]


def whole_way() -> dict[str, Any]:
    """From the first page to the receipt, without a file."""
    visitor = _visitor()
    visitor.send()
    assert visitor.receipt
    return {"took": sum(visitor.client.took), "bytes": visitor.client.bytes, "requests": len(visitor.client.took)}


def with_picture() -> dict[str, Any]:
    """Add a picture of 1 MB, then Send: each request's time."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    visitor = _visitor()
    visitor.go_to_questions()
    picture = SimpleUploadedFile("a picture.jpg", os.urandom(PICTURE_BYTES), "image/jpeg")
    visitor.press("add", file=picture)
    added = visitor.client.took[-1]
    from tests.public.concerns.way import ANSWERS

    visitor.press("send", **ANSWERS)
    assert visitor.receipt
    return {"add": added, "send": visitor.client.took[-1]}


def forms_to_send(count: int) -> list[dict[str, str]]:
    """Forms of people who are about to press Send, each with a token of its own."""
    from tests.public.concerns.way import ANSWERS

    visitor = _visitor()
    made = []
    for _number in range(count):
        visitor.answer = None
        visitor.go_to_questions()
        made.append({**visitor.form(), **ANSWERS, "go": "send"})
    return made


def thread() -> dict[str, str]:
    """A receipt with twenty messages waiting, one that was burnt, one whose day has come: all real; and two that are
    none.
    """
    from alongside.commons import clock
    from alongside.commons.envelope import receipt as receipts
    from alongside.commons.envelope.contents import Reply, closes_on

    full, burnt, over = (receipts.new() for _ in range(3))
    now = clock.now()
    for number in range(MESSAGES):
        at = now + timedelta(minutes=number)
        _put(full, Reply("We would like to hear more. " * 20, at, signed_as="Ines"), closes_on(now))
    _put(over, Reply("Words", now), now.date() - timedelta(days=1))
    _put(burnt, Reply("Words", now), closes_on(now))
    _burn(burnt)
    _put(burnt, Reply("Words", now), closes_on(now))
    wrong = receipts.Receipt(full.locator, receipts.new().secret)
    return {
        "full": full.shown(),
        "unknown": receipts.new().shown(),
        "wrong": wrong.shown(),
        "expired": over.shown(),
        "burnt": burnt.shown(),
    }


def _burn(receipt: Any) -> None:
    from django.test import Client
    from tests.public.concerns.returning import Returning

    Returning(Client()).come(receipt).do("burn")


def _put(receipt: Any, said: Any, day: Any) -> None:
    from alongside.commons import clock, installation
    from alongside.commons.envelope import receipt as receipts
    from alongside.commons.envelope.contents import Box

    reply_to = receipts.stretch(receipt).reply_to()
    box = Box(concern=uuid.uuid4(), sent_at=clock.now(), area="northmere", promise="anonymous")
    with installation.connect("public", "post") as connection:
        for one in (box, said):
            sealed = receipts.seal_reply(one, reply_to, id=uuid.uuid4(), closes_on=day)
            connection.execute(
                "INSERT INTO letterbox.reply (id, locator, mark, closes_on, sealed) VALUES (%s, %s, %s, %s, %s)",
                (sealed.id, sealed.locator, sealed.mark, sealed.closes_on, sealed.sealed),
            )


def come_back(receipt: str) -> dict[str, Any]:
    """Type a receipt and press: the time of the answer, and its length."""
    visitor = _visitor()
    visitor.come_back_with(receipt)
    return {"took": visitor.client.took[-1], "length": len(visitor.answer.content)}


WHAT = {what.__name__: what for what in (whole_way, with_picture, forms_to_send, thread, come_back)}

if __name__ == "__main__":
    main()
