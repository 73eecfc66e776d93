"""The places of the demo: two that take part, and three that show what happens where nobody does. None exists."""

from __future__ import annotations

from .models import Area, AreaWords, Nation, Postcode

# The numbers are of those that Ofcom keeps for stories: nobody answers them.
AREAS = (
    Area(
        code="northmere", name="Northmere", nation=Nation.ENGLAND_AND_WALES, covered=True, reads_unplaced=True,
        who_reads="A trained person at Northmere Council reads it first. The police see it if it becomes a referral.",
    ),
    Area(
        code="glanaber", name="Glanaber", nation=Nation.ENGLAND_AND_WALES, covered=True, both_at_once=True,
        who_reads="In Wales it goes to a trained person at Glanaber Council and to the police at the same time.",
    ),
    Area(
        code="easterhaven", name="Easterhaven", nation=Nation.ENGLAND_AND_WALES, covered=False,
        route="Easterhaven does not use this website. Its council has a team that takes your call on weekdays.",
        route_number="01632 960 131",
    ),
    Area(
        code="strathlorne", name="Strathlorne (Scotland)", nation=Nation.SCOTLAND, covered=False,
        route="In Scotland, Police Scotland and the council’s child or adult protection team take this up.",
        route_number="01632 960 245",
    ),
    Area(
        code="loughmore", name="Loughmore (Northern Ireland)", nation=Nation.NORTHERN_IRELAND, covered=False,
        route="In Northern Ireland, call the police on 101, or Crimestoppers if you do not want to give your name.",
        route_number="101",
    ),
)  # fmt: skip

# Translated by a machine, as the catalogues are. What is not said here of an area shows in English, marked so.
WORDS = (
    AreaWords(
        area_id="northmere", language="cy",
        who_reads="Person hyfforddedig yng Nghyngor Northmere sy'n ei ddarllen gyntaf. Bydd yr heddlu'n ei weld os"
        " daw'n atgyfeiriad.",
    ),
    AreaWords(
        area_id="glanaber", language="cy",
        who_reads="Yng Nghymru mae'n mynd at berson hyfforddedig yng Nghyngor Glanaber ac at yr heddlu yr un pryd.",
    ),
    AreaWords(
        area_id="easterhaven", language="cy",
        route="Nid yw Easterhaven yn defnyddio'r wefan hon. Mae gan ei chyngor dîm sy'n cymryd eich galwad yn ystod yr"
        " wythnos.",
    ),
    AreaWords(
        area_id="strathlorne", language="cy", name="Strathlorne (Yr Alban)",
        route="Yn yr Alban, Police Scotland a thîm amddiffyn plant neu oedolion y cyngor sy'n delio â hyn.",
    ),
    AreaWords(
        area_id="loughmore", language="cy", name="Loughmore (Gogledd Iwerddon)",
        route="Yng Ngogledd Iwerddon, ffoniwch yr heddlu ar 101, neu Crimestoppers os nad ydych am roi'ch enw.",
    ),
    AreaWords(
        area_id="northmere", language="ur",
        who_reads="اسے سب سے پہلے نارتھ میئر کونسل کا ایک تربیت یافتہ شخص پڑھتا ہے۔ اگر یہ باقاعدہ ریفرل بنے تو"
        " پولیس اسے دیکھتی ہے۔",
    ),
    AreaWords(
        area_id="northmere", language="ar",
        who_reads="يقرؤه أولاً شخص مدرَّب في مجلس نورثمير. وتراه الشرطة إذا صار إحالة رسمية.",
    ),
    AreaWords(
        area_id="glanaber", language="ar",
        who_reads="في ويلز يصل إلى شخص مدرَّب في مجلس غلانابر وإلى الشرطة في الوقت نفسه.",
    ),
    AreaWords(
        area_id="glanaber", language="ur",
        who_reads="ویلز میں یہ ایک ہی وقت میں گلانابر کونسل کے ایک تربیت یافتہ شخص اور پولیس کے پاس جاتا ہے۔",
    ),
    AreaWords(
        area_id="easterhaven", language="ar",
        route="لا تستخدم إيسترهيفن هذا الموقع. لدى مجلسها فريق يرد على مكالمتك في أيام العمل.",
    ),
    AreaWords(
        area_id="easterhaven", language="ur",
        route="ایسٹرہیون یہ ویب سائٹ استعمال نہیں کرتا۔ اس کی کونسل کی ایک ٹیم کام کے دنوں میں آپ کی کال لیتی ہے۔",
    ),
    AreaWords(
        area_id="strathlorne", language="ur", name="Strathlorne (اسکاٹ لینڈ)",
        route="اسکاٹ لینڈ میں یہ معاملہ پولیس اسکاٹ لینڈ اور کونسل کی بچوں یا بڑوں کے تحفظ کی ٹیم دیکھتی ہے۔",
    ),
    AreaWords(
        area_id="loughmore", language="ar", name="Loughmore (أيرلندا الشمالية)",
        route="في أيرلندا الشمالية اتصل بالشرطة على 101، أو بـ Crimestoppers إن كنت لا تريد ذكر اسمك.",
    ),
    AreaWords(
        area_id="loughmore", language="ur", name="Loughmore (شمالی آئرلینڈ)",
        route="شمالی آئرلینڈ میں پولیس کو 101 پر فون کریں، یا اگر نام نہیں بتانا چاہتے تو Crimestoppers کو۔",
    ),
)  # fmt: skip


# No such postcode areas exist.
POSTCODES = {
    "NQ": "northmere",
    "NQ9": "easterhaven",
    "NQ8 4": "easterhaven",
    "GQ": "glanaber",
    "EQ": "easterhaven",
    "SQ": "strathlorne",
    "LQ": "loughmore",
}


def load() -> None:
    """Make the areas, what is said of them and the postcodes where they are missing."""
    Area.objects.bulk_create(AREAS, ignore_conflicts=True)
    AreaWords.objects.bulk_create(WORDS, ignore_conflicts=True)
    rows = [Postcode(beginning=beginning, area_id=area) for beginning, area in POSTCODES.items()]
    Postcode.objects.bulk_create(rows, ignore_conflicts=True)
