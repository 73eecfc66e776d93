"""Yoruba: tones and dots that get lost, long names shortened from either end, an English name beside it."""

from __future__ import annotations

from tests.casework.people.draws import Draw, Parts

FEMALE = """Fúnmiláyọ̀ Títílayọ̀ Yétúndé Ìyábọ̀ Adébísí Ọmọ́lará Fọlákẹ́ Bọ́láńlé Adéọlá Tèmítọ́pẹ́ Ayọ̀mídé
Olúwaṣeun Àṣàkẹ́ Àbẹ̀kẹ́ Àyọ̀ká Moróunkẹ́jì Adérónkẹ́ Ọláídé Ìfẹ́olúwa Dámilọ́lá Ṣadé Bùsọ́lá Kẹ́hìndé Táíwò
Ọmọ́túndé Fẹ́yíṣàyọ̀ Mojísọ́lá Abísọ́lá Omówùnmí Ẹ̀bùnolúwa Oyinkánsọ́lá Simisọ́lá Ọmọ́tọ́lá Motúnráyọ̀ Yéwándé"""
MALE = """Olúwaṣeun Babátúndé Adébáyọ̀ Ayọ̀délé Olúmídé Kẹ́hìndé Táíwò Ṣẹ́gun Túnjí Bọ́lájí Olúfẹ́mi Adéwálé
Gbénga Ọláolúwa Tèmítọ́pẹ́ Dámilọ́lá Akínwùnmí Rótìmí Kúnlé Wálé Olúṣọlá Ìdòwú Àjàyí Olúwatóbi Oyèwálé Ayọ̀mídé
Adéṣínà Bámidélé Olúkáyọ̀dé Ọládípọ̀ Akínọlá Fọlárìn Olúgbénga Mákindé Ọmọ́táyọ̀ Adékúnlé Olúwadámilọ́lá Bánjí
Lékan Múyìwá"""
FAMILY = """Adébáyọ̀ Ògúnlẹ́yẹ Adéyẹmí Ọláníyì Akíndélé Balógun Oyèlárán Adéwálé Ògúnbánjọ Àjàyí Fáṣọlá Adékúnlé
Ọláyínká Olówóòkéré Ṣóyínká Adéníyì Awólọ́wọ̀ Ọbásanjọ́ Fálànà Oyèdépò Ọ̀ṣúndáre Akínṣọlá Bánkọ́lé Ìdòwú Adéoyè
Ògúndípẹ̀ Oyètúnjí Afọlábí Ọ̀ṣọ́ Fáyẹmí Adélékè Akínyẹmí Ọlátúnjí Babalọlá Oyèbámjí Olúwọlé Adétúnjí Ṣódipọ̀
Ògúnṣọlá Fágbénlé Odúsànyà Ọdúwọlé Ayọ̀délé Adénúgà Adéṣọjí Bámigbóyè Alákijà Ṣóbọ̀wálé Awólàjà Dáíró"""
WRITTEN = """Fúnmiláyọ̀: Funmi Funmilayo Olufunmilayo Fumilayo
Títílayọ̀: Titi Titilayo Titilope
Yétúndé: Yetty Yetunde Iyetunde
Ìyábọ̀: Iyabo Yabo
Ọmọ́lará: Lara Omolara
Fọlákẹ́: Folake Flakky Afolake
Bọ́láńlé: Bola Bolanle
Adéọlá: Ade Adeola Deola
Tèmítọ́pẹ́: Temi Tope Temitope
Ayọ̀mídé: Ayo Ayomide
Olúwaṣeun: Seun Oluseun Shewn
Adérónkẹ́: Ronke Aderonke
Ìfẹ́olúwa: Ife Ifeoluwa
Dámilọ́lá: Dami Damilola Oluwadamilola
Ṣadé: Sade Shade Folasade
Bùsọ́lá: Busola Busayo
Kẹ́hìndé: Kenny Kehinde
Táíwò: Taiye Taiwo
Mojísọ́lá: Moji Mojisola
Oyinkánsọ́lá: Oyin Oyinkansola Oyinkan
Simisọ́lá: Simi Simisola
Yéwándé: Yewande Wande
Babátúndé: Tunde Babs Babatunde
Adébáyọ̀: Bayo Ade Adebayor
Ayọ̀délé: Ayo Dele Ayodele
Olúmídé: Olu Olumide Mide
Ṣẹ́gun: Shegun Segun Olusegun
Túnjí: Tunji Olatunji Tunjay
Bọ́lájí: Bolaji Mobolaji
Olúfẹ́mi: Femi Olufemi
Adéwálé: Wale Adewale
Gbénga: Benga Olugbenga
Rótìmí: Rotimi Olarotimi Timi
Kúnlé: Kunle Adekunle
Wálé: Wale Olawale
Olúwatóbi: Tobi Toby Oluwatobi
Bámidélé: Dele Bamidele Bami
Olúkáyọ̀dé: Kayode Olukayode
Ọládípọ̀: Ladipo Dipo Oladipo
Akínwùnmí: Akin Akinwunmi
Olúgbénga: Gbenga Olugbenga
Adékúnlé: Kunle Adekunle
Lékan: Lekan Olamilekan
Múyìwá: Muyiwa Olumuyiwa
Ògúnlẹ́yẹ: Ogunleye Ogunleh
Adéyẹmí: Adeyemi Yemi Adeyeme
Ọláníyì: Olaniyi Olaniyan
Oyèlárán: Oyelaran Oyeleran
Ògúnbánjọ: Ogunbanjo Banjo
Àjàyí: Ajayi Ajai
Fáṣọlá: Fashola Fasola
Ọláyínká: Olayinka Yinka
Ṣóyínká: Soyinka Shoyinka
Ọbásanjọ́: Obasanjo
Ọ̀ṣúndáre: Osundare Oshundare
Bánkọ́lé: Bankole Bancole
Ògúndípẹ̀: Ogundipe
Ọ̀ṣọ́: Osho Oso
Fáyẹmí: Fayemi
Ṣódipọ̀: Sodipo Shodipo
Akínṣọlá: Akinsola Akinshola
Ṣóbọ̀wálé: Sobowale Shobowale
Balógun: Ballogun Balogoun"""
BY_EAR = "ṣ>sh sh>s gb>b ọ>o ẹ>e kp>p i>y yi>i o>u h> w>v k>c ayo>aio u>oo olu>oluwa ade>adi j>dj"


def full(draw: Draw) -> Parts:
    given = [draw.given(FEMALE, MALE)]
    if draw.one_in(4):
        given.insert(draw.below(2), draw.pick("Grace Esther Deborah Samuel David Michael Daniel Ruth Mary Emmanuel"))
    return Parts(given=given, family=[draw.often(FAMILY)])
