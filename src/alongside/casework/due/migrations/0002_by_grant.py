from django.db import migrations

from alongside.casework.keys.row_security import protect

# Completed or moved, never removed.
NEVER_REMOVED = """
CREATE FUNCTION due_stays() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN RAISE EXCEPTION 'what is due is completed or moved, never removed'; END $$;
CREATE TRIGGER due_stays BEFORE DELETE OR TRUNCATE ON due_due FOR EACH STATEMENT EXECUTE FUNCTION due_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("due", "0001_initial"), ("keys", "0001_grants")]
    operations = [
        protect("due_due", "case_id", intake_adds=True),
        migrations.RunSQL(NEVER_REMOVED, migrations.RunSQL.noop),
    ]
