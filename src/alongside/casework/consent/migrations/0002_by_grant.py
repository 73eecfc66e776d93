from django.db import migrations

from alongside.casework.keys.row_security import append_only, protect


class Migration(migrations.Migration):
    dependencies = [("consent", "0001_initial"), ("keys", "0001_grants")]
    operations = [protect("consent_consent", "case_id"), append_only("consent_consent")]
