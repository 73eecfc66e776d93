"""While somebody reads, a worker finds a proof that the server believes."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from alongside.site import work
from tests.public.concerns.test_in_a_browser import to_the_questions
from tests.public.concerns.way import Arrived


def test_a_worker_finds_a_proof_for_this_page_and_it_goes_with_send(page: Page, site: str) -> None:
    arrived = Arrived()
    to_the_questions(page, site)
    found = page.locator("input[name=work]")
    expect(found).not_to_have_value("", timeout=60_000)
    assert work.is_done(page.locator("input[name=token]").first.input_value(), found.input_value())
    number = found.input_value()
    page.evaluate("location.hash = 'q1'")
    page.locator("textarea[name=worry]").fill("He says it is us or them.")
    page.evaluate("location.hash = 'check'")
    with page.expect_request(
        lambda request: request.method == "POST" and b'name="go"\r\n\r\nsend' in (request.post_data_buffer or b"")
    ) as sent:
        page.get_by_role("button", name="Send", exact=True).click()
    assert f'name="work"\r\n\r\n{number}\r\n'.encode() in (sent.value.post_data_buffer or b"")
    expect(page.get_by_role("heading", name="We have received it")).to_be_visible()
    assert arrived.concern().place_in_queue == ""
