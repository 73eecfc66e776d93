from django.db import migrations

SQL = """
-- The owner, whose functions these are, comes to the rows in a session of who serves, while it gives back, and never else.
CREATE FUNCTION owners_serves() RETURNS boolean LANGUAGE sql STABLE
AS $$ SELECT session_user IN ('casework_web', 'casework_worker') AND current_setting('owners.gives_back', true) = 'yes' $$;
CREATE POLICY owned_seen ON referrals_referral FOR SELECT TO casework_owner USING (owners_serves() AND closed_at IS NULL);
CREATE POLICY owned_given_back ON referrals_referral FOR UPDATE TO casework_owner
    USING (owners_serves() AND closed_at IS NULL) WITH CHECK (owners_serves());

-- Whether somebody, whose account is open, holds on a day a post whose turn it is at this stage of an area.
CREATE FUNCTION owners_can_own(staff uuid, in_area uuid, at_stage text, stages text[], roles text[], today date)
RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT EXISTS (
        SELECT 1 FROM public.organisation_holding h
        JOIN public.organisation_staff s ON s.id = h.staff_id
        JOIN public.organisation_post p ON p.id = h.post_id
        JOIN unnest(stages, roles) AS turn (stage, role) ON turn.role = p.role
        WHERE h.staff_id = staff AND s.is_active AND p.area_id = in_area AND turn.stage = at_stage
          AND h.from_on <= today AND (h.until_on IS NULL OR h.until_on >= today)
    )
$$;

-- Give back to the lead of the post each open referral of somebody who cannot own it any more, and end what is offered
-- to such a person. Returns those that lost their owner: where they are, and nothing else of them.
CREATE FUNCTION owners_give_back(stages text[], roles text[], today date)
RETURNS TABLE (id uuid, area uuid, stage varchar)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
    PERFORM set_config('owners.gives_back', 'yes', true);
    UPDATE public.referrals_referral r SET offered_owner_id = NULL, offer_until = NULL
    WHERE r.offered_owner_id IS NOT NULL AND r.closed_at IS NULL
      AND NOT public.owners_can_own(r.offered_owner_id, r.area_id, r.stage, stages, roles, today);
    RETURN QUERY
    UPDATE public.referrals_referral r SET owner_id = NULL, offered_owner_id = NULL, offer_until = NULL
    WHERE r.owner_id IS NOT NULL AND r.closed_at IS NULL
      AND NOT public.owners_can_own(r.owner_id, r.area_id, r.stage, stages, roles, today)
    RETURNING r.id, r.area_id, r.stage;
    PERFORM set_config('owners.gives_back', '', true);
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0002_by_grant"), ("organisation", "0001_initial")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
