from django.db import migrations

from alongside.casework.keys.row_security import append_only, protect


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial"), ("keys", "0001_grants")]
    operations = [protect("intake_answer", "case_id"), append_only("intake_answer")]
