"""Row-level security for tables that belong to a case, for use in migrations.

Forced, and keyed on the same rows that carry the keys: who has no live grant sees, changes and adds nothing. No
context, no rows (a boundary test tries every table).

Whether somebody sees a row is asked of ``keys.given`` itself, whose own policy shows everybody their own live grants.
``keys.may_see`` says the same at six times the price, because a function that changes rights cannot be planned into
the query. The LIMIT keeps the planner from reading all of somebody's grants for a page of 25 rows.
"""

from __future__ import annotations

from django.db.migrations import RunSQL


def protect(table: str, case_column: str, *, intake_adds: bool = False, readers: tuple[str, ...] = ()) -> RunSQL:
    """Return the operation that closes one table.

    Args:
        case_column: the column that holds the case's id.
        intake_adds: the intake worker may INSERT rows of a case that it opens in this transaction (it reads none).
        readers: worker roles that may SELECT every row; what they read is limited by column rights in grants.py.
    """
    sql: list[str] = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY by_grant ON {table} TO casework_web"
        f" USING ({_sees(table, case_column)}) WITH CHECK (keys.may_change({case_column}))",
    ]
    if intake_adds:
        sql.append(f"CREATE POLICY intake_adds ON {table} FOR INSERT TO intake WITH CHECK (keys.is_new({case_column}))")
    sql += [f"CREATE POLICY {role}_reads ON {table} FOR SELECT TO {role} USING (true)" for role in readers]
    return RunSQL(tuple(sql), RunSQL.noop)


def _sees(table: str, case_column: str) -> str:
    return f"(SELECT true FROM keys.given g WHERE g.case_id = {table}.{case_column} LIMIT 1)"  # noqa: S608


def lined(table: str, case_column: str) -> RunSQL:
    """Return the operation that lets the intake worker add rows, sealed to the inbox, to cases that have a line."""
    leads_to_it = f"EXISTS (SELECT 1 FROM referrals_line line WHERE line.case_id = {table}.{case_column})"  # noqa: S608
    return RunSQL(
        f"CREATE POLICY intake_adds_by_line ON {table} FOR INSERT TO intake WITH CHECK ({leads_to_it})", RunSQL.noop
    )


def append_only(table: str) -> RunSQL:
    """Return the operation that refuses UPDATE, DELETE and TRUNCATE, whoever asks."""
    name = table.replace(".", "_")
    return RunSQL(
        [
            f"CREATE FUNCTION {name}_stays() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN RAISE EXCEPTION 'rows of {table} are never changed or removed'; END $$",
            f"CREATE TRIGGER {name}_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {name}_stays()",
        ],
        RunSQL.noop,
    )
