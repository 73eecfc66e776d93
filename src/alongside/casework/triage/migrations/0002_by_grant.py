from django.db import migrations

from alongside.casework.keys.row_security import append_only, protect


class Migration(migrations.Migration):
    dependencies = [("triage", "0001_initial"), ("keys", "0001_grants")]
    operations = [
        protect("triage_emergency", "case_id"),
        append_only("triage_emergency"),
        protect("triage_hold", "id"),
        protect("triage_holdanswer", "hold_id"),
        append_only("triage_holdanswer"),
    ]
