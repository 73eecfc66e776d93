"""Turkish: dotted and dotless i, marks that keyboards lack, double given names."""

from __future__ import annotations

from tests.casework.people.draws import Draw, Parts

FEMALE = """Fatma Ayşe Emine Hatice Zeynep Elif Meryem Şerife Zehra Sultan Hanife Merve Havva Zeliha Esra Fadime
Özlem Hacer Yasemin Hülya Cemile Sevim Gülsüm Leyla Dilek Büşra Kübra Tuğba Songül Nur Çiğdem Gülay Ebru Pınar
Işıl Sıla Nisa Azra Ceren İrem Defne Ecrin"""
MALE = """Mehmet Mustafa Ahmet Ali Hüseyin Hasan İbrahim İsmail Osman Yusuf Murat Ömer Ramazan Halil Süleyman
Abdullah Mahmut Recep Salih Fatih Kadir Emre Hakan Adem Kemal Yaşar Bekir Musa Metin Orhan Serkan Burak Uğur
Çağlar Gökhan Tolga Barış Yiğit Kaan Cem Berk Kerem Oğuzhan Yağız Eren Doğukan"""
FAMILY = """Yılmaz Kaya Demir Şahin Çelik Yıldız Yıldırım Öztürk Aydın Özdemir Arslan Doğan Kılıç Aslan Çetin
Kara Koç Kurt Özkan Şimşek Polat Özcan Korkmaz Çakır Erdoğan Can Acar Güneş Aktaş Yalçın Güler Bulut Keskin Ünal
Turan Gül Özer Işık Kaplan Avcı Sarı Tekin Taş Köse Yüksel Ateş Aksoy Bozkurt Karaca Uçar Ceylan Tunç Bayrak
Eroğlu Küçük Soylu"""
WRITTEN = """Ayşe: Aysha Ayshe Ayse Aisha
Hatice: Hatije Khadija Hatidje
Zeynep: Zainab Zeyneb Zaynep
Elif: Eleef Elyf
Meryem: Mariam Maryam Merriam
Şerife: Sherife Serife Sharifa
Özlem: Ozlem Oezlem
Yasemin: Yasmin Jasmin
Hülya: Hulya Huelya Julia
Büşra: Bushra Busra
Kübra: Kubra
Tuğba: Tuba Tugba
Çiğdem: Chidem Cigdem Chigdem
Pınar: Pinar Punar
Işıl: Ishil Isil
Fatma: Fatima Fatoş
Emine: Amina Emina
Leyla: Layla Leila
İrem: Irem Eerem
Ceren: Jeren Ceran
Mehmet: Mohammed Memet Mehmed Memo
Mustafa: Mustapha Moustafa Mustofa
Ahmet: Ahmed Ahmad
Hüseyin: Hussein Huseyin Husseyin
Hasan: Hassan
İbrahim: Ibrahim Ebrahim Ibo
İsmail: Ismail Ishmael
Yusuf: Yousef Usuf Joseph
Murat: Murad Moorat
Ömer: Omar Omer Oemer
Süleyman: Suleyman Suleiman
Mahmut: Mahmood Mahmoud
Recep: Rejep Rajab
Yaşar: Yashar Yasar
Uğur: Ugur Oor
Çağlar: Chalar Caglar
Gökhan: Gokhan Gokan Goekhan
Barış: Barish Baris
Yiğit: Yigit Yeeit
Oğuzhan: Oguzhan Ouzhan
Kerem: Karem Kareem
Cem: Jem Gem
Fatih: Fatty Fateh
Yılmaz: Yilmaz Ylmaz Yilmas
Şahin: Sahin Shahin Shaheen
Çelik: Celik Chelik
Yıldız: Yildiz Yildis
Yıldırım: Yildirim Yilderim
Öztürk: Ozturk Oeztuerk Ostürk
Aydın: Aydin Aidin
Özdemir: Ozdemir
Doğan: Dogan Doan
Kılıç: Kilic Kilich Kelic
Çetin: Cetin Chetin
Koç: Koc Koch
Şimşek: Simsek Shimshek
Çakır: Cakir Chakir
Erdoğan: Erdogan Erdoan
Yalçın: Yalcin Yalchin
Güneş: Gunes Gunesh
Ünal: Unal Uenal
Işık: Isik Ishik
Avcı: Avci Avji
Taş: Tas Tash
Köse: Kose Koese
Uçar: Ucar Uchar"""
BY_EAR = "ş>sh ç>ch c>j ğ> ı>i ö>o ü>u ı>e ö>oe ü>ue y>i ay>ai et>ed hm>mm ey>ay k>q u>oo"


def full(draw: Draw) -> Parts:
    names = FEMALE if draw.one_in(2) else MALE
    given = [draw.often(names)]
    if draw.one_in(5):
        given.append(draw.often(names))
    return Parts(given=given, family=[draw.often(FAMILY)])
