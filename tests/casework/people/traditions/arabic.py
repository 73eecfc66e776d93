"""Arabic: one name has many Latin spellings; chains of fathers, al- and Abu; some records are in Arabic letters."""

from __future__ import annotations

from tests.casework.people.draws import Draw, Parts

FEMALE = """Fatima Aisha Maryam Khadija Zainab Noor Layla Amina Salma Hiba Rania Huda Samira Iman Asma Sara
Nadia Yasmin Rim Dalal Hanan Suad Ghada Safa Marwa Wafa Lubna Sumaya Ruqaya Halima Dunya Rasha Najwa Jamila
Karima Latifa Shaima Zahra Inas Rahaf"""
MALE = """Muhammad Ahmad Ali Hassan Hussein Omar Khalid Ibrahim Yusuf Abdullah Mahmoud Mustafa Said Karim Tariq
Bilal Hamza Salim Jamal Nasser Faisal Walid Ziad Rashid Usama Anas Samir Adil Fuad Munir Marwan Nabil Ayman
Bashir Qasim Yasin Abd_al-Rahman Abd_al-Karim Abd_al-Aziz Abu_Bakr Jaafar Haitham Ghassan Luay Imad Suleiman
Daoud Isa Zakariya Murad"""
FAMILY = """al-Masri al-Hashimi Haddad Khalil Mansour al-Sayed Najjar al-Hariri Khoury Hamdan al-Rashidi Saleh
Nasser al-Tikriti Shaheen al-Baghdadi Awad al-Jabouri Qassem Othman al-Zahrani Farouk Darwish al-Shami Hijazi
al-Amin Bakri al-Dulaimi Zaydan Halabi Sabbagh al-Qadi Taha Barghouti al-Ghamdi Touma Shukri al-Obeidi Kanaan
Jaber al-Maliki Fayed Attar Sharif Ramadan Yaqub al-Harbi Dabbagh Ghanem Salameh Nouri al-Kaabi Bazzi Makki
Tawfiq Hammoud Rifai Mughrabi"""
WRITTEN = """Fatima: Fatema Fatma Fatimah Fatoum
Aisha: Ayesha Aysha Aicha
Maryam: Mariam Miriam Meriem
Khadija: Khadijah Hadija Kadija Khadeeja
Zainab: Zaynab Zeinab Zineb
Noor: Nour Nur Nora
Layla: Leila Laila Leyla
Amina: Aminah Ameena Emina
Yasmin: Jasmin Yasmeen Yasmine
Iman: Eman Imane
Ruqaya: Rukaya Ruqayyah Roqia
Sumaya: Soumaya Sumayyah
Halima: Haleema Halimah
Jamila: Djamila Gamila Jameela
Zahra: Zohra Zahara
Ghada: Ghadah Rada
Rim: Reem
Muhammad: Mohammed Mohamed Mohammad Mohamad Mo Muhammed Hamada
Ahmad: Ahmed Ahmet Achmed
Ali: Aly Alli
Hassan: Hasan Hassen
Hussein: Husain Hussain Hossein Hocine
Omar: Umar Omer
Khalid: Khaled Kalid Haled
Ibrahim: Ebrahim Brahim Abraham
Yusuf: Youssef Yousef Yousuf Yosef
Abdullah: Abdallah Abdulla Abdu
Mahmoud: Mahmood Mahmud
Mustafa: Moustafa Mustapha Mostafa
Said: Saeed Sayeed Saïd
Karim: Kareem Kerim
Tariq: Tarek Tareq Tarik
Bilal: Belal Billal Bilel
Salim: Saleem Selim
Jamal: Gamal Djamel Jemal
Nasser: Nasir Naser Nassir
Faisal: Faysal Feisal
Walid: Waleed Oualid
Rashid: Rasheed Rachid
Usama: Osama Oussama
Samir: Sameer
Fuad: Fouad Foad
Qasim: Kassim Qassem Kasim
Yasin: Yaseen Yassine
Abd_al-Rahman: Abdulrahman Abdelrahman Abdurrahman Abdou
Abd_al-Karim: Abdulkarim Abdelkrim Abdul_Kareem
Abd_al-Aziz: Abdulaziz Abdelaziz Abdul_Azeez
Abu_Bakr: Abubakar Aboubakr Boubaker
Jaafar: Jafar Jaffar Gaafar
Suleiman: Sulaiman Soliman Slimane
Daoud: Dawood Dawud David
Isa: Eisa Issa Aissa
Zakariya: Zakaria Zachariah
al-Masri: Elmasry Al_Masry Masri
al-Hashimi: Alhashimi El_Hachimi Hashemi
Mansour: Mansoor Mansur
al-Sayed: Elsayed Al_Sayyid Sayed
Najjar: Najar Naggar
Khoury: Khouri Curi
Saleh: Salih Salah
Shaheen: Chahine Shahin
Qassem: Kassem Kasem
Othman: Osman Uthman
Farouk: Faruq Farooq
Darwish: Darwich Darweesh
al-Shami: Elshamy Chami
Yaqub: Yacoub Yakoub
Sharif: Cherif Shareef
al-Qadi: Elkady Al_Kadhi
Zaydan: Zidan Zeidan
al-Ghamdi: Alghamdi Gamdi
Tawfiq: Toufic Tewfik
Nouri: Noori Nuri
Rifai: Refaie Al_Rifai
Khalil: Khaleel Halil
Haddad: Hadad
Hamdan: Hamdane
Shukri: Choukri Shoukry
Mughrabi: Moghrabi Maghrabi"""
BY_EAR = "ou>oo kh>k gh>g q>k i>ee u>o aa>a a>e dh>d th>t sh>ch j>dj ss>s ll>l y>i ee>i h>hh ai>ay"
ARABIC_LETTERS = """Fatima فاطمة
Aisha عائشة
Maryam مريم
Khadija خديجة
Zainab زينب
Noor نور
Layla ليلى
Amina أمينة
Salma سلمى
Samira سميرة
Yasmin ياسمين
Nadia نادية
Muhammad محمد
Ahmad أحمد
Ali علي
Hassan حسن
Hussein حسين
Omar عمر
Khalid خالد
Ibrahim إبراهيم
Yusuf يوسف
Abdullah عبد_الله
Mahmoud محمود
Mustafa مصطفى
Said سعيد
Karim كريم
Tariq طارق
Bilal بلال
Hamza حمزة
Salim سليم
Jamal جمال
Faisal فيصل
Walid وليد
Rashid رشيد
Samir سمير
Abd_al-Rahman عبد_الرحمن
Marwan مروان
al-Masri المصري
al-Hashimi الهاشمي
Haddad حداد
Khalil خليل
Mansour منصور
al-Sayed السيد
Najjar نجار
al-Hariri الحريري
Khoury خوري
Hamdan حمدان
Saleh صالح
Shaheen شاهين
Awad عوض
Qassem قاسم
Othman عثمان
Darwish درويش
al-Shami الشامي
Sharif شريف
Ramadan رمضان
al-Amin الأمين
Taha طه"""


def full(draw: Draw) -> Parts:
    woman = draw.one_in(2)
    given = [draw.often(FEMALE if woman else MALE)]
    if draw.one_in(3):
        particle = [] if draw.one_in(2) else ["bint" if woman else "bin"]
        given += [*particle, draw.often(MALE)]
    return Parts(given=given, family=[draw.often(FAMILY)])
