from django.db import migrations

from alongside.casework.keys.row_security import append_only, protect

TABLES = ("saving", "version", "remark")


class Migration(migrations.Migration):
    dependencies = [("assessment", "0001_initial"), ("keys", "0001_grants")]
    operations = [
        *(protect(f"assessment_{table}", "case_id") for table in TABLES),
        *(append_only(f"assessment_{table}") for table in TABLES),
    ]
