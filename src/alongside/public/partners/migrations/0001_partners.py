import uuid

from django.db import migrations, models

PARTNERS = """
CREATE SCHEMA partners;

CREATE TABLE partners.agency (
    id uuid PRIMARY KEY,
    name text NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 200),
    secret_hash bytea NOT NULL CHECK (octet_length(secret_hash) = 32),
    terms_version text NOT NULL CHECK (length(terms_version) BETWEEN 1 AND 20),
    agreed_by text NOT NULL CHECK (length(agreed_by) BETWEEN 1 AND 200),
    agreed_on date NOT NULL,
    a_day integer NOT NULL CHECK (a_day > 0),
    closed_on date
);

CREATE TABLE partners.posted (
    mark bytea PRIMARY KEY CHECK (octet_length(mark) = 32),
    body bytea NOT NULL CHECK (octet_length(body) = 32),
    "on" date NOT NULL
);

CREATE TABLE partners.counted (
    who bytea PRIMARY KEY CHECK (octet_length(who) = 32),
    "on" date NOT NULL,
    number integer NOT NULL CHECK (number > 0)
);
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(PARTNERS, "DROP SCHEMA partners CASCADE"),
        migrations.CreateModel(
            name="Agency",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                ("secret_hash", models.BinaryField()),
                ("terms_version", models.CharField(max_length=20)),
                ("agreed_by", models.CharField(max_length=200)),
                ("agreed_on", models.DateField()),
                ("a_day", models.IntegerField()),
                ("closed_on", models.DateField(null=True)),
            ],
            options={"db_table": 'partners"."agency', "managed": False},
        ),
        migrations.CreateModel(
            name="Posted",
            fields=[
                ("mark", models.BinaryField(primary_key=True, serialize=False)),
                ("body", models.BinaryField()),
                ("on", models.DateField()),
            ],
            options={"db_table": 'partners"."posted', "managed": False},
        ),
        migrations.CreateModel(
            name="Counted",
            fields=[
                ("who", models.BinaryField(primary_key=True, serialize=False)),
                ("on", models.DateField()),
                ("number", models.IntegerField()),
            ],
            options={"db_table": 'partners"."counted', "managed": False},
        ),
    ]
