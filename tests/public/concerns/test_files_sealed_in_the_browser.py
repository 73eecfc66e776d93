"""Where a script runs, a file leaves the browser sealed: the server sees its bytes nowhere, and intake opens it."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import Page, expect

from alongside.commons.envelope import contents, padding, seal
from alongside.commons.envelope.keys import PublicKey
from alongside.commons.envelope.limits import LARGEST_FILE
from alongside.public.concerns import files
from tests.public.concerns.test_in_a_browser import to_the_questions
from tests.public.concerns.way import Arrived, Visitor

SEAL = "/share-a-concern/seal/"
CANARY = b"canary-in-a-picture-31"
KEEP_WHAT_IS_SENT = """
  const send = XMLHttpRequest.prototype.send
  XMLHttpRequest.prototype.send = function (data) {
    if (data instanceof FormData && data.get('file')) {
      window.sent = async () => {
        const bytes = new Uint8Array(await data.get('file').arrayBuffer())
        return Array.from(bytes, (each) => String.fromCharCode(each)).join('')
      }
    }
    return send.call(this, data)
  }
"""
PICTURE = b"\x89PNG\r\n" + CANARY * 3_000


def asked(visitor: Visitor, name: str = "llun.png", size: int = len(PICTURE), **more: Any) -> Any:
    return visitor.client.post(SEAL, {"name": name, "type": "image/png", "size": size}, **more)


def sealed_by_hand(cover: dict[str, Any], data: bytes) -> bytes:
    """What the worker does, with our own library."""
    plain = padding.padded(base64.b64decode(cover["before"]) + data, tuple(cover["sizes"]))
    return PublicKey(base64.b64decode(cover["public_key"])).seal(plain, base64.b64decode(cover["info"]))


def add(visitor: Visitor, cover: dict[str, Any], data: bytes) -> Visitor:
    return visitor.press("add", file=SimpleUploadedFile("llun.png", data), sealed=cover["sealed"])


@pytest.fixture
def teller(committed: Visitor) -> Visitor:
    return committed.go_to_questions()


def test_what_was_sealed_elsewhere_is_posted_as_it_is_and_intake_opens_it(teller: Visitor) -> None:
    arrived = Arrived()
    cover = asked(teller).json()
    add(teller, cover, sealed_by_hand(cover, PICTURE))
    assert "1 file added" in teller.says
    assert "llun.png" in teller.says
    [part] = arrived.parts().values()
    assert (part.name, part.said_type, part.data) == ("llun.png", "image/png", PICTURE)


@pytest.mark.parametrize("length", [0, 1, 65_536, 65_536 + 1135, 65_536 + 1137, 20_000_000])
def test_a_length_that_no_sealed_file_has_is_not_taken(teller: Visitor, length: int) -> None:
    arrived = Arrived()
    add(teller, asked(teller).json(), bytes(length))
    assert teller.answer.status_code == 422
    assert "did not arrive whole" in teller.says
    assert arrived.parts() == {}


def test_a_promise_that_was_altered_takes_nothing(teller: Visitor) -> None:
    cover = asked(teller).json()
    add(teller, {"sealed": cover["sealed"][:-4] + "AAAA"}, sealed_by_hand(cover, PICTURE))
    assert teller.answer.status_code == 422
    # The list of files is closed with the same keys, for another purpose.
    add(teller, {"sealed": files.close([])}, sealed_by_hand(cover, PICTURE))
    assert teller.answer.status_code == 422


def test_the_longest_file_fits_and_a_longer_one_gets_no_cover(teller: Visitor) -> None:
    arrived = Arrived()
    cover = asked(teller, size=LARGEST_FILE).json()
    add(teller, cover, sealed_by_hand(cover, bytes(LARGEST_FILE)))
    assert "20.0 MB" in teller.says
    [part] = arrived.parts().values()
    assert len(part.data) == LARGEST_FILE
    assert asked(teller, size=LARGEST_FILE + 1).status_code == 422


@pytest.mark.parametrize("size", ["", "-1", "x", "1e3", "٣", "1" * 30])
def test_a_size_that_is_none_gets_no_cover(teller: Visitor, size: Any) -> None:
    assert asked(teller, size=size).status_code == 400


def test_another_website_gets_no_cover_and_the_answer_is_kept_nowhere(teller: Visitor) -> None:
    assert asked(teller, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 400
    answer = asked(teller)
    assert answer.headers["Cache-Control"] == "no-store"
    assert not answer.cookies
    assert teller.client.get(SEAL).status_code == 405


@pytest.mark.parametrize("name", ["", "\x00", "a/../b", "ß" * 400, "مرحبا.png", "<script>"])
def test_what_stands_before_the_bytes_is_always_what_intake_can_read(teller: Visitor, name: str) -> None:
    cover = asked(teller, name=name).json()
    part = contents.from_bytes(base64.b64decode(cover["before"]) + PICTURE)
    assert isinstance(part, contents.Part)
    assert part.data == PICTURE
    assert 0 < len(part.name) <= 255


@pytest.mark.parametrize("data", [PICTURE, b"", bytes(3_000_000)], ids=["picture", "empty", "three megabytes"])
def test_in_a_browser_the_bytes_of_a_file_never_leave_in_the_clear(
    page: Page, site: str, tmp_path: Path, data: bytes
) -> None:
    chosen = tmp_path / "llun.png"
    chosen.write_bytes(data)
    page.add_init_script(KEEP_WHAT_IS_SENT)
    arrived = Arrived()
    begin(page, site)
    page.locator("input[type=file]").set_input_files(chosen)
    expect(page.locator("input[name=sealed]")).not_to_have_value("")
    page.get_by_role("button", name="Add this file").click()
    expect(page.get_by_text("1 file added")).to_be_visible()
    expect(page.locator("#concern-files")).to_contain_text("llun.png")
    [part] = arrived.parts().values()
    assert (part.name, part.data) == ("llun.png", data)
    sent = base64.b64decode(page.evaluate("sent().then((bytes) => btoa(bytes))"))
    assert len(sent) in seal.SEALED_PART_SIZES
    assert CANARY not in sent


def test_where_the_worker_fails_the_server_seals_the_file(page: Page, site: str, tmp_path: Path) -> None:
    chosen = tmp_path / "llun.png"
    chosen.write_bytes(PICTURE)
    page.route(f"**{SEAL}", lambda route: route.fulfill(status=503))
    arrived = Arrived()
    begin(page, site)
    page.locator("input[type=file]").set_input_files(chosen)
    page.get_by_role("button", name="Add this file").click()
    expect(page.get_by_text("1 file added")).to_be_visible()
    [part] = arrived.parts().values()
    assert part.data == PICTURE


def begin(page: Page, site: str) -> None:
    """Go to the question about files."""
    to_the_questions(page, site)
    named = page.locator("section:has(input[type=file])").get_attribute("class") or ""
    page.evaluate(f"location.hash = 'q{named.rpartition('concern-q')[2]}'")


def test_the_format_is_the_published_one(teller: Visitor) -> None:
    cover = asked(teller).json()
    info = json.loads(base64.b64decode(cover["info"]))
    assert set(info) == {"envelope", "format", "key", "kind"}
    assert (info["format"], info["kind"]) == (seal.FORMAT, "part")
    assert cover["sizes"] == list(padding.PART_BUCKETS)
