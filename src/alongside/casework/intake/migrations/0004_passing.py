import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import alongside.casework.keys.models
from alongside.casework.keys.row_security import protect

# Both sides see that a concern was offered and what came of it, whoever has its key today.
OF_BOTH_AREAS = """
CREATE POLICY of_both_areas ON intake_offer FOR SELECT TO casework_web USING (EXISTS (
    SELECT 1 FROM organisation_post post
    WHERE post.id IN (SELECT keys.my_posts()) AND post.role = 'intake'
      AND post.area_id IN (intake_offer.from_area_id, intake_offer.to_area_id)
));
CREATE FUNCTION intake_offer_stays() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN RAISE EXCEPTION 'an offer is answered, never removed or altered'; END $$;
CREATE TRIGGER intake_offer_stays BEFORE DELETE OR TRUNCATE ON intake_offer
    FOR EACH STATEMENT EXECUTE FUNCTION intake_offer_stays();
CREATE TRIGGER intake_offer_is_answered_once BEFORE UPDATE ON intake_offer
    FOR EACH ROW WHEN (OLD.answer <> '') EXECUTE FUNCTION intake_offer_stays();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0003_the_queue"),
        ("organisation", "0002_one_takes_the_unplaced"),
        ("referrals", "0002_by_grant"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Offer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=20)),
                ("offered_at", models.DateTimeField()),
                ("seen_until", models.DateTimeField(null=True)),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "not answered yet"),
                            ("accepted", "accepted"),
                            ("declined", "declined"),
                            ("withdrawn", "taken back"),
                        ],
                        max_length=10,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                ("reason", alongside.casework.keys.models.SealedText(null=True)),
                ("answer_reason", alongside.casework.keys.models.SealedText(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="offers", to="referrals.referral"
                    ),
                ),
                (
                    "from_area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.area"
                    ),
                ),
                (
                    "offered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "to_area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.area"
                    ),
                ),
            ],
            options={
                "ordering": ["offered_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answer", "")), fields=("case",), name="one_offer_at_a_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("from_area", models.F("to_area")), _negated=True),
                        name="an_offer_goes_to_another_area",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at", None), ("answered_by", None)),
                            models.Q(
                                models.Q(("answer", ""), _negated=True),
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="who_answered_an_offer_is_known",
                    ),
                ],
            },
        ),
        protect("intake_offer", "case_id"),
        migrations.RunSQL(OF_BOTH_AREAS, migrations.RunSQL.noop),
    ]
