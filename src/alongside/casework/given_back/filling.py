"""Fill a form of a finished page with what somebody typed before. All other text of the page stays as it is.

Filling the page, and not asking its view to take the form, is what makes this one mechanism for every form: a view is
asked for its page as at any visit (GET), so nothing can be done by giving back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from typing import Self
from urllib.parse import urljoin, urlsplit

Said = dict[str, list[str]]
BUTTONS = ("submit", "button", "image", "reset")
UNTOUCHED = (*BUTTONS, "password", "file")


@dataclass
class Filled:
    """A page with its form filled; `found` is whether there was such a form, `left` what it did not ask for."""

    html: str
    found: bool
    left: list[str]


def fill(html: str, *, page: str, to: str, said: Said, keep: frozenset[str] = frozenset()) -> Filled:
    """Put what was said into the form of a page (its address) that is sent to `to`; not into the fields named `keep`.

    Of several forms that go there the one is filled that has most of the names.
    """
    forms = _Forms(page).read(html).forms
    there = [form for form in forms if form.to == to]
    if not there:
        return Filled(html, False, _texts(said, set(), set()))
    chosen = max(there, key=lambda form: len(form.names & set(said)))
    writer = _Writer(forms.index(chosen), {name: list(texts) for name, texts in said.items()}, keep).read(html)
    return Filled("".join(writer.out), True, _texts(said, writer.placed, chosen.buttons | keep))


def _texts(said: Said, placed: set[str], buttons: set[str]) -> list[str]:
    """What has found no place; what stands in another field word for word (a preview's copy) is not said twice."""
    there = {text for name in placed for text in said[name]}
    names = [name for name in said if name not in placed | buttons]
    return [text for name in names for text in said[name] if text.strip() and text not in there]


@dataclass
class _Form:
    to: str
    names: set[str] = field(default_factory=set)
    buttons: set[str] = field(default_factory=set)


class _Page(HTMLParser):
    """Knows in which form it is: forms are numbered in their order, and -1 is none."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.count = 0
        self.form = -1

    def read(self, html: str) -> Self:
        self.feed(html)
        self.close()
        return self

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def enter(self, tag: str) -> None:
        if tag == "form":
            self.form, self.count = self.count, self.count + 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = -1


class _Forms(_Page):
    """Lists the forms that are posted: where each goes, and what it asks."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page
        self.forms: list[_Form] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.enter(tag)
        has = dict(attrs)
        if tag == "form":
            self.forms.append(_Form(_path(self.page, has) if has.get("method") == "post" else ""))
        elif self.form >= 0 and has.get("name"):
            button = tag == "button" or has.get("type") in BUTTONS
            form = self.forms[self.form]
            (form.buttons if button else form.names).add(str(has["name"]))


class _Writer(_Page):
    """Writes the page again, with one form's fields filled."""

    def __init__(self, form: int, said: Said, keep: frozenset[str]) -> None:
        super().__init__()
        self.chosen, self.said, self.keep = form, said, keep
        self.out: list[str] = []
        self.placed: set[str] = set()
        self.select = ""
        self.muted = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.enter(tag)
        if self.form == self.chosen:
            self._field(tag, dict(attrs))
        else:
            self._as_it_is()

    def handle_endtag(self, tag: str) -> None:
        super().handle_endtag(tag)
        self.muted = self.muted and tag != "textarea"
        self.select = "" if tag == "select" else self.select
        self.out.append(f"</{tag}>")

    def _field(self, tag: str, has: dict[str, str | None]) -> None:
        name = has.get("name") or ""
        if tag == "select":
            self.select = name
        if tag == "option":
            self._tick(tag, has, self.select, "selected")
        elif tag == "input" and has.get("type") in ("checkbox", "radio") and name not in self.keep:
            self._tick(tag, has, name, "checked")
        elif tag in ("input", "textarea") and self._takes(name, has):
            self._write(tag, has, self._next(name))
        else:
            self._as_it_is()

    def _takes(self, name: str, has: dict[str, str | None]) -> bool:
        return bool(self.said.get(name)) and name not in self.keep and has.get("type") not in UNTOUCHED

    def _next(self, name: str) -> str:
        """The value of a field; fields of one name take theirs in order."""
        self.placed.add(name)
        return self.said[name].pop(0)

    def _write(self, tag: str, has: dict[str, str | None], text: str) -> None:
        if tag == "input":
            self.out.append(_tag(tag, {**has, "value": text}))
        else:
            # The line break after the tag is no part of the value (HTML, 13.2.6.4.7); one in it would be lost.
            self.out.append(f"{_tag(tag, has)}\n{escape(text)}")
            self.muted = True

    def _tick(self, tag: str, has: dict[str, str | None], name: str, mark: str) -> None:
        chosen = has.get("value", "on") in self.said.get(name, [])
        if chosen:
            self.placed.add(name)
        without = {key: value for key, value in has.items() if key != mark}
        self.out.append(_tag(tag, {**without, mark: None} if chosen else without))

    def _as_it_is(self) -> None:
        self.out.append(self.get_starttag_text() or "")

    def _text(self, text: str) -> None:
        if not self.muted:
            self.out.append(text)

    def handle_data(self, data: str) -> None:
        self._text(data)

    def handle_entityref(self, name: str) -> None:
        self._text(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._text(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self._text(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self._text(f"<!{decl}>")


def _path(page: str, has: dict[str, str | None]) -> str:
    return urlsplit(urljoin(page, has.get("action") or "")).path


def _tag(tag: str, has: dict[str, str | None]) -> str:
    said = "".join(f" {key}" if value is None else f' {key}="{escape(value)}"' for key, value in has.items())
    return f"<{tag}{said}>"
