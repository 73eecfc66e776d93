"""The forms of a page as a person fills them, read by another parser than the one that gives them back."""

from __future__ import annotations

from typing import Any

from lxml import html

Typed = dict[str, list[str]]
GUARDS = ("csrfmiddlewaretoken", "form_of")


def forms_in(page: str, address: str) -> list[Any]:
    """The forms of a page's main part that are posted."""
    document = html.fromstring(page)
    document.make_links_absolute(address, handle_failures="ignore")
    return [form for form in document.xpath("//main//form") if form.method == "POST"]


def where(form: Any, address: str) -> str:
    return form.get("action") or address


def fill(form: Any) -> Typed:
    """Type into every field: other text in each box, every box ticked, the last of each choice."""
    typed: Typed = {}
    for number, field in enumerate(form.xpath(".//input | .//textarea | .//select")):
        name = field.get("name")
        if name in GUARDS or not name or field.get("type") in ("submit", "password", "file"):
            continue
        typed.setdefault(name, [])
        typed[name] = _answer(field, f"typed <{number}> & “{name}”\r\nnext line", typed[name])
    return {name: texts for name, texts in typed.items() if texts}


def _answer(field: Any, text: str, before: list[str]) -> list[str]:
    kind = field.get("type") if field.tag == "input" else field.tag
    if kind == "select":
        return [*before, field.xpath(".//option/@value")[-1]]
    if kind == "radio":
        return [field.get("value")]
    if kind == "checkbox":
        return [*before, field.get("value", "on")]
    if kind == "hidden":
        return [*before, field.get("value", "")]
    return [*before, text if kind == "textarea" else text.replace("\r\n", " ")]


def values(form: Any) -> Typed:
    """What a browser would send if Send were pressed now (lxml leaves line breaks as they are, browsers send CR LF)."""
    found: Typed = {}
    for name, value in form.form_values():
        if name not in GUARDS:
            found.setdefault(name, []).append(_as_sent(value))
    return found


def _as_sent(text: str) -> str:
    # The first line break after <textarea> is no part of the value.
    return text.removeprefix("\n").replace("\r\n", "\n").replace("\n", "\r\n")
