"""Somali: own, father's and grandfather's name; a nickname by which everybody knows a person."""

from __future__ import annotations

from tests.casework.people.draws import Draw, Parts

FEMALE = """Faadumo Xaliimo Caasha Maryan Sahra Hodan Khadiija Amina Fartuun Nimco Ifrah Ayaan Hibaaq Ubax Deeqa
Saynab Raxma Ruqiyo Leyla Hamdi Idil Muna Sagal Ladan Zamzam Filsan Naima Xaawo Barwaaqo Cambaro Shukri Qamar
Safiyo Bilan Hinda Istaahil Asli Kaltuun Muxubo Sucaad"""
MALE = """Maxamed Axmed Cali Xasan Cabdi Cabdullahi Ibraahim Yuusuf Cumar Ismaaciil Xuseen Maxamuud Jaamac
Faarax Cabdiraxmaan Cabdirashiid Warsame Nuur Aadan Cusmaan Khaliif Mahad Saciid Liibaan Guuleed Cabdiqaadir
Bashiir Daahir Muuse Shire Geedi Diiriye Samatar Rooble Xirsi Ducaale Aweys Bile Cilmi Ciise Jibriil Sharmarke
Keenadiid Dalmar Taariq Sakariye Idiris Salaad Cigaal Afrax"""
FAMILY = MALE
WRITTEN = """Faadumo: Fadumo Faduma Fatuma Fatima
Xaliimo: Halimo Halima Haleemo
Caasha: Asha Aisha Casha
Maryan: Maryam Mariam
Sahra: Zahra Sara
Khadiija: Khadija Khadra Kadija
Fartuun: Fartun Farton
Nimco: Nimo Nimao Nima
Hibaaq: Hibaq Hibak Hiba
Ubax: Ubah Ubaah
Deeqa: Deqa Deka
Saynab: Zainab Seynab
Raxma: Rahma Rahmo
Ruqiyo: Rukia Ruqia
Xaawo: Hawo Hawa
Barwaaqo: Barwaqo Barwako
Cambaro: Ambaro Ambara
Safiyo: Safia Safiya
Istaahil: Istahil Estahil
Muxubo: Muhubo Muhubbo
Sucaad: Suad Suaad
Maxamed: Mohamed Mohammed Mohamud Mahamed
Axmed: Ahmed Ahmad
Cali: Ali Aly
Xasan: Hassan Hasan
Cabdi: Abdi Abdy
Cabdullahi: Abdullahi Abdulahi Abdilahi
Ibraahim: Ibrahim Ebrahim
Yuusuf: Yusuf Yousuf Yussuf
Cumar: Omar Umar Omer
Ismaaciil: Ismail Ismael Esmail
Xuseen: Hussein Husein Hussen
Maxamuud: Mohamud Mahamud Mahmoud
Jaamac: Jama Jamaa Djama
Faarax: Farah Fara
Cabdiraxmaan: Abdirahman Abdurahman Abdi_Rahman
Cabdirashiid: Abdirashid Abdirasheed Abdi_Rashid
Warsame: Warsama Worsame
Nuur: Nur Noor Nour
Aadan: Adan Aden Adam
Cusmaan: Osman Usman Othman
Khaliif: Khalif Kalif
Saciid: Said Saeed Sayid
Liibaan: Liban Leban
Guuleed: Guled Gulled
Cabdiqaadir: Abdiqadir Abdikadir Abdi_Kadir
Bashiir: Bashir Basheer
Daahir: Dahir Taahir
Muuse: Muse Musa Moussa
Geedi: Gedi Geddi
Diiriye: Diriye Dirie
Rooble: Roble Robleh
Xirsi: Hirsi Hersi
Ducaale: Duale Dualeh
Cilmi: Ilmi Elmi
Ciise: Isse Issa Essa
Jibriil: Jibril Gibril
Sakariye: Zakaria Zakariye
Idiris: Idris Idriss
Salaad: Salad Saalad
Cigaal: Egal Igal
Afrax: Afrah"""
BY_EAR = "x>h c> aa>a ii>i uu>u oo>o ee>e q>k kh>k dh>d ii>ee uu>oo e>a i>e u>o mm>m"
CALLED = "Dheere Gaab Cadde Madoobe Yare Weyne Timacadde Dhegey"


def full(draw: Draw) -> Parts:
    woman = draw.one_in(2)
    chain = [draw.often(FEMALE if woman else MALE), draw.often(MALE), draw.often(MALE)]
    return Parts(given=chain[:1], family=chain[1:], called=draw.pick(CALLED) if draw.one_in(6) else "")
