"""One row of a register of coded fields (``casework/rules/code_lists``, ``public/coded``, ``site/coded``)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Coded:
    """A coded field: where it is held, what it is for, and who sets it.

    `held_in` names every column (``app.Model.field``) and every choice of a form (``form app.Form.field``) that holds
    it; one that stands in no register fails the tests of the five myths.
    """

    name: str
    where: str
    purpose: str
    set_by: str
    held_in: tuple[str, ...] = ()
