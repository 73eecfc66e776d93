import uuid

from django.db import migrations, models

LETTERBOX = """
CREATE SCHEMA letterbox;

-- Sealed things on their way to casework. The web role may only INSERT. Sizes are those of the buckets and no others
-- (commons/envelope/seal; a test compares), so that nobody can post what intake must choke on.
CREATE TABLE letterbox.envelope (
    id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('concern', 'identity', 'part', 'message', 'passed_question')),
    key_id text NOT NULL CHECK (length(key_id) BETWEEN 1 AND 40),
    sealed bytea NOT NULL CHECK (
        kind <> 'part' AND octet_length(sealed) IN (5232, 17520, 66672, 132208)
        OR kind = 'part' AND octet_length(sealed) IN (66672, 263280, 1049712, 4195440, 8389744, 20972656)
    )
);
-- What is sealed does not shrink: trying to compress it would only cost time.
ALTER TABLE letterbox.envelope ALTER COLUMN sealed SET STORAGE EXTERNAL;

-- What waits for somebody who comes back with a receipt: put in at Send by the public half, and by casework's post.
-- mark is the SHA-256 of a token that only the receipt gives; closes_on depends on nothing but the day of sending.
CREATE TABLE letterbox.box (
    id uuid PRIMARY KEY,
    locator text NOT NULL CHECK (length(locator) = 6),
    mark bytea NOT NULL CHECK (octet_length(mark) = 32),
    closes_on date NOT NULL,
    sealed bytea NOT NULL CHECK (octet_length(sealed) IN (5232, 17520, 66672, 132208))
);
CREATE INDEX box_locator ON letterbox.box (locator);
CREATE TABLE letterbox.reply (LIKE letterbox.box INCLUDING CONSTRAINTS, PRIMARY KEY (id));
CREATE INDEX reply_locator ON letterbox.reply (locator);

-- Commitments to what was promised, waiting to be logged with the others of their hour (public/promises).
CREATE TABLE letterbox.leaf (
    id uuid PRIMARY KEY,
    commitment bytea NOT NULL CHECK (octet_length(commitment) = 32),
    hour timestamptz NOT NULL CHECK (hour = date_trunc('hour', hour, 'UTC'))
);

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

-- Marks of receipts that were burnt or exchanged: what the post still brings for one stays shut.
CREATE TABLE letterbox.burnt (
    mark bytea PRIMARY KEY CHECK (octet_length(mark) = 32),
    closes_on date NOT NULL
);

-- The one way to read what waits: for one receipt at a time, by its locator and its mark, so that whoever has another
-- receipt at the same locator, or none, finds nothing, as at a locator that was never given out.
CREATE FUNCTION letterbox.at(wanted text, its_mark bytea, today date)
RETURNS TABLE (id uuid, closes_on date, sealed bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = letterbox, pg_temp
AS $$
    SELECT id, closes_on, sealed FROM (SELECT * FROM letterbox.box UNION ALL SELECT * FROM letterbox.reply) AS waiting
    WHERE locator = wanted AND mark = its_mark AND closes_on >= today
    AND NOT EXISTS (SELECT FROM letterbox.burnt WHERE burnt.mark = its_mark)
$$;

-- Wrong codes for the link of one question (public/one_question), by a hash that only the link gives.
CREATE TABLE letterbox.tried (
    link_hash bytea PRIMARY KEY CHECK (octet_length(link_hash) = 32),
    times smallint NOT NULL,
    closes_on date NOT NULL
);

-- What waits for a link and its code. A wrong code is counted, the fifth closes the link, and two at once wait for each
-- other; at a locator at which nothing waits nothing is counted, so that nobody fills this table.
CREATE FUNCTION letterbox.question_at(wanted text, its_mark bytea, of_link bytea, today date)
RETURNS TABLE (id uuid, closes_on date, sealed bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = letterbox, pg_temp
AS $$
DECLARE
    last_day date;
    so_far smallint;
BEGIN
    SELECT max(reply.closes_on) INTO last_day FROM letterbox.reply WHERE locator = wanted;
    IF last_day IS NULL THEN
        RETURN;
    END IF;
    INSERT INTO letterbox.tried AS t (link_hash, times, closes_on) VALUES (of_link, 0, last_day)
        ON CONFLICT (link_hash) DO UPDATE SET times = t.times RETURNING t.times INTO so_far;
    IF so_far >= 5 THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT * FROM letterbox.at(wanted, its_mark, today);
    IF NOT FOUND THEN
        UPDATE letterbox.tried SET times = times + 1 WHERE link_hash = of_link;
    END IF;
END $$;

-- Remove what waits for the holder of a receipt, and say whether this was done now. Who has no such token removes
-- nothing, and learns nothing: they are answered as at a receipt that was burnt before.
CREATE FUNCTION letterbox.burn(wanted text, token bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = letterbox, pg_temp
AS $$
DECLARE
    burnt_now boolean;
BEGIN
    INSERT INTO letterbox.burnt (mark, closes_on)
        SELECT mark, max(closes_on)
        FROM (SELECT * FROM letterbox.box UNION ALL SELECT * FROM letterbox.reply) AS waiting
        WHERE locator = wanted AND mark = sha256(token) GROUP BY mark ON CONFLICT DO NOTHING;
    burnt_now := FOUND;
    DELETE FROM letterbox.box WHERE locator = wanted AND mark = sha256(token);
    DELETE FROM letterbox.reply WHERE locator = wanted AND mark = sha256(token);
    RETURN burnt_now;
END $$;

-- Forget what closed before a day.
CREATE FUNCTION letterbox.forget(today date) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = letterbox, pg_temp
AS $$
    DELETE FROM letterbox.box WHERE closes_on < today;
    DELETE FROM letterbox.reply WHERE closes_on < today;
    DELETE FROM letterbox.burnt WHERE closes_on < today;
    DELETE FROM letterbox.tried WHERE closes_on < today;
$$;
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
            name="Box",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("locator", models.CharField(max_length=6)),
                ("mark", models.BinaryField()),
                ("closes_on", models.DateField()),
                ("sealed", models.BinaryField()),
            ],
            options={"db_table": 'letterbox"."box', "managed": False},
        ),
        migrations.CreateModel(
            name="Leaf",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("commitment", models.BinaryField()),
                ("hour", models.DateTimeField()),
            ],
            options={"db_table": 'letterbox"."leaf', "managed": False},
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
