"""Which GOV.UK component draws a field, and with what parameters.

`drawing_of(field, **look)` understands in `look`:

    heading=True        the label is the heading of the page (one question on a page)
    large=True          the label is as large as a heading, where the page has another one
    classes             extra classes, such as "govuk-input--width-10" or "govuk-radios--inline"
    label, hint         other words than the field's own
    prefix, suffix      text before or after a text input
    autocomplete, inputmode, spellcheck
    hints={value: …}    a hint under a choice
    reveals={value: …}  what opens under a choice: a field of the form, or markup
    exclusive=value     the choice that excludes the others ("none of these"), after a divider
    count=False         no character count
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from .fields import PARTS, DateWidget

Parameters = dict[str, Any]

CHOSEN_FROM = (forms.RadioSelect, forms.CheckboxSelectMultiple, forms.SelectMultiple)
GROUPED = (*CHOSEN_FROM, DateWidget)


@dataclass(frozen=True)
class Drawing:
    """A macro of govuk-frontend-jinja and what to hand it."""

    macro: str
    parameters: Parameters


def drawing_of(field: BoundField, **look: Any) -> Drawing:
    """Choose the component for a field's widget."""
    widget = field.field.widget
    for kinds, draw in DRAWN_BY:
        if isinstance(widget, kinds):
            return draw(field, look)
    return _input(field, look)


def first_id(field: BoundField) -> str:
    """The id that a link in the error summary goes to: the first control with something wrong in it."""
    if isinstance(field.field.widget, DateWidget):
        return f"{field.auto_id}-{wrong_parts(field)[0]}"
    return field.auto_id


def wrong_parts(field: BoundField) -> list[str]:
    """Which boxes of a date are wrong: those an error names, else all."""
    for error in field.form.errors.as_data().get(field.name, []):
        if named := (error.params or {}).get("parts"):
            return list(named)
    return list(PARTS)


def _common(field: BoundField, look: Parameters) -> Parameters:
    """Hint, error and classes: the same for all components."""
    parameters: Parameters = {"classes": look.get("classes", field.field.widget.attrs.get("class", ""))}
    if hint := look.get("hint", field.help_text):
        parameters["hint"] = {"text": hint}
    if field.errors:
        parameters["errorMessage"] = {"text": " ".join(map(str, field.errors)), "visuallyHiddenText": _("Error")}
    return parameters


def _single(field: BoundField, look: Parameters) -> Parameters:
    """A component with one control and a label."""
    return _common(field, look) | {
        "id": field.auto_id,
        "name": field.html_name,
        "label": _label(field, look),
        "disabled": field.field.disabled,
        "attributes": _other_attributes(field),
    }


def _label(field: BoundField, look: Parameters) -> Parameters:
    heading = bool(look.get("heading"))
    return {
        "text": _words(field, look),
        "isPageHeading": heading,
        "classes": "govuk-label--l" if heading or look.get("large") else "govuk-label--s",
    }


def _fieldset(field: BoundField, look: Parameters) -> Parameters:
    heading = bool(look.get("heading"))
    legend = {
        "text": _words(field, look),
        "isPageHeading": heading,
        "classes": "govuk-fieldset__legend--l" if heading or look.get("large") else "govuk-fieldset__legend--s",
    }
    return {"legend": legend}


def _words(field: BoundField, look: Parameters) -> str:
    """The label; a question nobody has to answer says so. A field's `needed_sometimes` says that its hint says when."""
    words = str(look.get("label", field.label))
    needed = field.field.required or getattr(field.field, "needed_sometimes", False)
    needs_no_mark = needed or isinstance(field.field.widget, forms.CheckboxInput)
    return words if needs_no_mark else _("%(question)s (optional)") % {"question": words}


SAID_OTHERWISE = frozenset(
    {
        *("class", "rows", "cols", "maxlength", "minlength", "required", "min", "max", "step", "pattern"),
        *("autocomplete", "inputmode", "spellcheck", "autocapitalize", "autofocus", "placeholder"),
    }
)


# It shows nothing; a style can tell by it whether anything was typed.
BLANK = ("placeholder", " ")


def _other_attributes(field: BoundField) -> dict[str, str]:
    """The widget's attributes that no parameter stands for, such as dir, lang or data-…"""
    return {
        name: "" if value is True else str(value)
        for name, value in field.field.widget.attrs.items()
        if (name not in SAID_OTHERWISE or (name, value) == BLANK) and value not in (False, None)
    }


def _asked(field: BoundField, look: Parameters, *names: str) -> Parameters:
    """Parameters that the page or the widget's attributes may set."""
    given = {name: look.get(name, field.field.widget.attrs.get(name)) for name in names}
    return {name: value for name, value in given.items() if value is not None}


def _input(field: BoundField, look: Parameters) -> Drawing:
    widget = field.field.widget
    kind = {"number": "text"}.get(getattr(widget, "input_type", "text"), getattr(widget, "input_type", "text"))
    parameters = _single(field, look) | {"type": kind, "value": widget.format_value(field.value())}
    if isinstance(widget, forms.NumberInput):
        parameters["inputmode"] = "numeric" if isinstance(field.field, forms.IntegerField) else "decimal"
    if isinstance(widget, forms.EmailInput):
        parameters["spellcheck"] = False
    for side in ("prefix", "suffix"):
        if look.get(side):
            parameters[side] = {"text": look[side]}
    parameters |= _asked(field, look, "autocomplete", "inputmode", "spellcheck", "autocapitalize")
    return Drawing("govukInput", parameters)


def _textarea(field: BoundField, look: Parameters) -> Drawing:
    parameters = _single(field, look) | {"value": field.field.widget.format_value(field.value()) or ""}
    parameters |= _asked(field, look, "rows", "autocomplete", "spellcheck")
    limit = getattr(field.field, "max_length", None)
    if limit is None or look.get("count") is False:
        return Drawing("govukTextarea", parameters)
    return Drawing("govukCharacterCount", parameters | {"maxlength": limit} | _count_in_words())


def _count_in_words() -> Parameters:
    return {
        "textareaDescriptionText": _("You can write up to %{count} characters"),
        "charactersUnderLimitText": {
            "one": _("You have %{count} character left"),
            "other": _("You have %{count} characters left"),
        },
        "charactersAtLimitText": _("You have 0 characters left"),
        "charactersOverLimitText": {
            "one": _("You have %{count} character too many"),
            "other": _("You have %{count} characters too many"),
        },
    }


def _password(field: BoundField, look: Parameters) -> Drawing:
    words = {
        "showPasswordText": _("Show"),
        "hidePasswordText": _("Hide"),
        "showPasswordAriaLabelText": _("Show password"),
        "hidePasswordAriaLabelText": _("Hide password"),
        "passwordShownAnnouncementText": _("Your password is visible"),
        "passwordHiddenAnnouncementText": _("Your password is hidden"),
    }
    return Drawing("govukPasswordInput", _single(field, look) | _asked(field, look, "autocomplete") | words)


def _file(field: BoundField, look: Parameters) -> Drawing:
    attributes = _other_attributes(field)
    multiple = attributes.pop("multiple", None) is not None
    parameters = _single(field, look) | {"multiple": multiple, "attributes": attributes}
    return Drawing("govukFileUpload", parameters)


def _select(field: BoundField, look: Parameters) -> Drawing:
    chosen = _chosen(field)
    items = []
    for value, words in _choices_of(field):
        if isinstance(words, list | tuple):
            items += [_option(one, text, chosen) for one, text in words]
        else:
            items.append(_option(value, words, chosen))
    return Drawing("govukSelect", _single(field, look) | {"items": items})


def _choices_of(field: BoundField) -> Any:
    return getattr(field.field, "choices", None) or field.field.widget.choices


def _option(value: Any, words: Any, chosen: set[str]) -> Parameters:
    value = _as_sent(value)
    if not value and str(words).startswith("---"):
        words = _("Choose")
    return {"value": value, "text": str(words), "selected": value in chosen}


def _choices(field: BoundField, look: Parameters) -> Drawing:
    ticks = isinstance(field.field.widget, forms.CheckboxSelectMultiple | forms.SelectMultiple)
    parameters = _common(field, look) | {
        "idPrefix": field.auto_id,
        "name": field.html_name,
        "fieldset": _fieldset(field, look),
        "items": _items(field, look),
    }
    return Drawing("govukCheckboxes" if ticks else "govukRadios", parameters)


def _items(field: BoundField, look: Parameters) -> list[Parameters]:
    chosen, exclusive = _chosen(field), look.get("exclusive")
    items: list[Parameters] = []
    for value, words in _choices_of(field):
        sent = _as_sent(value)
        if not sent and field.field.required:
            continue
        item = {"value": sent, "text": _choice(words), "checked": sent in chosen, "disabled": field.field.disabled}
        if exclusive is not None and sent == str(exclusive):
            items.append({"divider": _("or")})
            item["behaviour"] = "exclusive"
        items.append(item | _beside(sent, look))
    return items


def _choice(words: Any) -> str:
    """The words of a choice; Django's row of dashes becomes words."""
    return _("No answer") if str(words).strip("-") == "" else str(words)


def _beside(sent: str, look: Parameters) -> Parameters:
    """The hint under a choice, and what opens when it is chosen."""
    beside: Parameters = {}
    if hint := _for_choice(look.get("hints"), sent):
        beside["hint"] = {"text": hint}
    if revealed := _for_choice(look.get("reveals"), sent):
        beside["conditional"] = {"html": _markup(revealed)}
    return beside


def _for_choice(by_value: Parameters | None, sent: str) -> Any:
    return {_as_sent(value): what for value, what in (by_value or {}).items()}.get(sent)


def _markup(revealed: Any) -> Any:
    return revealed.as_field_group() if isinstance(revealed, BoundField) else revealed


def _tick(field: BoundField, look: Parameters) -> Drawing:
    """One box to tick: its label stands beside the box, and its hint under the label."""
    common = _common(field, look)
    item = {"value": "on", "text": _words(field, look), "checked": bool(field.value())}
    item |= {"disabled": field.field.disabled, "hint": common.pop("hint", None)}
    parameters = common | {"idPrefix": field.auto_id, "name": field.html_name, "items": [item]}
    return Drawing("govukCheckboxes", parameters)


WIDTHS = {"day": "govuk-input--width-2", "month": "govuk-input--width-2", "year": "govuk-input--width-4"}


def _date(field: BoundField, look: Parameters) -> Drawing:
    values = DateWidget.parts(field.value())
    wrong = wrong_parts(field) if field.errors else []
    own = look.get("autocomplete", field.field.widget.attrs.get("autocomplete"))
    words = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
    items = [
        {
            "name": part,
            "label": words[part],
            "value": values.get(part, ""),
            "classes": WIDTHS[part] + (" govuk-input--error" if part in wrong else ""),
            "autocomplete": f"{own}-{part}" if own else None,
        }
        for part in PARTS
    ]
    parameters = _common(field, look) | {
        "id": field.auto_id,
        "namePrefix": field.html_name,
        "fieldset": _fieldset(field, look),
        "items": items,
    }
    return Drawing("govukDateInput", parameters)


def _chosen(field: BoundField) -> set[str]:
    value = field.value()
    many = value if isinstance(value, list | tuple | set) else [value]
    return {_as_sent(one) for one in many}


def _as_sent(value: Any) -> str:
    """A choice as the browser sends it back."""
    return "" if value is None else str(value)


DRAWN_BY: tuple[tuple[Any, Any], ...] = (
    (DateWidget, _date),
    (CHOSEN_FROM, _choices),
    (forms.CheckboxInput, _tick),
    (forms.Select, _select),
    (forms.PasswordInput, _password),
    (forms.FileInput, _file),
    (forms.Textarea, _textarea),
)
