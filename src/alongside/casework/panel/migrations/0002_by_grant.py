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
OF_AN_ITEM = ("conflict", "guest", "draft", "decision", "action", "minutes", "correction")
ONLY_ADDED_TO = ("conflict", "draft", "decision", "minutes", "correction")


class Migration(migrations.Migration):
    dependencies = [("panel", "0001_initial"), ("keys", "0001_grants")]
    operations = [
        protect("panel_item", "id"),
        *(protect(f"panel_{table}", "item_id") for table in OF_AN_ITEM),
        *(append_only(f"panel_{table}") for table in ONLY_ADDED_TO),
        migrations.RunSQL(GUESTS, migrations.RunSQL.noop),
        migrations.RunSQL(CONFLICTS, migrations.RunSQL.noop),
    ]
