from django.db import migrations

from alongside.casework.rules import access as rules


def _listed(roles):
    return ", ".join(f"'{role}'" for role in roles)


def _seconds(span):
    return f"interval '{int(span.total_seconds())} seconds'"


# The rules' own words and times, as they stand when this is applied; a test compares them with what the database has.
WORDS = {
    "MAY_ASK": _listed(rules.MAY_ASK),
    "COUNTERSIGNS": _listed(rules.COUNTERSIGNS),
    "ALARMED": _listed(rules.ALARMED),
    "ANSWER_WITHIN": _seconds(rules.ANSWER_WITHIN),
    "OPEN_FOR": _seconds(rules.OPEN_FOR),
    "ASKING_LASTS": _seconds(rules.ASKING_LASTS),
    "AFTER_A_REFUSAL": _seconds(rules.AFTER_A_REFUSAL),
    "MOST_REFERENCES": str(rules.MOST_REFERENCES),
    "REFERENCES_WITHIN": _seconds(rules.REFERENCES_WITHIN),
    "MOST_UNANSWERED": str(rules.MOST_UNANSWERED),
    "UNANSWERED_WITHIN": _seconds(rules.UNANSWERED_WITHIN),
}

SQL = """
-- In which transaction a reference was typed and a case opened: what follows belongs to the same one.
ALTER TABLE access_try ADD COLUMN made_in xid8 NOT NULL DEFAULT pg_current_xact_id();
ALTER TABLE access_asking ADD COLUMN opened_in xid8;

ALTER TABLE access_asking ENABLE ROW LEVEL SECURITY;
ALTER TABLE access_asking FORCE ROW LEVEL SECURITY;
CREATE FUNCTION access_serves() RETURNS boolean LANGUAGE sql STABLE
AS $$ SELECT session_user IN ('casework_web', 'casework_worker') $$;
CREATE POLICY definers ON access_asking TO casework_owner USING (access_serves()) WITH CHECK (access_serves());
CREATE POLICY by_own_key ON access_asking FOR SELECT TO casework_web USING (keys.may_see(id));
CREATE POLICY own_reason ON access_asking FOR UPDATE TO casework_web
    USING (asked_by_id = keys.me() AND opened_at IS NOT NULL AND justified_at IS NULL)
    WITH CHECK (asked_by_id = keys.me());
CREATE POLICY asked_for ON referrals_referral FOR SELECT TO casework_owner
    USING (access_serves() AND reference = current_setting('app.reference', true));

-- Whoever opens a case in an emergency writes nothing of it but this: that their agency came to read it (R-16).
CREATE POLICY opened_now ON disclosures_disclosure FOR INSERT TO casework_web WITH CHECK (
    act = 'emergency_access' AND EXISTS (
        SELECT 1 FROM access_asking a WHERE a.id = of_act AND a.of_case = case_id AND a.asked_by_id = keys.me()
        AND a.opened_in = pg_current_xact_id()
    ) AND agency_id = (SELECT s.agency_id FROM organisation_staff s WHERE s.id = keys.me())
);

-- The staff who hold, today, a post of an area with one of these roles.
CREATE FUNCTION access_holders(of_area uuid, of_roles text[]) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT h.staff_id FROM public.organisation_holding h JOIN public.organisation_post p ON p.id = h.post_id
    JOIN public.organisation_staff s ON s.id = h.staff_id AND s.is_active
    WHERE p.area_id = of_area AND p.role = ANY (of_roles)
      AND h.from_on <= (keys.now() AT TIME ZONE 'Europe/London')::date
      AND (h.until_on IS NULL OR h.until_on >= (keys.now() AT TIME ZONE 'Europe/London')::date)
$$;

CREATE FUNCTION access_may_ask() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT EXISTS (
        SELECT 1 FROM public.organisation_post WHERE id IN (SELECT keys.my_posts()) AND role IN ({MAY_ASK})
    )
$$;

-- Say whether there is a case with this reference, and in which area. Every reference typed counts, found or not.
CREATE FUNCTION access_look_for(wanted text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    found uuid;
    found_area uuid;
BEGIN
    IF NOT public.access_may_ask() THEN
        RAISE EXCEPTION 'this role does not ask for cases';
    END IF;
    PERFORM 1 FROM public.organisation_staff WHERE id = keys.me() FOR UPDATE;
    IF (SELECT count(*) FROM public.access_try
        WHERE staff_id = keys.me() AND at > keys.now() - {REFERENCES_WITHIN}) >= {MOST_REFERENCES} THEN
        RAISE EXCEPTION 'too many references';
    END IF;
    PERFORM set_config('app.reference', wanted, true);
    SELECT id, area_id INTO found, found_area FROM public.referrals_referral WHERE reference = wanted;
    PERFORM set_config('app.reference', '', true);
    -- What two named people have is to everybody else as if there were no such case.
    IF keys.is_apart(found) OR NOT EXISTS (SELECT 1 FROM keys.given WHERE case_id = found AND emergency IS NULL AND ends_at > keys.now()) THEN
        found := NULL;
    END IF;
    INSERT INTO public.access_try (id, staff_id, at, of_case, of_area)
    VALUES (gen_random_uuid(), keys.me(), keys.now(), found, CASE WHEN found IS NOT NULL THEN found_area END);
    RETURN CASE WHEN found IS NOT NULL THEN found_area END;
END
$$;

-- Write the asking down: for the case whose reference was typed in this transaction, under a key that is given already.
CREATE FUNCTION access_ask(asking uuid, sealed bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    this public.access_try;
BEGIN
    SELECT * INTO this FROM public.access_try t
    WHERE t.staff_id = keys.me() AND t.made_in = pg_current_xact_id() AND t.of_case IS NOT NULL LIMIT 1;
    IF NOT FOUND OR sealed IS NULL OR NOT public.access_may_ask() OR NOT keys.may_see(asking) THEN
        RAISE EXCEPTION 'an asking follows a reference, with a reason under a key of its own';
    END IF;
    IF keys.may_see(this.of_case) THEN
        RAISE EXCEPTION 'whoever sees a case asks for nothing';
    END IF;
    IF EXISTS (SELECT 1 FROM public.access_asking a WHERE a.of_case = this.of_case AND a.asked_by_id = keys.me()
               AND (a.agreed IS FALSE AND a.answered_at > keys.now() - {AFTER_A_REFUSAL}
                    OR a.opened_at IS NULL AND a.agreed IS NOT FALSE AND a.asked_at > keys.now() - {ASKING_LASTS}
                    OR a.ends_at > keys.now())) THEN
        RAISE EXCEPTION 'asked already';
    END IF;
    INSERT INTO public.access_asking (id, of_case, area_id, asked_by_id, asked_at, said)
    VALUES (asking, this.of_case, this.of_area, keys.me(), keys.now(), sealed);
END
$$;

-- The answer of somebody on call in the area of the case; never of who asked.
CREATE FUNCTION access_answer(wanted uuid, yes boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    this public.access_asking;
BEGIN
    SELECT * INTO this FROM public.access_asking WHERE id = wanted FOR UPDATE;
    IF NOT FOUND OR this.asked_by_id = keys.me()
       OR keys.me() NOT IN (SELECT public.access_holders(this.area_id, ARRAY[{COUNTERSIGNS}])) THEN
        RAISE EXCEPTION 'this is answered by somebody on call who did not ask';
    END IF;
    IF this.answered_at IS NOT NULL OR this.opened_at IS NOT NULL OR keys.now() >= this.asked_at + {ASKING_LASTS} THEN
        RAISE EXCEPTION 'there is nothing to answer';
    END IF;
    UPDATE public.access_asking SET agreed = yes, answered_by_id = keys.me(), answered_at = keys.now() WHERE id = wanted;
END
$$;

-- Open the case to who asked: agreed, or unanswered for ten minutes. Whoever has to hear is written down here, in the
-- same transaction; so is the count. What it returns is one wrapped key of the case, to be wrapped anew for who asked.
CREATE FUNCTION access_open(wanted uuid, justify date, remind uuid)
RETURNS TABLE (of_case uuid, wrapped bytea, grantee uuid, agency uuid, bound_to timestamptz, ends timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    this public.access_asking;
    closes timestamptz := keys.now() + {OPEN_FOR};
BEGIN
    PERFORM 1 FROM public.organisation_staff s WHERE s.id = keys.me() FOR UPDATE;
    SELECT * INTO this FROM public.access_asking a WHERE a.id = wanted AND a.asked_by_id = keys.me() FOR UPDATE;
    IF NOT FOUND OR this.agreed IS FALSE OR this.opened_at IS NOT NULL OR NOT public.access_may_ask()
       OR keys.is_apart(this.of_case)
       OR keys.now() >= this.asked_at + {ASKING_LASTS} THEN
        RAISE EXCEPTION 'this asking opens nothing';
    END IF;
    IF this.agreed IS NULL AND keys.now() < this.asked_at + {ANSWER_WITHIN} THEN
        RAISE EXCEPTION 'nobody has answered yet';
    END IF;
    IF this.agreed IS NULL AND (SELECT count(*) FROM public.access_asking a WHERE a.asked_by_id = keys.me()
        AND a.agreed IS NULL AND a.opened_at > keys.now() - {UNANSWERED_WITHIN}) >= {MOST_UNANSWERED} THEN
        RAISE EXCEPTION 'too many without an answer';
    END IF;
    IF justify IS NULL OR justify > (keys.now() AT TIME ZONE 'Europe/London')::date + 10 THEN
        RAISE EXCEPTION 'it is justified soon';
    END IF;
    UPDATE public.access_asking a SET opened_at = keys.now(), ends_at = closes, justify_by = justify, reminder = remind,
        opened_in = pg_current_xact_id() WHERE a.id = wanted;
    INSERT INTO public.access_tally (id, opened_on, how) VALUES (gen_random_uuid(),
        (keys.now() AT TIME ZONE 'Europe/London')::date,
        CASE WHEN this.agreed THEN 'countersigned' ELSE 'unanswered' END);
    INSERT INTO public.access_alarm (id, asking, staff_id, raised_at)
    SELECT gen_random_uuid(), wanted, found.staff, keys.now() FROM (
        SELECT h.staff_id AS staff FROM public.organisation_holding h JOIN keys.given g ON g.post_id = h.post_id
        JOIN public.organisation_staff s ON s.id = h.staff_id AND s.is_active
        WHERE g.case_id = this.of_case AND g.ends_at > keys.now()
          AND h.from_on <= (keys.now() AT TIME ZONE 'Europe/London')::date
          AND (h.until_on IS NULL OR h.until_on >= (keys.now() AT TIME ZONE 'Europe/London')::date)
        UNION
        SELECT held FROM public.access_holders(this.area_id, ARRAY[{ALARMED}]) held WHERE this.agreed IS NULL
    ) found WHERE found.staff <> this.asked_by_id;
    RETURN QUERY SELECT g.case_id, g.wrapped, coalesce(g.post_id, g.staff_id), g.agency_id, g.ends_at, closes
        FROM keys.given g WHERE g.case_id = this.of_case AND g.emergency IS NULL AND g.ends_at > keys.now()
        ORDER BY g.ends_at DESC LIMIT 1;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'nobody has this case any more';
    END IF;
END
$$;

-- Take the key that was wrapped for who asked: in the transaction that opened, until the hour is over, to read.
CREATE FUNCTION access_take(wanted uuid, wrapped_key bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    this public.access_asking;
BEGIN
    SELECT * INTO this FROM public.access_asking
    WHERE id = wanted AND asked_by_id = keys.me() AND opened_in = pg_current_xact_id();
    IF NOT FOUND OR EXISTS (SELECT 1 FROM keys.given WHERE emergency = wanted)
       OR EXISTS (SELECT 1 FROM keys.given WHERE case_id = this.of_case AND staff_id = keys.me()
                  AND emergency IS NULL AND ends_at > keys.now()) THEN
        RAISE EXCEPTION 'what was opened is taken once, at once';
    END IF;
    DELETE FROM keys.given WHERE case_id = this.of_case AND staff_id = keys.me();
    INSERT INTO keys.given (id, case_id, staff_id, agency_id, wrapped, given_by, given_at, ends_at, emergency)
    SELECT gen_random_uuid(), this.of_case, s.id, s.agency_id, wrapped_key, coalesce(this.answered_by_id, s.id),
        clock_timestamp(), this.ends_at, wanted FROM public.organisation_staff s WHERE s.id = keys.me();
END
$$;
"""


def _said():
    said = SQL
    for word, meaning in WORDS.items():
        said = said.replace("{" + word + "}", meaning)
    return said


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_initial"), ("referrals", "0002_by_grant"), ("keys", "0001_grants"),
        ("disclosures", "0002_by_grant"),
    ]  # fmt: skip
    operations = [migrations.RunSQL(_said(), migrations.RunSQL.noop)]
