from django.db import migrations

from alongside.casework.keys.row_security import append_only, protect


class Migration(migrations.Migration):
    dependencies = [("referrals", "0001_initial"), ("keys", "0001_grants"), ("audit", "0001_the_log")]
    operations = [
        protect("referrals_referral", "id", intake_adds=True),
        protect("referrals_concern", "case_id", intake_adds=True),
        protect("referrals_line", "case_id", intake_adds=True),
        # Intake finds by it where later things belong, and moves or closes it; what the case holds stays sealed to it.
        migrations.RunSQL(
            "CREATE POLICY intake_finds ON referrals_line FOR SELECT TO intake USING (true);"
            "CREATE POLICY intake_moves ON referrals_line FOR UPDATE TO intake USING (true)",
            migrations.RunSQL.noop,
        ),
        protect("referrals_history", "case_id", intake_adds=True, readers=("auditor",)),
        protect("referrals_record", "case_id"),
        protect("referrals_countersigning", "case_id"),
        append_only("referrals_concern"),
        append_only("referrals_history"),
        append_only("referrals_record"),
    ]
