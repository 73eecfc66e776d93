from django.db import migrations

from alongside.casework.keys.row_security import append_only, protect


class Migration(migrations.Migration):
    dependencies = [("disclosures", "0001_initial"), ("keys", "0001_grants"), ("referrals", "0002_by_grant")]
    operations = [
        protect("disclosures_disclosure", "case_id", intake_adds=True),
        protect("disclosures_after", "case_id"),
        append_only("disclosures_disclosure"),
        append_only("disclosures_after"),
    ]
