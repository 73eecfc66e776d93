from django.db import migrations

from alongside.casework.keys.row_security import append_only, protect

# A guest knows of their invitation and accepts the statement before they have any key.
GUESTS = """
CREATE POLICY own_is_seen ON panel_guest FOR SELECT TO casework_web USING (staff_id = keys.me());
CREATE POLICY own_is_accepted ON panel_guest FOR UPDATE TO casework_web
    USING (staff_id = keys.me() AND let_in_at IS NULL) WITH CHECK (staff_id = keys.me() AND let_in_at IS NULL);
"""
CONFLICTS = """
CREATE POLICY by_case ON panel_conflict FOR SELECT TO casework_web USING (keys.may_see(of_case));
"""
# Who runs a meeting and reads none of its items learns which of their cases are on it, and no more of them (domain 10);
# who calls it off has to see every item whose paper is out.
AGENDAS = """
CREATE POLICY in_a_function ON panel_item FOR SELECT TO casework_owner
    USING (current_setting('app.agenda', true) = 'asked');
CREATE FUNCTION keys.on_agenda(wanted uuid) RETURNS TABLE (of_case uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM set_config('app.agenda', 'asked', true);
    RETURN QUERY SELECT i.of_case FROM public.panel_item i
        WHERE i.meeting_id = wanted AND keys.may_see(i.of_case) ORDER BY i.listed_at;
    PERFORM set_config('app.agenda', '', true);
END
$$;
CREATE FUNCTION keys.hidden_on(wanted uuid) RETURNS TABLE (item uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM set_config('app.agenda', 'asked', true);
    RETURN QUERY SELECT i.id FROM public.panel_item i
        WHERE i.meeting_id = wanted AND i.outcome = '' AND NOT keys.may_see(i.id) LIMIT 1;
    PERFORM set_config('app.agenda', '', true);
END
$$;
"""
OF_AN_ITEM = ("conflict", "guest", "draft", "decision", "action", "minutes", "correction")
ONLY_ADDED_TO = ("conflict", "draft", "decision", "minutes", "correction")


class Migration(migrations.Migration):
    dependencies = [("panel", "0001_initial"), ("keys", "0001_grants")]
    operations = [
        protect("panel_item", "id"),
        *(protect(f"panel_{table}", "item_id") for table in OF_AN_ITEM),
        *(append_only(f"panel_{table}") for table in ONLY_ADDED_TO),
        migrations.RunSQL(GUESTS, migrations.RunSQL.noop),
        migrations.RunSQL(AGENDAS, migrations.RunSQL.noop),
        migrations.RunSQL(CONFLICTS, migrations.RunSQL.noop),
    ]
