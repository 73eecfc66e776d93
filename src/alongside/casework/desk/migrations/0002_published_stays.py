from django.db import migrations

from alongside.casework.keys.row_security import append_only

PUBLISHED_STAYS = """
CREATE FUNCTION desk_published_stays() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'a published briefing is never changed or removed'; END $$;
CREATE TRIGGER desk_published_stays BEFORE UPDATE OR DELETE ON desk_briefing
FOR EACH ROW WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION desk_published_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("desk", "0001_initial")]
    operations = [
        migrations.RunSQL(PUBLISHED_STAYS, migrations.RunSQL.noop),
        append_only("public.desk_confirmation"),
        append_only("public.desk_reading"),
    ]
