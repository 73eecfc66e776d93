"""Grants: the row that lets somebody see a case is the row that carries its key (house.md, "Who may see a case")."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.db import models

from . import vault

if TYPE_CHECKING:
    from uuid import UUID


class Given(models.Model):
    """One grant, readable by its grantee alone and written only by ``keys.give``. Kept until it lapses or is taken
    back.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_id = models.UUIDField()
    post = models.ForeignKey("organisation.Post", null=True, on_delete=models.DO_NOTHING, related_name="+")
    staff = models.ForeignKey("organisation.Staff", null=True, on_delete=models.DO_NOTHING, related_name="+")
    agency = models.ForeignKey("organisation.Agency", on_delete=models.DO_NOTHING, related_name="+")
    wrapped = models.BinaryField()
    given_by = models.ForeignKey(
        "organisation.Staff", null=True, on_delete=models.DO_NOTHING, related_name="+", db_column="given_by"
    )
    given_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    emergency = models.UUIDField(null=True)

    class Meta:
        managed = False
        db_table = 'keys"."given'

    def __str__(self) -> str:
        return str(self.id)

    @property
    def bound(self) -> vault.Bound:
        grantee = self.post_id or self.staff_id
        assert grantee is not None  # the table's check says so
        return vault.Bound(self.case_id, grantee, self.ends_at)


class SealedText(models.BinaryField):
    """A column that holds text sealed under its case's key. Nothing but ``Sealed.seal`` writes it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("null", True)
        options.setdefault("editable", False)
        super().__init__(*args, **options)


class Sealed(models.Model):
    """A row of a case, some of whose columns are sealed."""

    class Meta:
        abstract = True

    def seal(self, case_key: bytes, **texts: str) -> None:
        """Set sealed columns. Call before save(); the row's id is part of what each value is bound to."""
        for column, text in texts.items():
            setattr(self, column, vault.seal(case_key, text, self._cell(column)))

    def opened(self, case_key: bytes, column: str) -> str:
        """Return the text of a sealed column, empty when it was never set. Raises vault.DoesNotOpen."""
        sealed = getattr(self, column)
        return vault.open_(case_key, sealed, self._cell(column)) if sealed is not None else ""

    def _cell(self, column: str) -> vault.Cell:
        row: UUID = self.pk
        return vault.Cell(self._meta.db_table, column, row)
