from django.db import migrations

from alongside.casework.keys.row_security import append_only

SQL = """
-- Ids and days of what was closed: for whoever sees the case, and for those who answer for its area.
ALTER TABLE rights_ending ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION rights_answers_for(area uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT EXISTS (
        SELECT 1 FROM public.organisation_post p WHERE p.area_id = area AND p.id IN (SELECT keys.my_posts())
        AND p.role IN ('dpo', 'chair', 'deputy_chair', 'director')
    )
$$;
CREATE POLICY by_grant_or_area ON rights_ending FOR SELECT TO casework_web
    USING (keys.may_see(closed_case) OR rights_answers_for(area_id) AND NOT keys.is_apart(closed_case));
CREATE POLICY by_grant_adds ON rights_ending FOR INSERT TO casework_web WITH CHECK (keys.may_see(closed_case));
CREATE POLICY by_grant_removes ON rights_ending FOR DELETE TO casework_web USING (keys.may_see(closed_case));
CREATE POLICY worker ON rights_ending TO casework_worker USING (true) WITH CHECK (true);

CREATE FUNCTION rights_is_gone(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT EXISTS (SELECT 1 FROM public.rights_ending WHERE of_case = wanted AND gone_at IS NOT NULL) $$;

CREATE FUNCTION rights_is_untold(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT EXISTS (SELECT 1 FROM public.rights_ending WHERE wanted = ANY(tellings) AND gone_at IS NOT NULL) $$;

-- The owner, whose function destroys, comes to the rows of what is gone and to no other.
CREATE POLICY gone_seen ON referrals_referral FOR SELECT TO casework_owner USING (rights_is_gone(id));
CREATE POLICY gone_emptied ON referrals_referral FOR UPDATE TO casework_owner USING (rights_is_gone(id));
CREATE POLICY gone ON documents_document TO casework_owner USING (rights_is_gone(case_id));
CREATE POLICY gone ON documents_casedocument TO casework_owner USING (rights_is_gone(case_id));
CREATE POLICY gone ON panel_item FOR SELECT TO casework_owner USING (rights_is_gone(of_case));
CREATE POLICY gone ON agencies_request FOR SELECT TO casework_owner USING (rights_is_gone(of_case));
CREATE POLICY gone ON agencies_link FOR SELECT TO casework_owner USING (rights_is_gone(of_case));
CREATE POLICY gone ON agencies_contribution FOR SELECT TO casework_owner USING (rights_is_gone(of_case));
CREATE POLICY gone ON agencies_enclosure TO casework_owner
    USING (EXISTS (SELECT 1 FROM agencies_contribution c WHERE c.id = contribution_id AND rights_is_gone(c.of_case)));
CREATE POLICY gone ON triage_hold FOR SELECT TO casework_owner USING (rights_is_gone(of_case));
CREATE POLICY gone ON referrals_line TO casework_owner USING (rights_is_gone(case_id));
CREATE POLICY gone ON intake_message TO casework_owner USING (rights_is_gone(case_id));
CREATE POLICY gone ON reporters_reporter TO casework_owner USING (rights_is_untold(told_of));
CREATE POLICY gone ON reporters_asking TO casework_owner
    USING (EXISTS (SELECT 1 FROM reporters_reporter r WHERE r.id = reporter_id));
CREATE POLICY gone ON reporters_opening TO casework_owner
    USING (EXISTS (SELECT 1 FROM reporters_reporter r WHERE r.id = reporter_id));

-- Copies outlive the case: what was disclosed is recalled from whoever is still inside its life (R-16), and those who
-- answer for the area note the answers. Rows and codes stay; what was sealed under the case's key opens no more.
CREATE FUNCTION rights_recalls(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT EXISTS (
        SELECT 1 FROM public.rights_ending e
        WHERE e.of_case = wanted AND e.gone_at IS NOT NULL AND public.rights_answers_for(e.area_id)
    )
$$;
CREATE POLICY gone ON disclosures_disclosure FOR SELECT TO casework_owner USING (rights_is_gone(case_id));
CREATE POLICY gone ON disclosures_after TO casework_owner USING (rights_is_gone(case_id));
CREATE POLICY recalled ON disclosures_disclosure FOR SELECT TO casework_web USING (rights_recalls(case_id));
CREATE POLICY recalled ON disclosures_after FOR SELECT TO casework_web USING (rights_recalls(case_id));
CREATE POLICY answered ON disclosures_after FOR INSERT TO casework_web
    WITH CHECK (kind = 'answered' AND rights_recalls(case_id));

-- Destroy one thing that the worker has just marked as gone: the keys of the case, who told it, and every mark of it.
CREATE FUNCTION rights_destroy(ending uuid, OUT grants integer, OUT reporters integer, OUT documents integer,
    OUT marks integer, OUT recalls integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    this public.rights_ending;
    gone uuid[];
    added integer;
BEGIN
    SELECT * INTO STRICT this FROM public.rights_ending WHERE id = ending AND gone_at IS NOT NULL;
    SELECT coalesce(array_agg(id), '{}') INTO gone FROM public.reporters_reporter WHERE told_of = ANY(this.tellings);
    DELETE FROM public.reporters_opening WHERE reporter_id = ANY(gone);
    DELETE FROM public.reporters_asking WHERE reporter_id = ANY(gone);
    DELETE FROM public.reporters_reporter WHERE id = ANY(gone);
    GET DIAGNOSTICS reporters = ROW_COUNT;
    DELETE FROM keys.opened WHERE id = ANY(gone);
    DELETE FROM keys.given WHERE case_id = ANY(gone) OR case_id = this.of_case
        OR case_id IN (SELECT id FROM public.access_asking WHERE of_case = this.of_case)
        OR case_id IN (SELECT id FROM public.triage_hold WHERE of_case = this.of_case)
        OR case_id IN (SELECT id FROM public.panel_item WHERE of_case = this.of_case)
        OR case_id IN (SELECT id FROM public.agencies_request WHERE of_case = this.of_case)
        OR case_id IN (SELECT id FROM public.agencies_contribution WHERE of_case = this.of_case)
        OR case_id IN (SELECT id FROM public.agencies_link WHERE of_case = this.of_case);
    GET DIAGNOSTICS grants = ROW_COUNT;
    documents := 0;
    marks := 0;
    recalls := 0;
    IF this.of_case IS NOT NULL THEN
        INSERT INTO public.disclosures_after (id, case_id, disclosure_id, kind, why, at)
        SELECT gen_random_uuid(), d.case_id, d.id, 'recalled', 'deleted', this.gone_at
        FROM public.disclosures_disclosure d
        WHERE d.case_id = this.of_case AND (d.expires_on IS NULL OR d.expires_on >= this.gone_at::date)
        AND NOT EXISTS (
            SELECT 1 FROM public.disclosures_after a WHERE a.disclosure_id = d.id AND a.kind IN ('ended', 'recalled')
        );
        GET DIAGNOSTICS recalls = ROW_COUNT;
        DELETE FROM public.documents_document WHERE case_id = this.of_case;
        GET DIAGNOSTICS documents = ROW_COUNT;
        -- Bytes and all, every version of each.
        DELETE FROM public.documents_casedocument WHERE case_id = this.of_case;
        GET DIAGNOSTICS added = ROW_COUNT;
        documents := documents + added;
        DELETE FROM public.agencies_enclosure WHERE contribution_id IN (
            SELECT id FROM public.agencies_contribution WHERE of_case = this.of_case
        );
        GET DIAGNOSTICS added = ROW_COUNT;
        documents := documents + added;
        -- Without its line nothing that comes later finds the case. Until its box closes, as its page said, a stub
        -- keeps whose receipt it was: what comes with it becomes a concern of its own, which a person reads.
        INSERT INTO public.referrals_stub (id, area_id, apart, person, closes_on, finished)
        SELECT gen_random_uuid(), l.area_id, r.apart, l.person, l.closes_on, l.finished
        FROM public.referrals_line l JOIN public.referrals_referral r ON r.id = l.case_id
        WHERE l.case_id = this.of_case AND l.person IS NOT NULL AND l.burnt_at IS NULL
        AND l.closes_on >= (this.gone_at AT TIME ZONE 'Europe/London')::date;
        DELETE FROM public.intake_message WHERE case_id = this.of_case;
        DELETE FROM public.referrals_line WHERE case_id = this.of_case;
        DELETE FROM keys.before WHERE of_case = this.of_case;
        PERFORM public.people_forget(this.of_case);
        UPDATE public.referrals_referral SET person = NULL, statistics_key = NULL WHERE id = this.of_case;
        DELETE FROM public.intake_collected WHERE id = ANY(this.tellings) OR id = ANY(gone);
        GET DIAGNOSTICS marks = ROW_COUNT;
    END IF;
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("rights", "0001_initial"), ("referrals", "0002_by_grant"), ("reporters", "0002_by_grant"),
        ("intake", "0002_by_grant"), ("documents", "0002_by_grant"),
        ("panel", "0002_by_grant"), ("access", "0002_guarded"), ("triage", "0002_by_grant"),
        ("agencies", "0002_by_grant"),
        ("people", "0002_register"),
        ("disclosures", "0002_by_grant"), ("apart", "0002_by_name"),
    ]  # fmt: skip
    operations = [
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
        append_only("rights_signature"),
        append_only("rights_signedperiod"),
        append_only("rights_certificate"),
    ]
