from django.db import migrations

from alongside.casework.keys.row_security import append_only


class Migration(migrations.Migration):
    dependencies = [("oversight", "0001_initial")]
    operations = [append_only("public.oversight_release")]
