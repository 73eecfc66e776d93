"""The practice, in plain Python: tables and short pure functions that a practitioner can sign by reading the diff.

Standard library and `alongside.commons` only; no Django, no database, no clock of its own. "Domain page 2.5" in a
source is a section of the team's page on the safeguarding process; where published statutory guidance disagrees, the
guidance stands and the row is changed. `docs/practice/` is generated from here by `practice.py`.
"""
