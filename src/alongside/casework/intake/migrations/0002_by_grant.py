from django.db import migrations

from alongside.casework.keys.row_security import append_only, lined, protect


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial"), ("keys", "0001_grants"), ("referrals", "0002_by_grant")]
    operations = [
        protect("intake_answer", "case_id"),
        append_only("intake_answer"),
        protect("intake_release", "case_id"),
        append_only("intake_release"),
        protect("intake_firstlook", "case_id"),
        protect("intake_message", "case_id"),
        lined("intake_message", "case_id"),
    ]
