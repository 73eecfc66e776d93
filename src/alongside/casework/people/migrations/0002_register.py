from django.db import migrations

from alongside.casework.keys.row_security import protect

SQL = """
-- In which transaction a look-up was written down: it may be used in no other.
ALTER TABLE people_lookup ADD COLUMN made_in xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX entry_of_mark ON people_mark (mark) INCLUDE (entry_id);

-- The owner, whose functions these are, comes to the rows in a session of who serves, and in none of their own; no serving
-- role has a right on the register's two tables.
CREATE FUNCTION people_serves() RETURNS boolean LANGUAGE sql STABLE
AS $$ SELECT session_user IN ('casework_web', 'casework_worker') $$;
CREATE POLICY definers ON people_named TO casework_owner USING (people_serves()) WITH CHECK (people_serves());
CREATE POLICY definers ON people_lookup TO casework_owner USING (people_serves()) WITH CHECK (people_serves());
CREATE POLICY definers ON people_shown TO casework_owner USING (people_serves()) WITH CHECK (people_serves());
CREATE POLICY definers ON people_saying TO casework_owner USING (people_serves()) WITH CHECK (people_serves());
CREATE POLICY definers ON people_reading TO casework_owner USING (people_serves()) WITH CHECK (people_serves());
-- Who sees the other of two referrals learns that they were said to be one person's; the reason stays sealed to them.
CREATE POLICY other_side ON people_saying FOR SELECT TO casework_web USING (keys.may_see(other) AND NOT keys.is_apart(case_id));

CREATE FUNCTION people_is_known(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT EXISTS (SELECT 1 FROM public.people_entry WHERE about = wanted) $$;
CREATE POLICY in_the_register ON referrals_referral FOR SELECT TO casework_owner USING (people_serves() AND people_is_known(id));

-- Take a referral's person out of the register.
CREATE FUNCTION people_unfile(wanted uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    old public.people_entry;
BEGIN
    SELECT * INTO old FROM public.people_entry WHERE about = wanted FOR UPDATE;
    IF FOUND THEN
        DELETE FROM public.people_mark WHERE entry_id = old.id AND mark = ANY(old.marks);
        DELETE FROM public.people_entry WHERE id = old.id;
    END IF;
END
$$;

-- File the person of a referral that whoever asks sees, in place of what was filed before.
CREATE FUNCTION people_file(new_entry uuid, wanted uuid, sealed bytea, under bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF NOT keys.may_see(wanted) OR keys.is_apart(wanted) THEN
        RAISE EXCEPTION 'only somebody who sees a case files its person';
    END IF;
    PERFORM public.people_unfile(wanted);
    INSERT INTO public.people_entry (id, about, described, marks) VALUES (new_entry, wanted, sealed, under);
    INSERT INTO public.people_mark (mark, entry_id) SELECT DISTINCT unnest(under), new_entry;
END
$$;

-- How often whoever asks has looked since a moment, whatever referral it was for.
CREATE FUNCTION people_looked_since(since timestamptz) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT count(*) FROM public.people_lookup WHERE asked_by_id = keys.me() AND asked_at > since $$;

-- The only way to the register: for one look-up, written down in this transaction by whoever asks, once, within the
-- limits of rules/people.py. Returns at most 100 sealed rows, then how many have each word, then how many there are.
CREATE FUNCTION people_look_up(look uuid, words integer[], sorts text[], asked bigint[])
RETURNS TABLE (entry uuid, described bytea, word integer, sort text, many bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    this public.people_lookup;
    everybody double precision;
BEGIN
    SELECT * INTO this FROM public.people_lookup l
    WHERE l.id = look AND l.asked_by_id = keys.me() AND l.made_in = pg_current_xact_id() AND l.used_at IS NULL;
    IF NOT FOUND OR NOT keys.may_see(this.case_id) THEN
        RAISE EXCEPTION 'a look-up is written down first, by whoever makes it, and used once';
    END IF;
    IF public.people_looked_since(keys.now() - interval '1 hour') > 10
       OR public.people_looked_since(keys.now() - interval '1 day') > 40 THEN
        RAISE EXCEPTION 'too many look-ups of one person';
    END IF;
    IF coalesce(cardinality(asked), 0) NOT BETWEEN 1 AND 1000 OR cardinality(asked) <> cardinality(words)
       OR cardinality(asked) <> cardinality(sorts) THEN
        RAISE EXCEPTION 'a look-up asks for one person';
    END IF;
    UPDATE public.people_lookup l SET used_at = keys.now() WHERE l.id = look;
    SELECT count(*) + 1 INTO everybody FROM public.people_entry;
    RETURN QUERY
    WITH wanted AS (SELECT * FROM unnest(words, sorts, asked) AS w (word, sort, mark)),
    hits AS MATERIALIZED (
        SELECT DISTINCT m.entry_id, w.word, w.sort FROM wanted w JOIN public.people_mark m ON m.mark = w.mark
    ),
    counts AS MATERIALIZED (SELECT h.word, h.sort, count(*) AS many FROM hits h GROUP BY h.word, h.sort),
    best AS (
        SELECT h.entry_id, h.word, max(ln(everybody / c.many)) AS tells
        FROM hits h JOIN counts c ON c.word = h.word AND c.sort = h.sort GROUP BY h.entry_id, h.word
    ),
    nearest AS (
        SELECT b.entry_id FROM best b JOIN public.people_entry e ON e.id = b.entry_id
        WHERE e.about <> this.case_id GROUP BY b.entry_id ORDER BY sum(b.tells) DESC, b.entry_id LIMIT 100
    )
    SELECT e.id, e.described, NULL::integer, NULL::text, NULL::bigint
    FROM public.people_entry e JOIN nearest n ON n.entry_id = e.id
    UNION ALL SELECT NULL, NULL, c.word, c.sort, c.many FROM counts c
    UNION ALL SELECT NULL, NULL, -1, 'everybody', everybody::bigint - 1;
END
$$;

-- Note which of them a look-up of this transaction shows: five at most.
CREATE FUNCTION people_show(look uuid, entries uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    this public.people_lookup;
BEGIN
    SELECT * INTO this FROM public.people_lookup l
    WHERE l.id = look AND l.asked_by_id = keys.me() AND l.made_in = pg_current_xact_id() AND l.used_at IS NOT NULL;
    IF NOT FOUND OR cardinality(entries) > 5 OR EXISTS (SELECT 1 FROM public.people_shown WHERE look_up_id = look) THEN
        RAISE EXCEPTION 'a look-up shows five at most, once';
    END IF;
    INSERT INTO public.people_shown (id, case_id, look_up_id, other)
    SELECT gen_random_uuid(), this.case_id, look, e.about FROM public.people_entry e WHERE e.id = ANY(entries);
END
$$;

-- Every referral that standing sayings make one person's with this one, itself not among them, and by which saying.
CREATE FUNCTION people_one_with(wanted uuid) RETURNS TABLE (other uuid, saying uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    WITH RECURSIVE linked AS (
        SELECT case_id AS one, other AS two, id FROM public.people_saying WHERE same AND undone_at IS NULL
        UNION ALL
        SELECT other, case_id, id FROM public.people_saying WHERE same AND undone_at IS NULL
    ),
    reached AS (
        SELECT wanted AS at, NULL::uuid AS by
        UNION
        SELECT linked.two, linked.id FROM reached JOIN linked ON linked.one = reached.at
    )
    SELECT DISTINCT ON (at) at, by FROM reached
    WHERE at <> wanted AND keys.may_see(wanted) AND NOT keys.is_apart(at) ORDER BY at, by
$$;

-- Dated facts of what was shown for a referral, or is one person's with it, to whoever sees that referral (R-04).
CREATE FUNCTION people_facts(wanted uuid) RETURNS TABLE (
    other uuid, reference text, received_at timestamptz, stage text, closed_at timestamptz, closure_code text,
    area_id uuid
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT r.id, r.reference, r.received_at, r.stage, r.closed_at, r.closure_code, r.area_id
    FROM public.referrals_referral r
    WHERE keys.may_see(wanted) AND NOT keys.is_apart(r.id) AND r.id IN (
        SELECT s.other FROM public.people_shown s WHERE s.case_id = wanted
        UNION SELECT o.other FROM public.people_one_with(wanted) o
    )
$$;

-- Who read what a saying shows, on which case: for whoever takes it back.
CREATE FUNCTION people_readers(of_saying uuid) RETURNS TABLE (case_id uuid, read_by uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT r.case_id, r.read_by_id FROM public.people_reading r JOIN public.people_saying s ON s.id = r.saying_id
    WHERE s.id = of_saying AND keys.may_see(s.case_id) AND NOT keys.is_apart(r.case_id)
$$;

-- The look-ups of a time in an area, for whoever reviews them (R-03): who, when, for what, how many were shown.
CREATE FUNCTION people_to_review(area uuid, since timestamptz, until timestamptz)
RETURNS TABLE (asked_at timestamptz, asked_by uuid, reference text, shown bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT l.asked_at, l.asked_by_id, r.reference, (SELECT count(*) FROM public.people_shown s WHERE s.look_up_id = l.id)
    FROM public.people_lookup l JOIN public.referrals_referral r ON r.id = l.case_id
    WHERE r.area_id = area AND NOT keys.is_apart(r.id) AND l.asked_at >= since AND l.asked_at < until AND EXISTS (
        SELECT 1 FROM public.organisation_post p WHERE p.area_id = area AND p.id IN (SELECT keys.my_posts())
        AND p.role IN ('dpo', 'chair', 'deputy_chair', 'director')
    )
    ORDER BY l.asked_at DESC
$$;

-- Forget a referral that is destroyed: its entry, what it is called, and every saying and showing of it.
CREATE FUNCTION people_forget(wanted uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM public.people_unfile(wanted);
    DELETE FROM public.people_named WHERE case_id = wanted;
    DELETE FROM public.people_reading r USING public.people_saying s
    WHERE s.id = r.saying_id AND (s.case_id = wanted OR s.other = wanted);
    DELETE FROM public.people_saying WHERE case_id = wanted OR other = wanted;
    DELETE FROM public.people_shown WHERE case_id = wanted OR other = wanted;
    DELETE FROM public.people_lookup WHERE case_id = wanted;
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("keys", "0001_grants"), ("referrals", "0002_by_grant")]
    operations = [
        protect("people_named", "case_id"),
        protect("people_lookup", "case_id"),
        protect("people_shown", "case_id"),
        protect("people_saying", "case_id"),
        protect("people_reading", "case_id"),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
