"""South Asian (Pakistani, Bangladeshi, Indian): Md and Mohd, Begum and Kaur, a call name, often no family name."""

from __future__ import annotations

from tests.casework.people.draws import Draw, Parts

FEMALE = """Ayesha Fatima Zara Aaliyah Sana Nadia Shabana Farzana Nasreen Rukhsana Shazia Tahira Samina Yasmin
Parveen Nusrat Rehana Sadia Shaheda Rahima Nazma Priya Anjali Pooja Kavita Sunita Deepika Meera Lakshmi Geeta
Simran Harpreet Manpreet Jaspreet Gurpreet Rajinder Kulwinder Navneet Aparna Sushmita"""
MALE = """Mohammed Imran Usman Bilal Hamza Adnan Asif Kamran Faisal Shahid Tariq Rashid Nadeem Zahid Iqbal Javed
Akhtar Abdul Rahim Kamal Jamal Shafiq Mizan Rafiq Delwar Rahul Amit Vikram Sanjay Rajesh Suresh Anil Arjun
Krishna Harjit Gurdeep Manjit Balwinder Sukhdev Jaswinder Kuldeep Parminder Shamim Taufiq Habibur Mujibur Ashraf
Naveed Waqas Zeeshan"""
FAMILY = """Khan Hussain Ahmed Ali Patel Akhtar Iqbal Malik Mahmood Shah Rahman Miah Uddin Islam Choudhury
Sharma Sheikh Mirza Qureshi Butt Aziz Siddiqui Bhatti Raja Anwar Karim Haque Alam Hossain Sarkar Das Gupta Mehta
Desai Joshi Verma Reddy Nair Iyer Banerjee Mukherjee Chatterjee Dhillon Gill Sandhu Sidhu Grewal Dhaliwal Bains
Sohal Rashid Zaman Kazi Talukdar Bhuiyan Syed Farooq Dar Rana Mughal Javed"""
WRITTEN = """Ayesha: Aisha Aysha Aesha
Fatima: Fatema Fathima
Aaliyah: Aliya Alia Aliyah
Shabana: Shobana Shabna
Nasreen: Nasrin Nazreen
Rukhsana: Roksana Ruksana Roxana
Shazia: Shazya Sazia
Yasmin: Jasmin Yasmeen Jesmin
Parveen: Parvin Perveen
Nusrat: Nushrat Nusrath
Shaheda: Shahida Saheda
Rahima: Raheema Rohima
Pooja: Puja
Lakshmi: Laxmi Luxmi
Geeta: Gita
Meera: Mira
Simran: Simrun Sim
Jaspreet: Jasprit Jas
Gurpreet: Gurprit Guri
Manpreet: Manprit Mani
Rajinder: Rajendra Rajindar Raji
Mohammed: Muhammad Mohammad Md Mohd Mohamed Mo
Imran: Emran Imraan
Usman: Osman Uthman Ousman
Bilal: Billal Belal
Asif: Aseef Ashif
Kamran: Kamraan Cameron
Shahid: Shaheed Sahid
Tariq: Tarik Tareq
Rashid: Rasheed Rosheed
Nadeem: Nadim
Iqbal: Ikbal Eqbal
Javed: Jawed Javaid
Akhtar: Aktar Akter
Abdul: Abdool Abdoul
Rahim: Raheem Rohim
Kamal: Kamaal Kemal
Shafiq: Shafique Safiq
Rafiq: Rafique Rofique
Delwar: Dilwar Delwer
Vikram: Bikram Vik
Harjit: Harjeet Harry
Manjit: Manjeet
Balwinder: Balvinder Bal
Jaswinder: Jasvinder Jas
Sukhdev: Sukdev Sukh
Kuldeep: Kuldip
Parminder: Permindar Parm
Taufiq: Towfiq Tawfeeq
Habibur: Hobibur Habib
Mujibur: Mojibur Mujib
Naveed: Navid Nawid
Waqas: Wakas Vaqas
Zeeshan: Zishan Zesan
Arjun: Arjan
Krishna: Krishnan Krisna
Khan: Kahn Khaan
Hussain: Hussein Hossain Husain
Ahmed: Ahmad Ahamed
Choudhury: Chowdhury Chaudhry Chaudhary Choudhry
Sheikh: Shaikh Shekh
Qureshi: Quraishi Koreshi
Rahman: Rehman Rohman
Miah: Mia Miya
Uddin: Udin Ud_Din Oddin
Siddiqui: Siddique Sidiqi
Mahmood: Mahmud Mehmood
Hossain: Hussain Hosen Hossen
Haque: Hoque Haq Huq
Sarkar: Sarker Sircar
Banerjee: Banerji Bandyopadhyay
Mukherjee: Mukherji Mukerjee
Chatterjee: Chaterji Chatterji
Dhillon: Dillon Dhilon
Sidhu: Siddhu Sidu
Dhaliwal: Daliwal Dhariwal
Talukdar: Talukder
Bhuiyan: Bhuyan Buiyan
Syed: Sayed Saiyed
Farooq: Faruk Farouk
Verma: Varma
Joshi: Joshie Jhoshi
Islam: Isslam
Malik: Mallick Malick"""
BY_EAR = "ee>i i>ee oo>u kh>k q>k dh>d bh>b v>w w>v z>j sh>s a>o a>e aa>a th>t ei>ai ph>f ur>or"


def full(draw: Draw) -> Parts:
    woman = draw.one_in(2)
    given = [draw.often(FEMALE if woman else MALE)]
    sikh = given[0].endswith(("preet", "inder", "jit", "deep", "neet", "dev")) or given[0] == "Simran"
    if sikh:
        family = [draw.often(FAMILY)] if draw.one_in(3) else []
        return Parts(given=given, family=["Kaur" if woman else "Singh", *family])
    if woman and draw.one_in(3):
        return Parts(given=given, family=[draw.pick("Begum Bibi Khatun Akhtar Sultana")])
    if not woman and given[0] not in ("Mohammed", "Abdul") and draw.one_in(3):
        given = ["Mohammed", *given]
    if given == ["Abdul"]:
        given.append(draw.pick("Rahman Karim Aziz Malik Hamid Wahid Majid Qadir"))
    return Parts(given=given, family=[draw.often(FAMILY)])
