"""English: given, perhaps middle, family; short forms stand for names."""

from __future__ import annotations

from tests.casework.people.draws import Draw, Parts

FEMALE = """Emily Jessica Sophie Olivia Charlotte Chloe Amelia Megan Lauren Emma Lucy Grace Hannah Katherine
Elizabeth Bethany Isabella Abigail Rebecca Georgia Victoria Alice Eleanor Molly Amy Margaret Samantha Natalie
Jennifer Zoe Phoebe Danielle Harriet Caitlin Josephine Rachel Stephanie Alexandra Susan Deborah Gillian Teresa
Philippa Lydia"""
MALE = """Jack Thomas James Daniel Joshua Matthew Samuel Joseph Callum Luke William Ryan Benjamin Jake Connor
Lewis Michael Alexander Christopher Jordan Robert Andrew Nathan Liam Oliver Harry Charles Stephen Jonathan
Anthony Philip Edward Geoffrey Nicholas Kieran Dominic Aaron Reece Richard Timothy Lawrence Leslie Graham
Terence Frederick Declan"""
FAMILY = """Smith Jones Taylor Brown Wilson Johnson Walker Wright Robinson Thompson White Hughes Edwards Green
Hall Wood Harris Clarke Jackson Turner Hill Moore Cooper Ward Morris Baker Harrison Morgan Allen Phillips Watson
Parker Bennett Griffiths Shaw Reid Gray Pearce Lawson O'Brien MacDonald Stevenson Reynolds Nicholson Fletcher
Marsh Pritchard Barnes Ainsworth Leigh Whittaker Cholmondeley Featherstone Osborne Hawthorne Bradshaw Atkinson
Sykes Millington"""
WRITTEN = """Emily: Emilie Emely Em
Jessica: Jess Jesica Jessie
Sophie: Sofie Sophia Soph
Charlotte: Lottie Charlie Sharlotte
Chloe: Cloe Khloe
Megan: Meghan Meg
Lauren: Loren Lorren
Hannah: Hanna Hana
Katherine: Catherine Kathryn Kate Katie Cathy Kathy
Elizabeth: Elisabeth Beth Lizzie Liz Betty
Bethany: Beth Bethanie
Isabella: Bella Isabelle Izzy
Abigail: Abbie Abi Abigale
Rebecca: Becky Rebekah Becca
Victoria: Vicky Vikki Tori
Eleanor: Ellie Elinor Nell
Margaret: Maggie Peggy Margret
Samantha: Sam Sammy
Natalie: Nathalie Nat
Jennifer: Jenny Jenifer Jen
Danielle: Dani Daniele
Caitlin: Katelyn Kaitlin Caitlyn
Josephine: Josie Jo
Rachel: Rachael Rach
Stephanie: Steph Stefanie
Alexandra: Alex Sandra Lexi
Susan: Sue Suzan
Deborah: Debbie Debra
Gillian: Jill Jillian
Teresa: Theresa Terri
Philippa: Pippa Phillipa
Thomas: Tom Tommy Tomas
James: Jamie Jim Jimmy
Daniel: Dan Danny
Joshua: Josh
Matthew: Matt Mathew
Samuel: Sam Sammy
Joseph: Joe Joey
Callum: Calum Cal
Luke: Luc
William: Will Bill Billy Liam
Ryan: Rian
Benjamin: Ben Benji
Connor: Conor Conner
Lewis: Louis Lew
Michael: Mike Micheal Mick
Alexander: Alex Sandy Alec
Christopher: Chris Kit Kristopher
Jordan: Jorden Jordon
Robert: Rob Bob Bobby
Andrew: Andy Drew
Nathan: Nate Nathen
Liam: Lyam
Oliver: Ollie Olly
Harry: Henry Harold
Charles: Charlie Chas
Stephen: Steven Steve
Jonathan: Jon Johnathan Jonathon
Anthony: Tony Antony
Philip: Phillip Phil
Edward: Ed Ted Eddie
Geoffrey: Jeffrey Geoff Jeff
Nicholas: Nick Nicolas
Kieran: Kieron Ciaran
Aaron: Arron Aron
Reece: Rhys Reese
Richard: Rick Dick Richie
Timothy: Tim
Lawrence: Laurence Larry
Leslie: Lesley Les
Graham: Graeme
Terence: Terry Terrance
Frederick: Fred Freddie
Declan: Deklan
Smith: Smyth Smythe
Taylor: Tayler Tailor
Brown: Browne
Johnson: Johnston Jonson
Thompson: Thomson
Clarke: Clark
Moore: More Moor
Phillips: Philips
Bennett: Bennet
Griffiths: Griffith
Reid: Reed Read
Gray: Grey
Pearce: Pierce Peirce
O'Brien: OBrien O_Brien Obrian
MacDonald: McDonald Macdonnell
Stevenson: Stephenson
Reynolds: Renolds
Whittaker: Whitaker
Cholmondeley: Chumley
Osborne: Osbourne Osborn
Leigh: Lee Lea
Sykes: Sikes
Ainsworth: Aynsworth"""
BY_EAR = "ph>f ee>ea ie>y y>ie ck>k ll>l l>ll tt>t nn>n n>nn ai>ay ey>y er>ar or>er c>k ough>o wh>w s>z"


def full(draw: Draw) -> Parts:
    given = draw.given(FEMALE, MALE)
    middle = [draw.given(FEMALE, MALE)] if draw.one_in(4) else []
    family = draw.often(FAMILY)
    if draw.one_in(25):
        family = f"{family}-{draw.often(FAMILY)}"
    return Parts(given=[given, *middle], family=[family])
