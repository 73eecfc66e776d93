from django.db import migrations

from alongside.casework.keys.row_security import protect


class Migration(migrations.Migration):
    dependencies = [("reporters", "0001_initial"), ("keys", "0001_grants")]
    operations = [
        protect("reporters_reporter", "id", intake_adds=True),
        protect("reporters_asking", "reporter_id"),
        protect("reporters_opening", "reporter_id"),
    ]
