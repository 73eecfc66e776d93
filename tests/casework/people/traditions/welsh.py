"""Welsh: patronymics with ap and ferch live on; English clerks write what they hear."""

from __future__ import annotations

from tests.casework.people.draws import Draw, Parts

FEMALE = """Megan Cerys Ffion Seren Carys Catrin Rhiannon Nia Lowri Bethan Sian Angharad Gwen Elin Mari Eleri
Manon Non Branwen Eirlys Gwenllian Heledd Llinos Morfydd Myfanwy Nerys Olwen Tegan Eirian Efa Mali Cadi Betsan
Siwan Delyth Menna Glenys Gwyneth Mair"""
MALE = """Dylan Rhys Owain Gareth Ieuan Iwan Huw Aled Gethin Emyr Geraint Gwilym Dafydd Llywelyn Evan Ioan Osian
Macsen Idris Alun Bryn Hywel Emlyn Rhodri Tudur Meirion Iorwerth Cynan Gruffydd Guto Deiniol Steffan Tomos Sion
Wyn Ifan Elis Morgan Gwyn Iestyn"""
FAMILY = """Jones Davies Williams Evans Thomas Roberts Hughes Lewis Morgan Griffiths Edwards Owen James Rees
Price Morris Richards Lloyd Parry Phillips Jenkins Pritchard Powell Humphreys Ellis Bowen Vaughan Howells
Llewellyn Gwynne Probert Bevan Prosser Treharne Cadwaladr Gwilym Beddoe Craddock Meredith Penry Rhydderch Tudor
Wynne Yorath Ifans Pugh Breese"""
WRITTEN = """Cerys: Kerry Ceris Kerris Keris
Ffion: Fion Fionn Feeon
Carys: Karis Caris
Catrin: Katrin Catrine Kate
Rhiannon: Rianon Reannon Rhianon
Lowri: Lowry Laurie
Bethan: Beth Bethen
Sian: Shan Sharn Siân
Angharad: Angarad Haf
Gwenllian: Gwenlian Gwen Gwenthlian
Heledd: Heleth Haledd
Llinos: Linos Thlinos
Myfanwy: Myvanwy Mufanwy
Nerys: Neris
Tegan: Teagan
Efa: Eva
Siwan: Sioned Shuan
Gwyneth: Gweneth Gwynneth
Mair: Mary Mai
Dylan: Dillon Dilan Dillan
Rhys: Reece Rees Reese Rhis
Owain: Owen Owayne
Gareth: Garth Garreth Gaz
Ieuan: Yeyan Iuean Evan Ieun
Iwan: Ewan Iwen
Huw: Hugh Hew Hu
Aled: Alead Allard
Gethin: Gethyn Geth
Geraint: Gerraint Gerent
Gwilym: Gwillim Gwylim William
Dafydd: David Davyth Dafyd Dai
Llywelyn: Llewelyn Lewellyn Llew
Ioan: Yoan Johan
Osian: Oshan Ossian
Macsen: Maxen
Hywel: Howell Howel Hwyel
Rhodri: Rodri Rodric
Tudur: Tudor Tidur
Gruffydd: Griffith Gruff Griffydd
Guto: Gitto Gito
Deiniol: Daniel Dyniol
Steffan: Stefan Steff
Tomos: Thomas Tomas
Sion: John Shaun Shon
Ifan: Evan Ivan
Elis: Ellis
Davies: Davis Davys
Evans: Evens
Rees: Rhys Reece Reese
Price: Pryce
Lloyd: Loyd Floyd
Parry: Pari Perry
Pritchard: Prichard
Powell: Powel
Humphreys: Humphries Humphreys
Llewellyn: Llewelyn Lewellyn
Gwynne: Gwyn Gwynn
Cadwaladr: Cadwallader
Rhydderch: Rhydderick Rytherch Roderick
Vaughan: Vaughn Fychan
Meredith: Meredydd
Pugh: Puw Pew
Owen: Owens Owain
Ifans: Evans
Wynne: Winn Wyn"""
BY_EAR = "dd>th ll>l ff>f f>v w>oo si>sh y>i ae>ai rh>r ch>ck u>i ei>ay yn>in wy>wi c>k nn>n"


def full(draw: Draw) -> Parts:
    woman = draw.one_in(2)
    given = draw.often(FEMALE if woman else MALE)
    if draw.one_in(12):
        father = draw.often(MALE)
        particle = "ferch" if woman else ("ab" if father[0] in "AEIOUY" else "ap")
        return Parts(given=[given], family=[particle, father])
    middle = [draw.often(FEMALE if woman else MALE)] if draw.one_in(5) else []
    return Parts(given=[given, *middle], family=[draw.often(FAMILY)])
