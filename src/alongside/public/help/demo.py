"""The demo's directory: the facts of the domain page, section 7.1, with its sources. The checker is invented."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any, Final

from tests import cast

from alongside.commons import clock

from .models import For, Nation, Opening, Service, ServiceWords, Zone

EVERY_DAY: Final = range(7)
WEEKDAYS: Final = range(5)

SERVICES: Final[tuple[tuple[dict[str, Any], range, tuple[time, time]], ...]] = (
    (
        {
            "name": "Police, fire and ambulance", "what_for": For.DANGER, "nation": Nation.UNITED_KINGDOM, "order": 10,
            "number": "999", "always_open": True,
            "summary": "If a life is in danger, or something is happening now.",
            "source": "actearly.uk/contact",
        },
        range(0), (time(0), time(0)),
    ),
    (
        {
            "name": "ACT Early support line", "what_for": For.WORRY, "nation": Nation.GREAT_BRITAIN, "order": 20,
            "number": "0800 011 3764", "address": "https://actearly.uk/contact/",
            "summary": "Talk through what worries you about somebody close to you, in confidence as far as the law"
            " allows.",
            "outside_hours": "Calls are put through to specialist counter-terrorism officers.",
            "text_relay": "18001 101 reaches the police by text relay",
            "who_answers": "Specially trained police officers. If you work with the person, use your own safeguarding"
            " route.",
            "what_happens": "Calls are not recorded, and you need not give your name. The person you are worried"
            " about is not told that you called. Officers must act if a life is in danger.",
            "source": "actearly.uk/contact and actearly.uk/working-together/faq",
        },
        EVERY_DAY, (time(9), time(17)),
    ),
    (
        {
            "name": "GOV.UK: get help if you are worried", "what_for": For.WORRY, "nation": Nation.UNITED_KINGDOM,
            "order": 30,
            "address": "https://www.gov.uk/guidance/get-help-if-youre-worried-about-someone-being-radicalised",
            "summary": "The government's page for families and friends, with what to look for and whom to ask.",
            "source": "gov.uk/guidance/get-help-if-youre-worried-about-someone-being-radicalised",
        },
        range(0), (time(0), time(0)),
    ),
    (
        {
            "name": "Beratungsstelle Radikalisierung", "what_for": For.WORRY, "nation": Nation.ELSEWHERE, "order": 90,
            "number": "0911 943 43 43", "email": "beratung@bamf.bund.de", "zone": Zone.BERLIN,
            "summary": "For families and friends in Germany.",
            "languages": "German, English, Turkish, Russian", "cost": "Free",
            "who_answers": "The Federal Office for Migration and Refugees.",
            "what_happens": "It is confidential. About a quarter of calls are passed on to a counsellor near the"
            " caller.",
            "source": "bamf.de, questions and answers on the advice centre",
        },
        WEEKDAYS, (time(9), time(15)),
    ),
    (
        {
            "name": "Anti-terrorist hotline", "what_for": For.REPORT, "nation": Nation.UNITED_KINGDOM, "order": 40,
            "number": "0800 789 321", "address": "https://www.gov.uk/ACT",
            "summary": "To tell the police about something suspicious.",
            "who_answers": "The police.",
            "source": "actearly.uk/contact",
        },
        range(0), (time(0), time(0)),
    ),
    (
        {
            "name": "Your local police", "what_for": For.REPORT, "nation": Nation.UNITED_KINGDOM, "order": 50,
            "number": "101", "text_relay": "18001 101",
            "summary": "When it is not an emergency.",
            "who_answers": "The police where you are.",
            "source": "actearly.uk/contact",
        },
        range(0), (time(0), time(0)),
    ),
    (
        {
            "name": "Police Scotland", "what_for": For.REPORT, "nation": Nation.SCOTLAND, "order": 60,
            "email": "PreventReferrals@scotland.police.uk",
            "summary": "A form for those who work with somebody. The mailbox is read day and night.",
            "who_answers": "Police Scotland, beside your local child or adult protection team.",
            "source": "argyll-bute.gov.uk and dgppp.org.uk, Prevent pathways",
        },
        range(0), (time(0), time(0)),
    ),
    (
        {
            "name": "South Wales Police", "what_for": For.REPORT, "nation": Nation.WALES, "order": 70,
            "address": "https://digitalservices.south-wales.police.uk/",
            "summary": "A form on the web.",
            "who_answers": "In Wales a concern goes to counter-terrorism police and to the council at the same time.",
            "source": "digitalservices.south-wales.police.uk and accountabilityindex.uk",
        },
        range(0), (time(0), time(0)),
    ),
)  # fmt: skip

# What the way of a concern shows of them. Names of organisations stay as they are.
WORDS = {
    "Police, fire and ambulance": {
        "cy": ("Yr heddlu, y gwasanaeth tân ac ambiwlans", ""),
        "ar": ("الشرطة والإطفاء والإسعاف", ""),
        "ur": ("پولیس، فائر بریگیڈ اور ایمبولینس", ""),
    },
    "ACT Early support line": {
        "cy": ("Llinell gymorth ACT Early", "Mae 18001 101 yn cyrraedd yr heddlu drwy wasanaeth testun (text relay)"),
        "ar": ("خط دعم ACT Early", "18001 101 يوصل إلى الشرطة عبر خدمة النص (text relay)"),
        "ur": ("ACT Early امدادی لائن", "18001 101 ٹیکسٹ سروس (text relay) سے پولیس تک پہنچاتا ہے"),
    },
    "Anti-terrorist hotline": {
        "cy": ("Llinell gymorth gwrthderfysgaeth", ""),
        "ar": ("الخط الساخن لمكافحة الإرهاب", ""),
        "ur": ("انسداد دہشت گردی ہاٹ لائن", ""),
    },
    "Your local police": {
        "cy": ("Eich heddlu lleol", "18001 101"),
        "ar": ("شرطتكم المحلية", "18001 101"),
        "ur": ("آپ کی مقامی پولیس", "18001 101"),
    },
}


def load() -> None:
    if Service.objects.exists():
        return
    checked_on = clock.today() - timedelta(days=12)
    for facts, weekdays, (opens, closes) in SERVICES:
        service = Service(**facts, checked_on=checked_on, checked_by=f"{cast.EDITOR.name} (invented, for the demo)")
        service.opening = [Opening(weekday=weekday, opens=opens, closes=closes) for weekday in weekdays]
        service.words = [
            ServiceWords(language=language, name=name, text_relay=relay)
            for language, (name, relay) in WORDS.get(service.name, {}).items()
        ]
        service.full_clean()
        service.save()
