from django.db import migrations

# A unique index refuses two areas that take what has no place; this refuses none. It looks when the transaction ends,
# so that the task can go from one area to another.
ONE = """
CREATE FUNCTION public.organisation_one_takes_the_unplaced() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM public.organisation_area)
        AND NOT EXISTS (SELECT 1 FROM public.organisation_area WHERE takes_unplaced)
    THEN
        RAISE EXCEPTION 'one area has to take what is shared without a place' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER one_takes_the_unplaced AFTER INSERT OR UPDATE OR DELETE ON organisation_area
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.organisation_one_takes_the_unplaced();
"""


class Migration(migrations.Migration):
    dependencies = [("organisation", "0001_initial")]
    operations = [migrations.RunSQL(ONE, migrations.RunSQL.noop)]
