from django.db import migrations

from alongside.casework.keys.row_security import append_only

# The roster decides with whom a concern is shared out of hours, so the web role alone must not be enough to write it:
# the person whose request it is has to keep it (rules/duty.KEEPERS).
KEEPS = """
CREATE FUNCTION public.duty_keeps(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT EXISTS (
        SELECT 1 FROM public.organisation_post
        WHERE id IN (SELECT keys.my_posts()) AND (role = 'manager' OR role = 'coordinator' AND area_id = wanted)
    )
$$;
"""

TABLES = ("duty_change", "duty_readinghours", "duty_turn", "duty_leave", "duty_arrangement")
CLOSE = [
    sql
    for table in TABLES
    for sql in (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"CREATE POLICY everybody_reads ON {table} FOR SELECT USING (true)",
        f"CREATE POLICY keepers_add ON {table} FOR INSERT TO casework_web WITH CHECK (public.duty_keeps(area_id))",
        f"CREATE POLICY keepers_change ON {table} FOR UPDATE TO casework_web USING (public.duty_keeps(area_id))",
    )
]


class Migration(migrations.Migration):
    dependencies = [("duty", "0001_initial"), ("keys", "0001_grants")]
    operations = [
        migrations.RunSQL(KEEPS, migrations.RunSQL.noop),
        migrations.RunSQL(CLOSE, migrations.RunSQL.noop),
        append_only("duty_change"),
    ]
