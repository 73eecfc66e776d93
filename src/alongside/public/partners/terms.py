"""The partner terms, by version: what an agency signs before its machine may post. docs/partners.md prints them."""

from __future__ import annotations

from typing import Final

CURRENT: Final = "2026-1"

TERMS: Final = (
    "A person who has met with what worries them decides each time to send it. Software never decides, prompts or"
    " prefers it.",
    "Nothing that comes from monitoring, filtering or detection software may be sent, nor what was found because such"
    " software pointed to it: no alerts of web filters, of keyword or chat monitoring, of cameras, or of classifiers.",
    "The person sends their own account in their own words, with their name and role, after their safeguarding lead"
    " agreed. Text made by software is not an account.",
    "Lawful views, the practice of a faith and protest are not sent.",
    "One referral at a time. The agency does not collect referrals and send them together, and does not ask for more"
    " than the daily ceiling.",
    "The agency keeps the secret where it keeps passwords, and tells us within a day when it may have become known.",
    "The agency tells its staff that this way exists, what it sends, and that a person can always telephone instead.",
    "We may close the way at any time. The agency may stop at any time.",
)
