from django.db import migrations

# One row a campaign, whatever languages its page has. A page that is not live shows its newest draft, so that call
# handlers can be briefed before it is published. It is read by casework's post and by nobody else (grants.py).
BRIEFING_FACTS = """
CREATE VIEW letterbox.briefing_facts AS
SELECT DISTINCT ON (page.translation_key)
    page.translation_key AS campaign,
    coalesce(draft.content ->> 'title', page.title)::text AS title,
    coalesce(draft.content ->> 'lead', campaign.lead) AS summary,
    coalesce((draft.content ->> 'starts_on')::date, campaign.starts_on) AS starts_on,
    coalesce((draft.content ->> 'ends_on')::date, campaign.ends_on) AS ends_on,
    CASE WHEN page.live AND root.id IS NOT NULL
         THEN '/' || substr(page.url_path, length(root.url_path) + 1) ELSE '' END AS address,
    CASE WHEN page.live THEN 'live' ELSE 'planned' END AS state,
    coalesce(greatest(page.last_published_at, page.latest_revision_created_at), 'epoch') AS changed_at
FROM pages_campaignpage campaign
JOIN wagtailcore_page page ON page.id = campaign.page_ptr_id
LEFT JOIN wagtailcore_revision draft ON draft.id = page.latest_revision_id AND NOT page.live
LEFT JOIN wagtailcore_site site ON site.is_default_site
LEFT JOIN wagtailcore_page root ON root.id = site.root_page_id AND starts_with(page.url_path, root.url_path)
WHERE page.alias_of_id IS NULL
ORDER BY page.translation_key, page.locale_id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0001_initial"),
        ("letterbox", "0001_the_letterbox"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [migrations.RunSQL(BRIEFING_FACTS, "DROP VIEW letterbox.briefing_facts")]
