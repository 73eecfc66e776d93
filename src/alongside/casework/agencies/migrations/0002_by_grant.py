from django.db import migrations

from alongside.casework.keys.row_security import append_only, protect

# A question is its case's, and that of whoever is asked, for as long as it stands. A contribution is its readers'; the
# case sees that there is one. What it says is closed to everybody without its key.
QUESTIONS = """
ALTER TABLE agencies_request ENABLE ROW LEVEL SECURITY;
ALTER TABLE agencies_request FORCE ROW LEVEL SECURITY;
CREATE POLICY by_case ON agencies_request TO casework_web
    USING (keys.may_see(of_case)) WITH CHECK (keys.may_see(of_case));
CREATE POLICY by_grant ON agencies_request FOR SELECT TO casework_web
    USING (ended_at IS NULL AND keys.may_see(id));
CREATE POLICY by_grant_locks ON agencies_request FOR UPDATE TO casework_web
    USING (ended_at IS NULL AND keys.may_see(id)) WITH CHECK (false);
CREATE POLICY stub_by_case ON agencies_contribution FOR SELECT TO casework_web USING (keys.may_see(of_case));
"""
# An answer that comes by a link is taken in by the intake worker: it finds the link by the key that was shown, and adds
# what it sealed to the link's inbox, once.
LINKS = """
CREATE POLICY by_contribution ON agencies_link FOR SELECT TO casework_web USING (keys.may_see(id));
CREATE POLICY by_case ON agencies_link TO casework_web
    USING (keys.may_see(of_case)) WITH CHECK (keys.may_see(of_case));
CREATE POLICY intake_finds ON agencies_link FOR SELECT TO intake USING (true);
CREATE POLICY intake_uses ON agencies_link FOR UPDATE TO intake
    USING (used_at IS NULL AND revoked_at IS NULL) WITH CHECK (used_at IS NOT NULL);
CREATE POLICY intake_adds_by_link ON agencies_contribution FOR INSERT TO intake WITH CHECK (EXISTS (
    SELECT 1 FROM agencies_link l WHERE l.id = agencies_contribution.id AND l.used_at IS NULL AND l.revoked_at IS NULL));
CREATE POLICY intake_adds_by_link ON agencies_said FOR INSERT TO intake WITH CHECK (number = 1 AND answer IS NULL
    AND EXISTS (SELECT 1 FROM agencies_link l WHERE l.id = contribution_id AND l.used_at IS NULL));
"""
# What waits for an answer is a row of the case, and partners do not come to the case.
DUE = """
CREATE POLICY of_a_case_seen ON agencies_request FOR SELECT TO casework_owner
    USING (id = nullif(current_setting('app.answered', true), '')::uuid);
CREATE POLICY of_a_question ON due_due TO casework_owner
    USING (about = nullif(current_setting('app.answered', true), '')::uuid);
CREATE FUNCTION agencies_end_due(request uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM set_config('app.answered', request::text, true);
    IF session_user <> 'intake' AND NOT keys.may_see(request)
        AND NOT EXISTS (SELECT 1 FROM public.agencies_request WHERE id = request AND keys.may_see(of_case)) THEN
        RAISE EXCEPTION 'only who asks, who is asked and who reads the case ends what waits for an answer';
    END IF;
    UPDATE public.due_reminder SET over_at = keys.now() WHERE over_at IS NULL AND id IN (
        SELECT reminder FROM public.due_due WHERE about = request);
    UPDATE public.due_due SET ended_at = keys.now() WHERE about = request AND ended_at IS NULL AND done_at IS NULL;
    PERFORM set_config('app.answered', '', true);
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("agencies", "0001_initial"), ("keys", "0001_grants"), ("due", "0002_by_grant")]
    operations = [
        protect("agencies_contribution", "id"),
        protect("agencies_said", "contribution_id"),
        append_only("agencies_said"),
        protect("agencies_enclosure", "contribution_id"),
        protect("agencies_link", "request_id"),
        migrations.RunSQL(QUESTIONS, migrations.RunSQL.noop),
        migrations.RunSQL(DUE, migrations.RunSQL.noop),
        migrations.RunSQL(LINKS, migrations.RunSQL.noop),
    ]
