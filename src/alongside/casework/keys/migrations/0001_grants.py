import uuid

from django.db import migrations, models

GRANTS = """
CREATE SCHEMA keys;

-- A grant is the row that lets somebody see a case, and it carries the case's key, wrapped. Revoking deletes it.
CREATE TABLE keys.given (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL,
    post_id uuid REFERENCES organisation_post,
    staff_id uuid REFERENCES organisation_staff,
    agency_id uuid NOT NULL REFERENCES organisation_agency,
    wrapped bytea NOT NULL,
    given_by uuid REFERENCES organisation_staff,
    given_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    -- The asking by which it was opened in an emergency (casework/access): to read, and on that asking's page alone.
    emergency uuid UNIQUE,
    -- The transaction that gave it: what makes a case still new to the intake worker.
    made_in xid8 NOT NULL DEFAULT pg_current_xact_id(),
    CHECK (octet_length(wrapped) = 60),
    CHECK ((post_id IS NULL) <> (staff_id IS NULL)),
    UNIQUE (case_id, post_id),
    UNIQUE (case_id, staff_id)
);
-- What the policies of a case's tables ask of each row is answered from this index alone.
CREATE INDEX given_case ON keys.given (case_id) INCLUDE (post_id, staff_id, ends_at, emergency);
CREATE INDEX given_post ON keys.given (post_id);
CREATE INDEX given_staff ON keys.given (staff_id);

-- Every id that was ever given, so that one whose grants have all lapsed is not taken for a new one. Only functions
-- of this schema come here.
CREATE TABLE keys.opened (id uuid PRIMARY KEY, made_in xid8 NOT NULL DEFAULT pg_current_xact_id());

-- Who is looking, and when: set by the middleware for the whole request. Nobody set, nothing seen.
CREATE FUNCTION keys.me() RETURNS uuid LANGUAGE sql STABLE
AS $$ SELECT nullif(current_setting('app.staff', true), '')::uuid $$;

-- Real time. In the demo and in tests `rights` puts the settable clock in its place (casework/grants.py).
CREATE FUNCTION keys.now() RETURNS timestamptz LANGUAGE sql STABLE
AS $$ SELECT now() $$;

CREATE FUNCTION keys.my_posts() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT holding.post_id FROM public.organisation_holding holding
    JOIN public.organisation_staff staff ON staff.id = holding.staff_id
    WHERE holding.staff_id = keys.me() AND staff.is_active
      AND holding.from_on <= (keys.now() AT TIME ZONE 'Europe/London')::date
      AND (holding.until_on IS NULL OR holding.until_on >= (keys.now() AT TIME ZONE 'Europe/London')::date)
$$;

-- The asking whose page is shown, for as long as it is: what was given in an emergency counts there and nowhere else.
CREATE FUNCTION keys.in_emergency() RETURNS uuid LANGUAGE sql STABLE
AS $$ SELECT nullif(current_setting('app.emergency', true), '')::uuid $$;

CREATE FUNCTION keys.may_see(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT EXISTS (
        SELECT 1 FROM keys.given
        WHERE given.case_id = wanted AND given.ends_at > keys.now()
          AND (given.emergency IS NULL OR given.emergency = keys.in_emergency())
          AND (given.post_id IN (SELECT keys.my_posts()) OR given.staff_id = keys.me()
               AND EXISTS (SELECT 1 FROM public.organisation_staff s WHERE s.id = given.staff_id AND s.is_active))
    )
$$;

-- Whoever sees a case may write in it and share it, unless all they have is an emergency's hour.
CREATE FUNCTION keys.may_change(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT keys.in_emergency() IS NULL AND keys.may_see(wanted) $$;

-- The only way to write a grant. Who already sees a case may share it; an id that was never given before may be opened
-- by the intake worker (a case, who told us) and by the web role (an item of a panel), in one transaction each.
CREATE FUNCTION keys.give(
    grant_id uuid, wanted uuid, to_post uuid, to_staff uuid, wrapped_key bytea, ends timestamptz
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    agency uuid;
    is_opened_now boolean;
BEGIN
    INSERT INTO keys.opened (id) VALUES (wanted) ON CONFLICT DO NOTHING;
    SELECT made_in = pg_current_xact_id() INTO STRICT is_opened_now FROM keys.opened WHERE id = wanted;
    IF NOT is_opened_now AND session_user = 'intake' THEN
        RAISE EXCEPTION 'intake may not add to a case that somebody has already';
    ELSIF NOT is_opened_now AND NOT keys.may_change(wanted) THEN
        RAISE EXCEPTION 'only somebody who sees a case may share it';
    ELSIF session_user <> 'intake' AND keys.me() IS NULL THEN
        RAISE EXCEPTION 'nobody is looking, so nobody can share';
    END IF;
    IF to_post IS NOT NULL THEN
        SELECT agency_id INTO STRICT agency FROM public.organisation_post
        WHERE id = to_post AND role NOT IN ('manager', 'statistician', 'inspector', 'call_handler');
    ELSE
        SELECT agency_id INTO STRICT agency FROM public.organisation_staff WHERE id = to_staff;
    END IF;
    DELETE FROM keys.given WHERE case_id = wanted AND (post_id = to_post OR staff_id = to_staff);
    INSERT INTO keys.given (id, case_id, post_id, staff_id, agency_id, wrapped, given_by, given_at, ends_at)
    VALUES (grant_id, wanted, to_post, to_staff, agency, wrapped_key, keys.me(), clock_timestamp(), ends);
END
$$;

CREATE FUNCTION keys.take_back(wanted uuid, from_post uuid, from_staff uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF NOT keys.may_change(wanted) THEN
        RAISE EXCEPTION 'only somebody who sees a case may end another''s sight of it';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM keys.given WHERE case_id = wanted AND ends_at > keys.now() AND emergency IS NULL
        AND (post_id IS DISTINCT FROM from_post OR from_post IS NULL)
        AND (staff_id IS DISTINCT FROM from_staff OR from_staff IS NULL)
    ) THEN
        RAISE EXCEPTION 'the last grant of a case carries its last key; it is not taken back';
    END IF;
    DELETE FROM keys.given WHERE case_id = wanted AND (post_id = from_post OR staff_id = from_staff);
END
$$;

-- Several at once, of which one's own may be one: a sight that ends while one looks must not keep the others.
CREATE FUNCTION keys.take_back_all(wanted uuid, from_posts uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF NOT keys.may_change(wanted) THEN
        RAISE EXCEPTION 'only somebody who sees a case may end another''s sight of it';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM keys.given WHERE case_id = wanted AND ends_at > keys.now() AND emergency IS NULL
        AND (post_id IS NULL OR post_id <> ALL (from_posts))
    ) THEN
        RAISE EXCEPTION 'the last grant of a case carries its last key; it is not taken back';
    END IF;
    DELETE FROM keys.given WHERE case_id = wanted AND post_id = ANY (from_posts);
END
$$;

-- Which posts see a case, and until when: for whoever sees it too.
CREATE FUNCTION keys.seen_by(wanted uuid) RETURNS TABLE (post uuid, until timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT post_id, ends_at FROM keys.given
    WHERE case_id = wanted AND post_id IS NOT NULL AND ends_at > keys.now() AND keys.may_see(wanted)
$$;

-- Which people see a case by their own name, and until when: for whoever sees it too.
CREATE FUNCTION keys.people_who_see(wanted uuid) RETURNS TABLE (staff uuid, until timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT staff_id, ends_at FROM keys.given
    WHERE case_id = wanted AND staff_id IS NOT NULL AND ends_at > keys.now() AND keys.may_see(wanted)
$$;

-- A case is new while every grant of it was given in this very transaction: only then may the intake worker add to it.
CREATE FUNCTION keys.is_new(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT coalesce(bool_and(made_in = pg_current_xact_id()), false) FROM keys.given WHERE case_id = wanted
$$;

-- The posts that see a case, for the intake worker: it tells them that something came, and learns no more. Somebody who
-- is looking learns it of what they see themselves.
CREATE FUNCTION keys.posts_that_see(wanted uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT post_id FROM keys.given WHERE case_id = wanted AND post_id IS NOT NULL AND ends_at > keys.now()
      AND (session_user = 'intake' OR keys.may_see(wanted))
$$;

-- What two named people hold by name and nobody else, whoever shares what: a case about staff, a panel member or their
-- kin, and what of it has a key of its own (rules/apart). Only functions come here.
CREATE TABLE keys.apart (
    id uuid PRIMARY KEY,
    of_case uuid NOT NULL,
    one uuid NOT NULL REFERENCES organisation_staff,
    other uuid NOT NULL REFERENCES organisation_staff,
    made_in xid8 NOT NULL DEFAULT pg_current_xact_id(),
    CHECK (one <> other)
);
CREATE INDEX apart_of_case ON keys.apart (of_case);

CREATE FUNCTION keys.only_the_two() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM keys.apart a WHERE a.id = NEW.case_id
               AND (NEW.staff_id IS NULL OR NEW.emergency IS NOT NULL OR NEW.staff_id NOT IN (a.one, a.other))) THEN
        RAISE EXCEPTION 'this is with two named people, and goes to nobody else';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER only_the_two BEFORE INSERT OR UPDATE ON keys.given FOR EACH ROW EXECUTE FUNCTION keys.only_the_two();

CREATE FUNCTION keys.is_apart(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT EXISTS (SELECT 1 FROM keys.apart WHERE id = wanted) $$;

-- The two who have it: for either of them, and for the intake worker, which tells them that something came.
CREATE FUNCTION keys.the_two(wanted uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT unnest(ARRAY[one, other]) FROM keys.apart
    WHERE id = wanted AND (session_user = 'intake' OR keys.may_see(wanted))
$$;

-- Grants whose day has come are removed by the worker, key and all: by real time, whatever a clock was set to, and
-- never those that end with the case.
CREATE FUNCTION keys.remove_lapsed() RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    WITH gone AS (DELETE FROM keys.given WHERE ends_at <= now() AND ends_at < '9999-01-01' RETURNING 1)
    SELECT count(*)::integer FROM gone
$$;

ALTER TABLE keys.given ENABLE ROW LEVEL SECURITY;
ALTER TABLE keys.given FORCE ROW LEVEL SECURITY;
CREATE POLICY definers ON keys.given TO casework_owner USING (true) WITH CHECK (true);
-- What does not depend on the row stands in a SELECT of its own: it is asked once for a query and not for every row.
CREATE POLICY mine ON keys.given FOR SELECT TO casework_web USING (
    ends_at > (SELECT keys.now()) AND (emergency IS NULL OR emergency = (SELECT keys.in_emergency()))
    AND (post_id = ANY (ARRAY(SELECT keys.my_posts()))
         OR staff_id = (SELECT s.id FROM public.organisation_staff s WHERE s.id = keys.me() AND s.is_active))
);
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [("organisation", "0001_initial")]
    operations = [
        migrations.RunSQL(GRANTS, "DROP SCHEMA keys CASCADE"),
        migrations.CreateModel(
            name="Given",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("case_id", models.UUIDField()),
                ("wrapped", models.BinaryField()),
                ("given_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("emergency", models.UUIDField(null=True)),
            ],
            options={"db_table": 'keys"."given', "managed": False},
        ),
    ]
