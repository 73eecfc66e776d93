"""Polish: marks that get lost, family names that end by gender, and many diminutives."""

from __future__ import annotations

from tests.casework.people.draws import Draw, Parts

FEMALE = """Anna Maria Katarzyna Małgorzata Agnieszka Krystyna Barbara Ewa Elżbieta Zofia Teresa Magdalena
Joanna Janina Monika Danuta Jadwiga Aleksandra Halina Irena Beata Marta Dorota Jolanta Karolina Natalia Weronika
Paulina Julia Zuzanna Kinga Oliwia Wiktoria Grażyna Iwona Łucja Patrycja Sylwia Justyna Bożena"""
MALE = """Piotr Krzysztof Andrzej Tomasz Paweł Jan Michał Marcin Jakub Adam Stanisław Marek Łukasz Grzegorz
Mateusz Wojciech Mariusz Dariusz Maciej Szymon Kacper Filip Bartosz Rafał Robert Jarosław Zbigniew Sławomir
Sebastian Kamil Dawid Przemysław Wiktor Mikołaj Dominik Bogdan Tadeusz Jerzy Henryk Cezary"""
FAMILY = """Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański Woźniak
Dąbrowski Kozłowski Jankowski Mazur Kwiatkowski Krawczyk Kaczmarek Piotrowski Grabowski Zając Pawłowski
Michalski Król Wieczorek Jabłoński Wróbel Majewski Olszewski Stępień Malinowski Jaworski Adamczyk Dudek Górski
Sikora Walczak Rutkowski Baran Szewczyk Ostrowski Tomaszewski Pietrzak Zalewski Wróblewski Jasiński Sadowski Bąk
Chmielewski Włodarczyk Borkowski Czarnecki Sokołowski Szczepański Kucharski Lis Maciejewski Kubiak Kalinowski
Mazurek Kołodziej"""
WRITTEN = """Katarzyna: Kasia Kate Katarina Katazyna
Małgorzata: Gosia Margaret Malgosia Malgorata
Agnieszka: Aga Agnieska Agneshka Agnes
Barbara: Basia Barbra
Elżbieta: Ela Elzbeta Elizabeth
Zofia: Zosia Sofia Zophia
Magdalena: Magda Madzia
Joanna: Asia Joana Yoanna
Aleksandra: Ola Alexandra
Anna: Ania Ana
Ewa: Eva Ewka
Natalia: Natalie Natalya
Zuzanna: Zuzia Susanna
Wiktoria: Wika Victoria Viktoria
Karolina: Carolina Karolyna
Grażyna: Grazina Grazhyna
Łucja: Lucia Lucya
Sylwia: Sylvia Silvia
Oliwia: Olivia
Jadwiga: Yadviga Hedwig
Patrycja: Patricia Patrycia
Piotr: Peter Pyotr Piotrek
Krzysztof: Krzys Christopher Kristof Krzystof
Andrzej: Andrew Andrej Andzej
Tomasz: Tomek Thomas Tomash
Paweł: Pavel Paul Pawel
Jan: Janek Yan John
Michał: Michael Michal Mihal
Jakub: Kuba Jacob Yakub
Stanisław: Staszek Stanislav Stan
Łukasz: Lukas Lucas Lukash
Grzegorz: Gregory Grzesiek Gregor Gzegorz
Mateusz: Matt Matthew Mateus
Wojciech: Wojtek Voytek Woyciech
Szymon: Simon Shimon Szymek
Kacper: Kasper Casper
Bartosz: Bartek Bartosh
Rafał: Rafael Raphal
Jarosław: Jarek Yaroslav Jaroslav
Zbigniew: Zbyszek Zbigniev
Dawid: David
Przemysław: Przemek Przemyslav Pshemek
Mikołaj: Mikolai Nicholas Mikolay
Jerzy: Jurek Yezhi George Jerzi
Maciej: Maciek Matthew Machey
Cezary: Czarek Cesary
Marcin: Martin Marchin
Filip: Philip
Nowak: Novak Nowack
Kowalski: Kovalski Kowalsky
Wiśniewski: Wisnevski Wisniewsky Vishnevski
Wójcik: Wojcick Voychik Wojick
Zieliński: Zelinski Zielinsky
Szymański: Shimanski Symanski
Woźniak: Wozniack Vozniak
Dąbrowski: Dombrowski Dabrovski
Kozłowski: Kozlovski Koslowski
Krawczyk: Kravchik Krawchyk
Zając: Zajac Zayonts
Wróbel: Wrobel Vrubel
Stępień: Stempien Stepen
Szewczyk: Shevchik Szewczik
Chmielewski: Hmielewski Chmielevski
Szczepański: Shchepanski Szczepanski
Włodarczyk: Wlodarchik Vlodarczyk
Kołodziej: Kolodzey Kolodziei
Wieczorek: Vieczorek Wiechorek"""
BY_EAR = "sz>sh cz>ch w>v rz>z ow>ov ski>sky j>y ie>e y>i ch>h c>ts ź>z ą>on ę>en dz>z szcz>sh ł>w"


def full(draw: Draw) -> Parts:
    woman = draw.one_in(2)
    given = [draw.often(FEMALE if woman else MALE)]
    if draw.one_in(8):
        given.append(draw.often(FEMALE if woman else MALE))
    family = draw.often(FAMILY)
    if woman and family.endswith(("ski", "cki")) and not draw.one_in(15):
        family = family[:-1] + "a"
    if woman and draw.one_in(20):
        family = f"{family}-{draw.often(FAMILY)}"
    return Parts(given=given, family=[family])
