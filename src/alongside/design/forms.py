"""Forms that draw themselves as GOV.UK components.

    class Worry(forms.Form):
        worry = forms.LongTextField(label=_("What has worried you?"), max_length=3000)

    {{ form.error_summary() }}
    {{ form.worry.as_field_group(heading=True) }}

Import this module as `forms`: it has all of `django.forms`, and its own Form, ModelForm, DateField and LongTextField.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import (
    ALL_FIELDS,
    BaseForm,
    BooleanField,
    BoundField,
    CharField,
    CheckboxInput,
    CheckboxSelectMultiple,
    ChoiceField,
    ClearableFileInput,
    ColorInput,
    ComboField,
    DateInput,
    DateTimeField,
    DateTimeInput,
    DecimalField,
    DurationField,
    EmailField,
    EmailInput,
    Field,
    FileField,
    FileInput,
    FilePathField,
    FloatField,
    HiddenInput,
    ImageField,
    IntegerField,
    JSONField,
    Media,
    MediaDefiningClass,
    ModelChoiceField,
    ModelMultipleChoiceField,
    MultipleChoiceField,
    MultipleHiddenInput,
    MultiValueField,
    MultiWidget,
    NullBooleanField,
    NullBooleanSelect,
    NumberInput,
    PasswordInput,
    RadioSelect,
    RegexField,
    Script,
    SearchInput,
    Select,
    SelectMultiple,
    SlugField,
    SplitDateTimeField,
    SplitDateTimeWidget,
    SplitHiddenDateTimeWidget,
    TelInput,
    Textarea,
    TextInput,
    TimeField,
    TimeInput,
    TypedChoiceField,
    TypedMultipleChoiceField,
    URLField,
    URLInput,
    UUIDField,
    ValidationError,
    Widget,
    all_valid,
    fields_for_model,
    formset_factory,
    inlineformset_factory,
    model_to_dict,
    modelform_factory,
    modelformset_factory,
)
from django.forms import Form as DjangoForm
from django.forms import ModelForm as DjangoModelForm
from django.forms.renderers import DjangoTemplates
from django.template import engines
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from alongside.commons.based_on import mark_of
from alongside.commons.refusals import NotAllowed

from .components import drawing_of, first_id
from .fields import DateField, DateWidget, LongTextField, SentenceErrors, plain_sentences

__all__ = [
    "ALL_FIELDS",
    "BaseForm",
    "BooleanField",
    "BoundField",
    "CharField",
    "CheckboxInput",
    "CheckboxSelectMultiple",
    "ChoiceField",
    "ClearableFileInput",
    "ColorInput",
    "ComboField",
    "DateField",
    "DateInput",
    "DateTimeField",
    "DateTimeInput",
    "DateWidget",
    "DecimalField",
    "DurationField",
    "EmailField",
    "EmailInput",
    "Field",
    "FileField",
    "FileInput",
    "FilePathField",
    "FloatField",
    "Form",
    "HiddenInput",
    "ImageField",
    "IntegerField",
    "JSONField",
    "LongTextField",
    "Media",
    "MediaDefiningClass",
    "ModelChoiceField",
    "ModelForm",
    "ModelMultipleChoiceField",
    "MultiValueField",
    "MultiWidget",
    "MultipleChoiceField",
    "MultipleHiddenInput",
    "NullBooleanField",
    "NullBooleanSelect",
    "NumberInput",
    "PasswordInput",
    "RadioSelect",
    "RegexField",
    "Renderer",
    "Script",
    "SearchInput",
    "Select",
    "SelectMultiple",
    "SentenceErrors",
    "SlugField",
    "SplitDateTimeField",
    "SplitDateTimeWidget",
    "SplitHiddenDateTimeWidget",
    "TelInput",
    "TextInput",
    "Textarea",
    "TimeField",
    "TimeInput",
    "TypedChoiceField",
    "TypedMultipleChoiceField",
    "URLField",
    "URLInput",
    "UUIDField",
    "ValidationError",
    "Widget",
    "all_valid",
    "drawn_fields",
    "error_summary",
    "fields_for_model",
    "formset_factory",
    "inlineformset_factory",
    "model_to_dict",
    "modelform_factory",
    "modelformset_factory",
]


class DrawnField(BoundField):
    """A field of a form that knows how to draw itself, and whose errors are plain sentences."""

    def __init__(self, form: BaseForm, field: Field, name: str) -> None:
        super().__init__(form, field, name)
        plain_sentences(field)

    def as_field_group(self, **look: Any) -> SafeString:
        """Draw label, hint, error and control. `components.py` lists what `look` may say."""
        return draw("design/field.html", drawing=drawing_of(self, **look))


class Renderer(DjangoTemplates):
    """Django's own renderer (Wagtail and allauth need it), with fields that draw themselves."""

    bound_field_class = DrawnField


def draw(template: str, **context: Any) -> SafeString:
    """Render one of our parts in the half's Jinja2 environment."""
    return mark_safe(engines["jinja2"].get_template(template).render(context).strip())  # noqa: S308


def error_summary(*forms: BaseForm) -> SafeString:
    """Say what is wrong in these forms, above the page's heading; nothing when nothing is wrong."""
    errors = [line for form in forms for line in _lines(form)]
    return draw("design/error_summary.html", errors=errors) if errors else mark_safe("")


def _lines(form: BaseForm) -> list[dict[str, str]]:
    return [_line(form, name, sentence) for name, sentences in form.errors.items() for sentence in sentences]


def _line(form: BaseForm, name: str, sentence: object) -> dict[str, str]:
    if name == NON_FIELD_ERRORS or name not in form.fields or form[name].is_hidden:
        return {"text": str(sentence)}
    return {"text": str(sentence), "href": f"#{first_id(form[name])}"}


def drawn_fields(form: BaseForm) -> SafeString:
    """The hidden fields of a form, then the visible ones in order."""
    drawn = [field.as_field_group() for field in form.visible_fields()]
    return mark_safe("\n".join([*map(str, form.hidden_fields()), *drawn]))  # noqa: S308


class GovukForm(BaseForm):
    """What our Form and ModelForm add to Django's."""

    # One instance, because a renderer builds its template engine once and a form may draw hundreds of fields.
    default_renderer = Renderer()
    use_required_attribute = False
    based_on = ""
    is_older = False
    stands_at = ""

    def __getitem__(self, name: str) -> DrawnField:
        return cast(DrawnField, super().__getitem__(name))

    def _clean_fields(self) -> None:
        """Clean as Django does, then ask this half's rule of every text that was typed (setting REFUSED_WORDS)."""
        super()._clean_fields()  # type: ignore[misc]
        if reason_against := _refused_words():
            self._refuse_words(reason_against)

    def _refuse_words(self, reason_against: Callable[[str], str | None]) -> None:
        for name, said in list(self.cleaned_data.items()):
            if isinstance(said, str) and _is_typed(self.fields[name]) and (sentence := reason_against(said)):
                self.add_error(name, gettext(sentence))

    def error_summary(self) -> SafeString:
        """What is wrong in this form, to stand above the heading."""
        return error_summary(self)

    def as_fields(self) -> SafeString:
        """All fields in order; before them the mark of what the page rests on and, to who is second, how it stands."""
        first = draw("design/based_on.html", form=self) if self.based_on else ""
        return mark_safe(f"{first}{drawn_fields(self)}")  # noqa: S308

    def rests_on(self, *stands: object) -> None:
        """Say what this page was drawn from (texts, numbers, lists of them); without any, what the form begins with."""
        self.based_on = mark_of(*(stands or [(name, str(self[name].initial)) for name in self.fields]))

    def refuse_older(self, told: str, *, at: str = "") -> None:
        """Refuse what was sent from a page that rested on something else; the page shown again rests on what is now.

        `at` is the page that shows how it stands; without one the form says what it begins with now.
        Raises NotAllowed with the sentence that says what changed.
        """
        sent = self.data.get("based_on")
        self.is_older, self.stands_at = bool(sent) and sent != self.based_on, at
        if self.is_older:
            raise NotAllowed(told)

    def as_it_stands(self) -> list[tuple[str, str]]:
        """Return each field that begins otherwise than it was filled in: its label, and how it stands, in words."""
        drawn = [self[name] for name in self.fields]
        rows = [(str(one.label), _words_of(one, one.initial), _words_of(one, one.data)) for one in drawn]
        return [(label, now) for label, now, mine in rows if now and now != mine]


def _words_of(field: BoundField, value: Any) -> str:
    """Return a value of a field as it is read: labels of choices, days, lines."""
    if isinstance(field.field, DateField):
        return " ".join(DateWidget.parts(value).values())
    named = {str(word): str(label) for word, label in getattr(field.field, "choices", None) or ()}
    many = [value] if isinstance(value, str) or not isinstance(value, Iterable) else value
    words = [str(getattr(one, "pk", one)) for one in many if one not in (None, "")]
    return ", ".join(sorted(named.get(word, word) for word in words))


def _is_typed(field: Field) -> bool:
    return isinstance(field, CharField) and not isinstance(field.widget, PasswordInput)


@cache
def _refused_words() -> Callable[[str], str | None] | None:
    """Return the rule that the setting names, if any: of a text it says why it cannot be kept, or None."""
    name = getattr(settings, "REFUSED_WORDS", "")
    return cast(Callable[[str], str | None], import_string(name)) if name else None


class Form(GovukForm, DjangoForm):
    """Django's Form, drawn with GOV.UK components."""


class ModelForm(GovukForm, DjangoModelForm):
    """Django's ModelForm, drawn with GOV.UK components. Name DateField in Meta.field_classes for days."""
