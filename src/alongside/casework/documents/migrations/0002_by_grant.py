from django.db import migrations

from alongside.casework.keys.row_security import lined, protect


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial"), ("keys", "0001_grants"), ("referrals", "0002_by_grant")]
    operations = [
        protect("documents_casedocument", "case_id"),
        # What a document is stays as it was added: its bytes may go, and no others come in their place.
        migrations.RunSQL(
            "CREATE FUNCTION documents_content_only_goes() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'the content of a document is never changed'; END $$;"
            "CREATE TRIGGER content_only_goes BEFORE UPDATE OF content ON documents_casedocument FOR EACH ROW"
            " WHEN (NEW.content IS NOT NULL) EXECUTE FUNCTION documents_content_only_goes()",
            migrations.RunSQL.noop,
        ),
        protect("documents_document", "case_id"),
        lined("documents_document", "case_id"),
        # Intake knows which files it expects (by column rights no more than that), and changes none that it has kept.
        migrations.RunSQL(
            "CREATE POLICY intake_expects ON documents_document FOR SELECT TO intake USING (true);"
            "CREATE POLICY intake_keeps ON documents_document FOR UPDATE TO intake"
            " USING (verdict IN ('awaited', 'pending')) WITH CHECK (true)",
            migrations.RunSQL.noop,
        ),
    ]
