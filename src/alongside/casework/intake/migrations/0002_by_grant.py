from django.db import migrations

from alongside.casework.keys.row_security import append_only, lined, protect


# The web role sees what waits as a number and what does not open as an alarm; a file that waits it does not see, so
# that no concern which it puts in can name one; nor who told us: it could give keys to that id before intake does, which
# would then have to set it aside. What it puts in is a call handler's note, sealed: a concern that waits.
COLLECTED = """
ALTER TABLE intake_collected ENABLE ROW LEVEL SECURITY;
CREATE POLICY intake_all ON intake_collected TO intake USING (true) WITH CHECK (true);
CREATE POLICY worker_forgets ON intake_collected TO casework_worker USING (true);
CREATE POLICY no_files ON intake_collected FOR SELECT TO casework_web
    USING (kind NOT IN ('part', 'identity') OR state = 'set_aside');
CREATE POLICY only_concerns ON intake_collected FOR INSERT TO casework_web
    WITH CHECK (kind = 'concern' AND state = 'waiting');
"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial"), ("keys", "0001_grants"), ("referrals", "0002_by_grant")]
    operations = [
        protect("intake_answer", "case_id"),
        append_only("intake_answer"),
        protect("intake_release", "case_id"),
        append_only("intake_release"),
        protect("intake_firstlook", "case_id"),
        protect("intake_message", "case_id"),
        lined("intake_message", "case_id"),
        migrations.RunSQL(COLLECTED, migrations.RunSQL.noop),
    ]
