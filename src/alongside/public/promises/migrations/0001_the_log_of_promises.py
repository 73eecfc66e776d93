from django.db import migrations, models

# A commitment is logged once, and an hour is closed once: the database refuses the second.
LOG = """
CREATE TABLE letterbox.logged (
    number bigint PRIMARY KEY CHECK (number >= 0),
    commitment bytea NOT NULL UNIQUE CHECK (octet_length(commitment) = 32)
);
CREATE TABLE letterbox.checkpoint (
    size bigint PRIMARY KEY CHECK (size > 0 AND size % 256 = 0),
    hour timestamptz NOT NULL UNIQUE,
    subtree bytea NOT NULL CHECK (octet_length(subtree) = 32),
    note text NOT NULL
);
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [("letterbox", "0001_the_letterbox")]
    operations = [
        migrations.RunSQL(LOG, "DROP TABLE letterbox.logged, letterbox.checkpoint"),
        migrations.CreateModel(
            name="Logged",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("commitment", models.BinaryField()),
            ],
            options={"db_table": 'letterbox"."logged', "managed": False},
        ),
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                ("size", models.BigIntegerField(primary_key=True, serialize=False)),
                ("hour", models.DateTimeField()),
                ("subtree", models.BinaryField()),
                ("note", models.TextField()),
            ],
            options={"db_table": 'letterbox"."checkpoint', "managed": False},
        ),
    ]
