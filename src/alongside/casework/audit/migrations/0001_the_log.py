from django.db import migrations

LOG = """
CREATE SCHEMA audit;

-- Who did what, and who looked: ids and stable words, never contents. Anybody who serves may add a leaf and nothing else.
CREATE TABLE audit.leaf (
    id uuid PRIMARY KEY,
    at timestamptz NOT NULL,
    staff_id uuid,
    verb text NOT NULL CHECK (length(verb) BETWEEN 1 AND 40),
    subjects uuid[] NOT NULL,
    history_id uuid,
    salt bytea NOT NULL CHECK (length(salt) = 16),
    commitment bytea NOT NULL CHECK (length(commitment) = 32)
);
CREATE INDEX leaf_subjects ON audit.leaf USING gin (subjects);

-- Leaves that the sequencer has not numbered yet.
CREATE TABLE audit.waiting (leaf_id uuid PRIMARY KEY);

-- The numbered log: what the Merkle tree is made of.
CREATE TABLE audit.position (
    number bigint PRIMARY KEY,
    leaf_id uuid NOT NULL UNIQUE,
    commitment bytea NOT NULL
);

CREATE FUNCTION audit.wait_for_number() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ BEGIN INSERT INTO audit.waiting VALUES (NEW.id); RETURN NULL; END $$;
CREATE TRIGGER wait_for_number AFTER INSERT ON audit.leaf FOR EACH ROW EXECUTE FUNCTION audit.wait_for_number();

CREATE FUNCTION audit.stays() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN RAISE EXCEPTION 'the audit log is never changed or removed'; END $$;
CREATE TRIGGER leaf_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.leaf
    FOR EACH STATEMENT EXECUTE FUNCTION audit.stays();
CREATE TRIGGER position_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.position
    FOR EACH STATEMENT EXECUTE FUNCTION audit.stays();
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunSQL(LOG, "DROP SCHEMA audit CASCADE")]
