from django.db import migrations

from alongside.casework.keys.row_security import protect

# What of a case has a key of its own: who told it, holds, items of a panel, questions to partners and their answers,
# and concerns that were linked to it. Only the owner's function below reads them so, for one case at a time.
OF_A_CASE = ("triage_hold", "panel_item", "agencies_request", "agencies_contribution", "agencies_link")

POLICIES = "".join(
    f"CREATE POLICY apart ON {table} FOR SELECT TO casework_owner"
    " USING (of_case::text = current_setting('app.apart', true));\n"
    for table in OF_A_CASE
)

SQL = """
CREATE POLICY apart ON referrals_line FOR SELECT TO casework_owner
    USING (case_id::text = current_setting('app.apart', true));
CREATE POLICY apart ON intake_link FOR SELECT TO casework_owner
    USING (case_id::text = current_setting('app.apart', true));
CREATE POLICY apart ON reporters_reporter FOR SELECT TO casework_owner
    USING (EXISTS (SELECT 1 FROM public.referrals_line l WHERE l.id = told_of));

-- To whom what has a key of its own went before, without any key: given back when the two give the case back.
CREATE TABLE keys.before (
    of_case uuid NOT NULL,
    thing uuid NOT NULL,
    post_id uuid REFERENCES organisation_post,
    staff_id uuid REFERENCES organisation_staff,
    ends_at timestamptz NOT NULL
);
CREATE INDEX before_of_case ON keys.before (of_case);

CREATE FUNCTION apart_is_named(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT EXISTS (
        SELECT 1 FROM public.organisation_holding h JOIN public.organisation_post p ON p.id = h.post_id
        JOIN public.organisation_staff s ON s.id = h.staff_id AND s.is_active
        WHERE s.id = wanted AND p.role = 'named_person'
          AND h.from_on <= (keys.now() AT TIME ZONE 'Europe/London')::date
          AND (h.until_on IS NULL OR h.until_on >= (keys.now() AT TIME ZONE 'Europe/London')::date)
    )
$$;

-- One wrapped key of a case and of each thing of it, to be wrapped anew for the two in this transaction.
CREATE FUNCTION apart_wrapped(wanted uuid)
RETURNS TABLE (thing uuid, wrapped bytea, grantee uuid, agency uuid, ends timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT DISTINCT ON (g.case_id) g.case_id, g.wrapped, coalesce(g.post_id, g.staff_id), g.agency_id, g.ends_at
    FROM keys.given g JOIN keys.apart a ON a.id = g.case_id AND a.of_case = wanted
    WHERE g.emergency IS NULL AND g.ends_at > keys.now() ORDER BY g.case_id, g.ends_at DESC
$$;

-- From here on the trigger on keys.given lets nobody in but these two. apart_take follows in the same transaction.
CREATE FUNCTION apart_begin(wanted uuid, first uuid, second uuid)
RETURNS TABLE (thing uuid, wrapped bytea, grantee uuid, agency uuid, ends timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    things uuid[];
BEGIN
    IF NOT keys.may_change(wanted) OR keys.is_apart(wanted) THEN
        RAISE EXCEPTION 'only somebody who has a case passes it on, and once';
    END IF;
    IF first = second OR keys.me() IN (first, second)
       OR NOT public.apart_is_named(first) OR NOT public.apart_is_named(second) THEN
        RAISE EXCEPTION 'it goes to two people who are named today, and neither is who passes it on';
    END IF;
    PERFORM set_config('app.apart', wanted::text, true);
    SELECT array_agg(found.id) INTO things FROM (
        SELECT wanted AS id
        UNION SELECT id FROM public.reporters_reporter
        UNION SELECT id FROM public.triage_hold
        UNION SELECT id FROM public.panel_item
        UNION SELECT id FROM public.agencies_request
        UNION SELECT id FROM public.agencies_contribution
        UNION SELECT id FROM public.agencies_link
        UNION SELECT from_referral FROM public.intake_link WHERE undone_at IS NULL
    ) found;
    PERFORM set_config('app.apart', '', true);
    INSERT INTO keys.apart (id, of_case, one, other) SELECT each, wanted, first, second FROM unnest(things) each;
    INSERT INTO keys.before (of_case, thing, post_id, staff_id, ends_at)
        SELECT wanted, g.case_id, g.post_id, g.staff_id, g.ends_at FROM keys.given g
        WHERE g.case_id = ANY(things) AND g.case_id <> wanted AND g.emergency IS NULL AND g.ends_at > keys.now();
    PERFORM public.people_unfile(each) FROM unnest(things) each;
    RETURN QUERY SELECT * FROM public.apart_wrapped(wanted);
END
$$;

-- Take every other key of a case away and give the two theirs: in the transaction that chose them.
CREATE FUNCTION apart_take(wanted uuid, things uuid[], people uuid[], until timestamptz[], wrapped_keys bytea[])
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM keys.apart WHERE id = wanted AND made_in = pg_current_xact_id())
       OR EXISTS (SELECT 1 FROM unnest(things) each
                  WHERE each NOT IN (SELECT id FROM keys.apart WHERE of_case = wanted)) THEN
        RAISE EXCEPTION 'the keys go to the two when they are chosen, and of this case alone';
    END IF;
    DELETE FROM keys.given WHERE case_id IN (SELECT id FROM keys.apart WHERE of_case = wanted);
    INSERT INTO keys.given (id, case_id, staff_id, agency_id, wrapped, given_by, given_at, ends_at)
        SELECT gen_random_uuid(), x.thing, s.id, s.agency_id, x.wrapped, keys.me(), clock_timestamp(), x.ends
        FROM unnest(things, people, until, wrapped_keys) AS x (thing, person, ends, wrapped)
        JOIN public.organisation_staff s ON s.id = x.person;
    IF (SELECT count(*) FROM keys.given WHERE case_id = wanted) <> 2 THEN
        RAISE EXCEPTION 'both of the two have the case';
    END IF;
END
$$;

-- Put somebody who is named in the place of one of the two. apart_take follows in the same transaction.
CREATE FUNCTION apart_replace(wanted uuid, gone uuid, taker uuid)
RETURNS TABLE (thing uuid, wrapped bytea, grantee uuid, agency uuid, ends timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    this keys.apart;
BEGIN
    SELECT * INTO this FROM keys.apart WHERE id = wanted FOR UPDATE;
    IF NOT FOUND OR NOT keys.may_change(wanted) OR keys.me() NOT IN (this.one, this.other)
       OR gone NOT IN (this.one, this.other) OR taker IN (this.one, this.other)
       OR NOT public.apart_is_named(taker) THEN
        RAISE EXCEPTION 'one of the two hands over, to somebody who is named';
    END IF;
    UPDATE keys.apart SET one = CASE WHEN one = gone THEN taker ELSE one END,
        other = CASE WHEN other = gone THEN taker ELSE other END, made_in = pg_current_xact_id()
    WHERE of_case = wanted;
    RETURN QUERY SELECT * FROM public.apart_wrapped(wanted);
END
$$;

-- Open a case to the team again: by one of the two. Returns to whom each thing of it went before.
CREATE FUNCTION apart_end(wanted uuid) RETURNS TABLE (thing uuid, post uuid, staff uuid, until timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
    IF NOT keys.may_change(wanted) OR NOT EXISTS (
        SELECT 1 FROM keys.apart WHERE id = wanted AND keys.me() IN (one, other)
    ) THEN
        RAISE EXCEPTION 'one of the two gives it back';
    END IF;
    DELETE FROM keys.apart WHERE of_case = wanted;
    RETURN QUERY SELECT b.thing, b.post_id, b.staff_id, b.ends_at FROM keys.before b
        WHERE b.of_case = wanted AND b.ends_at > keys.now();
    DELETE FROM keys.before WHERE of_case = wanted;
END
$$;

-- What somebody passed on is theirs to see, and nobody else's.
ALTER TABLE apart_passedon ENABLE ROW LEVEL SECURITY;
ALTER TABLE apart_passedon FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON apart_passedon TO casework_web
    USING (passed_by_id = keys.me()) WITH CHECK (passed_by_id = keys.me());
"""


class Migration(migrations.Migration):
    dependencies = [
        ("apart", "0001_initial"), ("keys", "0001_grants"), ("referrals", "0002_by_grant"),
        ("reporters", "0002_by_grant"), ("intake", "0005_linking"), ("panel", "0002_by_grant"),
        ("triage", "0002_by_grant"), ("agencies", "0002_by_grant"), ("people", "0002_register"),
    ]  # fmt: skip
    operations = [
        protect("apart_keeping", "case_id"),
        migrations.RunSQL(POLICIES + SQL, migrations.RunSQL.noop),
    ]
