from django.db import migrations

from alongside.casework.keys.row_security import append_only

# Posts and who holds them decide who sees a case, so the web role alone must not be enough to write them: the person
# whose request it is has to hold a manager's post. The owner, who migrates and loads the demo, is not bound by this.
TABLES = (
    "organisation_area",
    "organisation_agency",
    "organisation_post",
    "organisation_holding",
    "administration_trainingdate",
)

MANAGING = """
CREATE FUNCTION public.administration_is_managing() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT EXISTS (
        SELECT 1 FROM public.organisation_post
        WHERE id IN (SELECT keys.my_posts()) AND role = 'manager'
    )
$$;
"""

# Casework's worker keeps of which warning somebody was told, and may change nothing else of it (grants.py).
WARNED = """
CREATE POLICY worker_tells ON administration_trainingdate FOR UPDATE TO casework_worker USING (true) WITH CHECK (true)
"""

CLOSE = [
    sql
    for table in TABLES
    for sql in (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"CREATE POLICY everybody_reads ON {table} FOR SELECT USING (true)",
        f"CREATE POLICY managers_add ON {table} FOR INSERT TO casework_web"
        " WITH CHECK (public.administration_is_managing())",
        f"CREATE POLICY managers_change ON {table} FOR UPDATE TO casework_web"
        " USING (public.administration_is_managing())",
        f"CREATE POLICY managers_remove ON {table} FOR DELETE TO casework_web"
        " USING (public.administration_is_managing())",
    )
]

# Nobody gives a post to themselves, and nobody ends their own, manager or not.
NOT_ONESELF = """
CREATE POLICY not_to_oneself ON organisation_holding AS RESTRICTIVE FOR INSERT TO casework_web
    WITH CHECK (staff_id <> keys.me());
CREATE POLICY not_of_oneself ON organisation_holding AS RESTRICTIVE FOR UPDATE TO casework_web
    USING (staff_id <> keys.me());
"""

# Signing in and choosing a password change an account before anybody is known to be looking; all else is a manager's.
ACCOUNTS = """
CREATE FUNCTION public.administration_keeps_accounts() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF session_user = 'casework_web' AND NOT public.administration_is_managing() AND (
        TG_OP <> 'UPDATE'
        OR (OLD.id, OLD.email, OLD.name, OLD.agency_id, OLD.is_active, OLD.joined_on, OLD.left_on)
           IS DISTINCT FROM
           (NEW.id, NEW.email, NEW.name, NEW.agency_id, NEW.is_active, NEW.joined_on, NEW.left_on)
    ) THEN
        RAISE EXCEPTION 'only a manager administers accounts';
    END IF;
    RETURN coalesce(NEW, OLD);
END
$$;
CREATE TRIGGER administration_keeps_accounts BEFORE INSERT OR UPDATE OR DELETE ON organisation_staff
    FOR EACH ROW EXECUTE FUNCTION public.administration_keeps_accounts();
"""


class Migration(migrations.Migration):
    dependencies = [("administration", "0001_initial"), ("keys", "0001_grants")]
    operations = [
        append_only("public.administration_administrationentry"),
        migrations.RunSQL(MANAGING, migrations.RunSQL.noop),
        migrations.RunSQL(CLOSE, migrations.RunSQL.noop),
        migrations.RunSQL(WARNED, migrations.RunSQL.noop),
        migrations.RunSQL(NOT_ONESELF, migrations.RunSQL.noop),
        migrations.RunSQL(ACCOUNTS, migrations.RunSQL.noop),
    ]
