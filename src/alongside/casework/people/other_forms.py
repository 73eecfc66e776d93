"""Names that stand for each other: short forms, diminutives, and the forms of one name in two languages.

English short forms come from a kept list (the package `nicknames`, by C. Northern and N. Crews). The table below is our
own, of names that readings do not bring together. A line is a name and its other forms, in the letters a to z; a form
may stand on several lines. To add one, add it here: a practitioner can.
"""

from __future__ import annotations

from functools import lru_cache

from nicknames import NickNamer

TABLE = """
agnieszka: aga agnes agusia inez
aleksandra: ola olka olenka sasha sandra alexandra alex
aleksander: olek alek alex sasha aleksy alexander
andrzej: andrew jedrek andy andreas andrei
anna: ania anka hania hanna anne annie anya hannah
antoni: antek tony anthony antos
barbara: basia baska barb
bartosz: bartek bartlomiej bartholomew bart
beata: beatka
boguslaw: bogdan bodzio
bozena: bozenka
cezary: czarek caesar
danuta: danka danusia
dariusz: darek darius
dawid: david dave
dominik: dominic domink nikus
dorota: dorothy dorotka
elzbieta: ela elka elizabeth bozka liz
ewa: eva ewka ewunia eve
edward: edek eddie edzio
filip: philip filipek phil
franciszek: franek francis frank
grazyna: grazynka
grzegorz: grzesiek grzes gregory greg
halina: halinka hala
henryk: henry heniek harry
ignacy: ignac
irena: irka irene
iwona: iwonka yvonne
jacek: hyacinth jack
jadwiga: jadzia hedwig
jakub: kuba kubus jacob james jakob
jan: janek jas john jasiek johann ivan
janusz: janek
jaroslaw: jarek
jerzy: jurek george jerzyk
joanna: asia aska joasia joan jo
jolanta: jola
jozef: jozek joseph joe
julia: julka julie
justyna: justine justynka
kacper: kacperek casper jasper
kamil: kamilek
karol: karolek charles carl
karolina: karola caroline carolina
kazimierz: kazik kazek casimir
katarzyna: kasia kaska katherine catherine kate kat kathy
kinga: kinia
krystyna: krysia christina kristina
krzysztof: krzysiek krzys christopher chris
lech: leszek
lucja: lucia lucy
lukasz: luki lukas luke lucas
maciej: maciek matthias macius matthew
magdalena: magda madzia lena
malgorzata: gosia malgosia margaret goska gocha maggie
marcin: martin marcinek
marek: mark mareczek marcus
maria: marysia mary maryska marika
mariusz: mario marius
marta: martha martusia
mateusz: mateo matthew matt matheus mati
michal: michael misiek mike michalek
mikolaj: nicholas mikolajek mikus nick
monika: monica
natalia: nati natalka nathalie natasha natalie
oliwia: olivia oliwka
patrycja: patricia pati patka
patryk: patrick
paulina: paula pauline
pawel: paul pawelek
piotr: peter piotrek piotrus pete
przemyslaw: przemek przemo
rafal: raphael rafalek
roman: romek
ryszard: richard rysiek
sebastian: seba seb
slawomir: slawek
stanislaw: staszek stasiek stan stanley
stefan: stephen stefek steven
sylwia: sylvia
szymon: simon szymek
tadeusz: tadek thaddeus
teresa: tereska
tomasz: tomek thomas tom
urszula: ula ursula
waldemar: waldek
weronika: wera veronica nika
wiktor: victor
wiktoria: wika victoria wiki
wieslaw: wiesiek
wladyslaw: wladek
wlodzimierz: wlodek vladimir
wojciech: wojtek adalbert
zbigniew: zbyszek zbych
zofia: zosia sophie sophia zocha
zuzanna: zuzia susan susanna zuza
zygmunt: zygmund sigmund
dafydd: dai david dewi taff daf
ieuan: evan john iefan ifan ioan ian iwan
sion: john sean shaun jon
gwilym: william will gwil bill
gwenllian: gwen gwennie
rhiannon: rhi non
angharad: haf ann anghi
myfanwy: myf fanw
llywelyn: llew lyn
gruffydd: gruff griff guto gryff griffith
hywel: howell
huw: hugh
rhys: reece rees rhysyn price
owain: owen ewan now
tomos: thomas tom twm
mair: mary mari mai
mari: mary marie
catrin: catherine kate cati cadi kathryn
sian: jane shan siani
siwan: joan
marged: margaret meg
megan: meg margaret
geraint: ger
gareth: gary gaz gaz
elin: helen ellen
efa: eve eva
iago: james
steffan: stephen steff
deiniol: daniel
macsen: maximus mac
emrys: ambrose
gethin: geth
bethan: beth elizabeth
cerys: ceri
mohammed: mo mohammad mahomet memo hamada mehmet mohd md hamoudi hamdi
ibrahim: abraham ibo ibi ebi brahim
yusuf: joseph joe yousuf
musa: moses
isa: jesus eisa
daoud: david dawud
yaqub: jacob
maryam: mary mariam meryem maria miriam
yahya: john
zakariya: zachary zak zac
sulaiman: solomon suleiman sully
ismail: ishmael ish
ishaq: isaac
ilyas: elias elijah
haroon: aaron
ayub: job
idris: enoch
jibril: gabriel
jamal: gamal djamal cemal kemal
jamila: gamila cemile
najib: nagib
hajar: hagar hacer
khadija: hatice khadra hadiya
fatima: fatma fatuma fatoumata fati faduma fadumo batoul
aisha: ayse asha aicha caasha
zainab: zeynep zaynab saynab zeinab
uthman: osman usman othman cusmaan
khalil: halil
yasmin: jasmine yasemin jasmin jesmin
karim: kerim
abdullah: abdallah abdul abdou abdu abdi
abdulrahman: abdou abdul abdi rahman
abdulaziz: aziz abdul
abdulkarim: karim abdul
abdulqadir: qadir abdul kadir
nasir: nasser nas
mustafa: mus mustapha musti stef
mahmud: mahmoud mahmut mehmood
hussein: husain huseyin hosein hossain hocine xuseen
ahmad: ahmet ahmed axmed hamid
umar: omar omer cumar
rukhsana: roxana
shahzad: shaz
rahim: rohim
shahnaz: shaz
imran: immy
usman: ozzy
zeeshan: shan zee
kamran: cameron kam
tariq: taz
amir: aamir
balwinder: bal ballu bill
jaswinder: jas jassi
jaspreet: jas jassi
harpreet: harry happy preet
harjit: harry harj
gurpreet: guri gopi preet
gurdeep: guri deep
manpreet: mani manny preet
kuldeep: deep
kulwinder: kul
parminder: pam pammi
rajinder: raj raji rajendra
rajesh: raj
sukhdev: sukh
surinder: sindi suri
lakshmi: laxmi
vikram: vik vicky bikram
krishna: krish
sanjay: sanju sunjay
banerjee: bandyopadhyay bannerji
mukherjee: mukhopadhyay mookerjee
chatterjee: chattopadhyay
ganguly: gangopadhyay
choudhury: chaudhry chowdhury chaudhari chawdhary
oluwaseun: seun oluseun
olusegun: segun shegun
oluwafemi: femi olufemi
olufunmilayo: funmi funke funmilayo fumi
adebayo: bayo debayo ade
adewale: wale debo ade
adekunle: kunle ade
babatunde: tunde baba babs
yetunde: yeye yetty iyetunde
temitope: tope temi
titilayo: titi layo titilope
folashade: sade shade fola folasade
folake: fola folly afolake flakky
omolara: lara omo
bolanle: bola
damilola: dami lola oluwadamilola
kehinde: kenny ken
taiwo: taiye tai
olugbenga: gbenga benga
olukayode: kayode kay
olatunji: tunji
oladipo: dipo ladipo
rotimi: timi olarotimi
oluwatobi: tobi toby
mojisola: moji
simisola: simi
yewande: wande
aderonke: ronke
iyabo: yabo
lekan: olalekan olamilekan
muyiwa: olumuyiwa
ayodele: dele ayo
bamidele: dele bami
ayse: ayshe aysha
huseyin: huso
ibrahim: ibo
suleyman: sulo
mehmet: memo memet muhammet
mustafa: musti
recep: rajab
serife: sharifa
bushra: busra
emine: amina
cem: jem
"""

FAMILY_NAMES_OF_CHINESE = """
wang: wong ong heng
li: lee lei lai
zhang: chang cheung teo chong tiong
liu: lau low liew lao
chen: chan tan chin tran
yang: yeung young yeo yong
huang: wong hwang ng ooi uy bong
zhao: chao chiu teo jew
wu: ng woo goh
zhou: chou chow chew jow chau
xu: hsu tsui shu hui koh
sun: suen soon
zhu: chu choo jue gee
hu: woo wu foo
ma: mah
guo: kuo kwok quo koay kwek
he: ho hor
lin: lam lim lum
gao: kao ko
luo: lo law loh
zheng: cheng cheung tay teh
liang: leung leong neo
xie: hsieh tse cheah chia
song: sung soong
tang: tong
deng: teng tang dang
han: hon
feng: fung pang
cao: tsao cho chou
peng: pang phang
zeng: tseng tsang chan
xiao: hsiao siu shaw siew
tian: tien tin
dong: tung
pan: poon pun phua
yuan: yuen yuan
cai: tsai choi chua choy tsoi
jiang: chiang keung kong cheung
yu: yue yee yu
du: to tu
ye: yeh yip yap
cheng: ching
wei: ngai wai
su: so soo
lu: luk loo lo lui
ding: ting
ren: jen yam
shen: sum shum
yao: yiu
zhong: chung
qiu: chiu yau khoo
hou: hau
bai: pai pak
qin: chin chun tsun
xue: hsueh sit
yan: yen yim ngan
lei: loi
fang: fong
kong: kung hung
mo: mok
xia: hsia ha
shi: shih sze
xin: hsin
xiang: hsiang heung
zhi: chih
jian: chien kin
qiang: chiang keung
jia: chia ka
ze: tse chak
qi: chi ki
rui: jui
rong: jung wing
bo: po
hui: wai
jie: chieh kit
jun: chun kwan
mei: may mui
hong: hung
yong: yung wing
jing: ching king
qing: ching hing
shu: shuk
wen: man
ming: meng
zi: tzu chi
yi: i yee
jin: chin kam
guang: kuang kwong
hua: wah
ying: wing
xiu: hsiu sau
ling: ning
"""


def _table(text: str) -> dict[str, frozenset[str]]:
    """Return for each form the names it may stand for."""
    found: dict[str, set[str]] = {}
    for line in text.strip().splitlines():
        name, forms = line.split(":")
        for form in (name, *forms.split()):
            found.setdefault(form, set()).add(name)
    return {form: frozenset(names) for form, names in found.items()}


OWN = _table(TABLE)
CHINESE = _table(FAMILY_NAMES_OF_CHINESE)
_english = NickNamer()


@lru_cache(maxsize=50_000)
def stands_for(plain: str) -> frozenset[str]:
    """Return the names that a word may stand for, itself among them; each says which list it is from.

    >>> stands_for("gosia") & stands_for("malgorzata")
    frozenset({'malgorzata'})
    """
    english = frozenset(_english.canonicals_of(plain))
    return english | OWN.get(plain, frozenset()) | CHINESE.get(plain, frozenset()) | {plain}


def is_part(one: str, other: str) -> bool:
    """Say whether the shorter is how the longer begins or ends: Tunde of Babatunde, Alex of Alexandra, Abi of Abigail.

    Three letters at the beginning will do, four at the end.
    """
    short, long = sorted((one, other), key=len)
    if len(short) < 3 or len(long) < len(short) + 2:
        return False
    return long.startswith(short) or (len(short) >= 4 and long.endswith(short))
