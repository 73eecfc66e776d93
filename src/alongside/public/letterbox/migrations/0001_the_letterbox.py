import uuid

from django.db import migrations, models

LETTERBOX = """
CREATE SCHEMA letterbox;

-- Sealed things on their way to casework. The web role may only INSERT. Sizes are those of the buckets and no others
-- (commons/envelope/seal.SEALED_SIZES; a test compares), so that nobody can post what intake must choke on.
CREATE TABLE letterbox.envelope (
    id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('concern', 'message', 'passed_question')),
    key_id text NOT NULL CHECK (length(key_id) BETWEEN 1 AND 40),
    sealed bytea NOT NULL CHECK (octet_length(sealed) IN (5232, 17520, 66672))
);

-- Sealed answers on their way to somebody who comes back with a receipt.
CREATE TABLE letterbox.reply (
    id uuid PRIMARY KEY,
    locator text NOT NULL CHECK (length(locator) BETWEEN 4 AND 16),
    number integer NOT NULL,
    status text NOT NULL CHECK (length(status) <= 20),
    sealed bytea NOT NULL
);
CREATE INDEX reply_locator ON letterbox.reply (locator);

-- Signed facts that casework publishes.
CREATE TABLE letterbox.bulletin (
    id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (length(kind) <= 40),
    number integer NOT NULL,
    made_at timestamptz NOT NULL,
    body bytea NOT NULL,
    key_id text NOT NULL,
    signature bytea NOT NULL,
    UNIQUE (kind, number)
);

-- The one way to read replies: one locator at a time, never a list of locators.
CREATE FUNCTION letterbox.replies_at(wanted text)
RETURNS TABLE (id uuid, number integer, status text, sealed bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = letterbox, pg_temp
AS 'SELECT id, number, status, sealed FROM letterbox.reply WHERE locator = wanted ORDER BY number';
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(LETTERBOX, "DROP SCHEMA letterbox CASCADE"),
        migrations.CreateModel(
            name="Envelope",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("key_id", models.CharField(max_length=40)),
                ("sealed", models.BinaryField()),
            ],
            options={"db_table": 'letterbox"."envelope', "managed": False},
        ),
        migrations.CreateModel(
            name="Bulletin",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=40)),
                ("number", models.IntegerField()),
                ("made_at", models.DateTimeField()),
                ("body", models.BinaryField()),
                ("key_id", models.CharField(max_length=40)),
                ("signature", models.BinaryField()),
            ],
            options={"db_table": 'letterbox"."bulletin', "managed": False},
        ),
    ]
