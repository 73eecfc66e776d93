from django.db import migrations

# What was set aside keeps its bytes: once its key or the next version is there, whoever has a post of intake lets the
# worker try it again. They change nothing else of an envelope: not whether it was opened, and not what is in it.
TRY_AGAIN = """
CREATE FUNCTION intake_try_again() RETURNS SETOF uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM public.organisation_post p WHERE p.role = 'intake' AND p.id IN (SELECT keys.my_posts())
    ) THEN
        RETURN;
    END IF;
    RETURN QUERY
        UPDATE public.intake_collected SET state = 'waiting', failure = '' WHERE state = 'set_aside' RETURNING id;
END
$$;
"""


class Migration(migrations.Migration):

    dependencies = [('intake', '0005_linking')]

    operations = [migrations.RunSQL(TRY_AGAIN, "DROP FUNCTION intake_try_again()")]
