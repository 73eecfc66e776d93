"""What the doctor found wrong, as its tests read it."""

from __future__ import annotations


def ills(findings: object) -> list[str]:
    return [f"{finding.what}: {finding.sentence}" for finding in findings if not finding.well]  # type: ignore[attr-defined]
