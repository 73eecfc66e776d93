"""What the answers of a walk must and must not carry. Each check returns what is wrong, a line each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

Answer = dict[str, Any]

SIGN_IN = ("/sign-in/login/", "/edit/login/")
"""The second leads on to the first."""
LOOKED = {"public.intake_linkread", "public.people_reading", "audit.leaf", "audit.waiting"}
"""Who looked is written down on every look: the one thing that a GET may add, and only here."""

UNSAFE = (
    "'unsafe-inline'",
    "'unsafe-eval'",
    "'unsafe-hashes'",
    "'strict-dynamic'",
    "*",
    "http:",
    "https:",
    "data:",
    "blob:",
)
STRICT = {"default-src": "'none'", "frame-ancestors": "'none'", "base-uri": "'none'", "form-action": "'self'"}


def named(answer: Answer) -> str:
    return f"{answer['method']} {answer['path']} as {answer['who']}"


def is_closed(answer: Answer) -> bool:
    """Say whether an answer leads to sign-in, or no such request is taken at all."""
    return answer["status"] == 405 or (answer["status"] == 302 and answer["location"].startswith(SIGN_IN))


def open_routes(answers: Iterable[Answer]) -> set[str]:
    """Return the routes that somebody who has not signed in gets any answer from but the way to sign in."""
    return {f"{answer['method']:<4} /{answer['route']}" for answer in answers if not is_closed(answer)}


def broken(answers: Iterable[Answer]) -> list[str]:
    """Return pages that failed (the health page says 503 while no worker runs)."""
    return [f"{named(a)}: {a['status']}" for a in answers if a["status"] >= 500 and a["path"] != "/health"]


def changing(answers: Iterable[Answer]) -> list[str]:
    """Return looks that changed something else than who looked."""
    return [
        f"{named(a)}: {', '.join(left)}"
        for a in answers
        if a["method"] == "GET" and (left := sorted(set(a["changed"]) - LOOKED))
    ]


def unguarded(answers: Iterable[Answer]) -> list[str]:
    """Return what took a POST that came without the token of our own page."""
    return [f"{named(a)}: {a['status']}" for a in answers if a["status"] not in (403, 404)]


def with_cookies(answers: Iterable[Answer]) -> list[str]:
    """Return public pages that set a cookie, or answer differently by one, and so cannot be shared by caches."""
    return [
        f"{named(a)}: {a['cookies'] or a['headers']['vary']}"
        for a in answers
        if a["cookies"] or "cookie" in a["headers"].get("vary", "").lower()
    ]


def loose_policies(answers: Iterable[Answer]) -> list[str]:
    """Return pages whose content security policy is missing or lets in more than our own scripts and styles."""
    return [f"{named(a)}: {why}" for a in answers if _is_page(a) and (why := _why_loose(a["headers"]))]


def _is_page(answer: Answer) -> bool:
    return str(answer["headers"].get("content-type", "")).startswith("text/html")


def _why_loose(headers: dict[str, str]) -> str:
    policy = policy_of(headers.get("content-security-policy", ""))
    for name, only in STRICT.items():
        if policy.get(name) != [only]:
            return f"{name} is {policy.get(name)}"
    for name in ("script-src", "style-src"):
        loose = [word for word in policy.get(name, []) if word in UNSAFE]
        if loose:
            return f"{name} has {loose[0]}"
    return ""


def policy_of(header: str) -> dict[str, list[str]]:
    parts = [part.split() for part in header.split(";") if part.strip()]
    return {words[0]: words[1:] for words in parts}


def without_guards(answers: Iterable[Answer]) -> list[str]:
    """Return answers without the headers that keep browsers from guessing types, leaking addresses and framing."""
    found = []
    for answer in answers:
        headers = answer["headers"]
        if headers.get("x-content-type-options") != "nosniff":
            found.append(f"{named(answer)}: may be sniffed")
        if headers.get("referrer-policy", "") not in ("same-origin", "no-referrer"):
            found.append(f"{named(answer)}: leaks its address")
        if _is_page(answer) and headers.get("x-frame-options") != "DENY":
            found.append(f"{named(answer)}: may be framed")
    return found


def kept_by_caches(answers: Iterable[Answer]) -> list[str]:
    """Return pages of casework that a browser or proxy may keep."""
    return [named(a) for a in answers if a["status"] == 200 and "no-store" not in a["headers"].get("cache-control", "")]


def elsewhere(answers: Iterable[Answer], *, ours: Iterable[str]) -> list[str]:
    """Return what pages fetch from, or send to, by themselves that is not ours; and inline styles and handlers."""
    found = []
    for answer in answers:
        for resource in answer["resources"]:
            host = urlsplit(resource).netloc
            if resource.startswith("inline ") or (host and host not in ours):
                found.append(f"{named(answer)}: {resource}")
    return found
