"""The code that was told by telephone, and the answer: in the words that came with the question."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from alongside.commons.envelope import one_question
from alongside.design import forms
from alongside.site.typed import ShortWords, Words

LONGEST = 3500


class Code(forms.Form):
    code = ShortWords(
        label=_("The code that you were told by telephone"),
        max_length=40,
        help_text=_("Eight digits, with or without spaces."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "spellcheck": False}),
        error_messages={"required": _("Type the code.")},
    )

    def clean_code(self) -> str:
        code = one_question.read_code(self.cleaned_data["code"])
        if code is None:
            raise forms.ValidationError(_("The code has eight digits and nothing else."))
        return code


class Answer(forms.Form):
    """What can be answered comes sealed with the question (casework's rules), so it is said here and nowhere else."""

    kind = forms.ChoiceField(
        label=_("What is your answer?"), widget=forms.RadioSelect,
        error_messages={"required": _("Choose what your answer is.")},
    )  # fmt: skip
    words = Words(
        label=_("In your words"), max_length=LONGEST, rows=8, required=False,
        help_text=_("What bears on the question and nothing more: what it is, where you know it from, of when."),
    )  # fmt: skip
    ground = forms.ChoiceField(label=_("On what ground do you not share it, or a part of it?"), required=False)

    def __init__(self, *args: Any, says: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kinds = {kind["word"]: kind for kind in says["kinds"]}
        self.fields["kind"].choices = [(word, kind["label"]) for word, kind in self._kinds.items()]  # type: ignore[attr-defined]
        grounds = [(ground["word"], ground["label"]) for ground in says["grounds"]]
        self.fields["ground"].choices = [("", _("We share what is asked")), *grounds]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        kind = self._kinds.get(said.get("kind", ""), {})
        if kind.get("words") and not said.get("words"):
            self.add_error("words", _("Write your answer. If you know nothing that bears on it, choose just that."))
        if kind.get("ground") and not said.get("ground"):
            self.add_error("ground", _("Choose the ground on which you do not share it."))
        return said
