"""Invented openings: soft ones with the paragraph that tells the news marked, and hard ones."""

import re

# Headline, then paragraphs; ">" marks the one that tells the news.
_SOFT = """
# Village of 300 buys its mountain to stop wind farm
It was still dark when Berit Aune carried the ninth thermos of coffee into the hall.
Outside, cars were parked all the way to the church.
> The 300 people of the village of Hallin want to buy their mountain and stop a wind farm of 14
  turbines.
----
# Last lighthouse keepers to leave northern coast
The kettle has boiled twice, and still Peder Lund has not poured his tea.
“Four boats are missing,” he says.
> In March the last five keepers will leave their posts, because the coast authority runs every
  lighthouse on the northern coast from Ebbing.
----
# Hospital to close maternity ward after 90 years
What does a midwife do when nobody is born?
For Lena Quist the answer is crossword puzzles.
> The hospital in Kell will close its maternity ward in June after 90 years, the county decided on
  Tuesday.
----
# Young families leave the capital as rents double
When Nadia Perez signed the lease nine years ago, she laughed about the draughty windows.
She does not laugh any more.
> Rents in the capital have doubled since then, and young families leave it in numbers not seen
  for a generation.
----
# Bees vanish from orchards in the south
Every morning at six, Tom Hale walks between his trees and listens.
There is nothing to hear.
> Bees have vanished from two thirds of the orchards in the south, researchers at the university
  of Velde said on Monday.
----
# Postal service to end Saturday delivery
“You get to know people by their dogs,” says Ole Brandt, and whistles.
He has walked the same eleven streets for thirty years.
> The postal service will end delivery on Saturday from next year, a decision that affects 2,300
  carriers.
----
# Teachers quit over pay, union warns
You learn the names first. Then you learn who has had no breakfast.
Mona Lie did both for eleven years before she handed in her keys.
> Teachers quit at the fastest rate in two decades because of low pay, their union warns in a
  report.
----
# Ferry line to island of Rost saved by collection
Once upon a time there was a ferry that nobody needed.
Then the shop on the quay closed.
> The ferry line to the island of Rost has been saved by a collection that brought in 1.2 million
  crowns.
----
# Coal plant in Lammstedt goes off the grid
For decades the cloud above the river told people which way the wind blew.
Children drew it in school.
> The coal plant in Lammstedt went off the grid on Sunday, four years earlier than planned.
----
# Doctors warn of fake slimming pills
I lost nine kilos and all my hair.
That is how Vera, 32, begins her story in the waiting room.
> Doctors warn of fake slimming pills that are sold on the internet, after 40 patients had to be
  treated.
----
# Town bans leaf blowers after complaints
Silence can be measured.
In Vreedam it has a price as well.
> The town council has banned leaf blowers from January after 1,100 complaints.
----
# Flood defences of Tarn to be raised by a metre
On a grey morning in March, Agnes Rowe put her photographs into the highest drawer.
She knew the sound.
> The flood defences of Tarn are to be raised by a metre at a cost of 60 million crowns.
----
# Museum returns painting stolen in 1938 to family
Her mother had described the pears so often that Miriam believed she had eaten them.
Now she stands before them.
> The city museum of Velde has returned a painting that was stolen in 1938 to the family of its
  owner.
----
# Ambulances wait longer outside hospitals
Imagine calling for help and hearing that there is nobody left to send.
That was what Paul Irvine heard in October.
> Ambulances wait for 52 minutes on average outside hospitals before they can hand over a patient,
  longer than ever.
----
# Bakery chain Kornhus files for bankruptcy
There was a smell of cardamom in the street until last Thursday.
Then somebody hung a note on the door.
> The bakery chain Kornhus has filed for bankruptcy with debts of 31 million euros.
----
# Sparsame Gemeinde schließt ihr Freibad
Es war ein Sommer, wie ihn Käthe Brahms aus ihrer Kindheit kannte.
Sie packte jeden Tag die Badetasche.
> Die Gemeinde Lamm schließt ihr Freibad zum Jahresende, weil die sparsame Kämmerin 400.000 Euro
  braucht.
@de
----
# Hausärzte geben Praxen auf dem Land auf
Jeden Morgen um sieben stellt Doktor Hinrichs die Schuhe seiner Patienten gerade.
Das hat er sich so angewöhnt.
> Hausärzte auf dem Land geben ihre Praxen schneller auf, als Nachfolger gefunden werden, teilte
  die Kammer am Montag mit.
@de
----
# Les boulangers de Valmont ferment le lundi
Il était cinq heures quand Luc Marin a allumé son four.
Personne ne l'attendait.
> Les boulangers de Valmont ferment désormais le lundi, faute d'apprentis, a annoncé leur
  syndicat.
@fr
----
# El pueblo de Ribera pierde su última escuela
Cada mañana Rosa Vidal abre las ventanas de un aula vacía.
Las sillas siguen en su sitio.
> El pueblo de Ribera pierde este año su última escuela, según informó el gobierno regional.
@es
----
# Valsanta perde la sua ultima edicola
Ogni mattina alle cinque Piero Landi tagliava lo spago dei giornali.
Le mani erano nere.
> Valsanta perde la sua ultima edicola, che chiude domenica dopo settant'anni.
@it
----
# Freguesia de Alvor fica sem correio
Era uma vez uma carta que ninguém abria.
Chegava todas as semanas.
> A freguesia de Alvor fica sem posto de correio a partir de maio, anunciou a empresa.
@pt
----
# Laatste veerpont over de Lamme verdwijnt
Elke ochtend legt Jan Mulder zijn hand op de reling.
Hij groet het water.
> De laatste veerpont over de Lamme verdwijnt in mei, meldt de gemeente.
@nl
----
# Nurses at Ebbing hospital vote to strike
There are days when Ada Finch forgets to drink.
Her record is eleven hours.
She counts the bells instead.
> Nurses at the hospital in Ebbing have voted by 412 to 38 to strike from the first of December.
----
# Farmers demand fences as wolves return
The bell of the leading sheep was the first thing he missed.
Then Karl Roth saw the blood in the grass.
> Farmers in the north demand fences at the state’s expense as wolves return to the moors.
----
# Air pollution shortens lives in Sarrat, study finds
How do you explain to a child that she must not run?
Priya Nandan tells her daughter that the air is asleep.
> Air pollution in Sarrat shortens the lives of its people by four years, a study finds.
----
# Chess federation bans player over phone in shoe
His left foot tapped in the rhythm of a better mind.
Nobody in the hall noticed.
> The chess federation has banned a player for ten years because he carried a phone in his shoe.
"""

# Headline, then how the news begins; the paragraphs below have more of the headline's words.
_HARD = """
# Dockers walk out at Harwick over night pay
About 900 dockers at the port of Harwick stopped work on Monday morning.
Dockers walk out at Harwick every few years, and night pay is the reason as a rule.
----
# Council votes to close the old harbour
The ferries of Kaldvik have to move.
The council voted on Monday to close the old harbour for good.
----
# Finance minister Arden resigns after budget defeat
Colm Arden has gone.
The finance minister resigned two hours after the defeat of his budget, Arden said.
----
# Old harbour of Kaldvik closes after a century
When the old harbour of Kaldvik closes in May, eleven kiosks close as well.
The old harbour of Kaldvik closes after a century in which it never made a profit.
----
# Three die in avalanche on Mount Sarn
An avalanche buried a camp of climbers at dawn on Sunday.
Three die on Mount Sarn in an avalanche each winter on average.
----
# Strike halts trains for second day
Commuters faced another day of empty platforms as drivers refused to talk.
The strike halts trains for a second day until Tuesday night, the union said.
----
# Bank raises rates to cool prices
Borrowers will pay more from Friday, the governor said.
The bank raises rates for the third time to cool prices that have risen by 6 percent.
----
# Two hundred leave homes as the Lorn bursts its banks
Firefighters in boats took a nursing home’s residents to safety on Sunday night.
Two hundred people had to leave their homes as the river Lorn burst its banks.
----
# Schoolgirl, 15, finds a comet with a borrowed telescope
A pupil from Ebbing has discovered a body that nobody had seen before.
The schoolgirl of 15 finds it hard to say what she felt when the comet was in her borrowed
  telescope.
----
# Oldest woman in the country dies at 113
Alma Terkelsen, who drove a car until she was 97, has died.
The oldest woman in the country was born in 1913 and dies as one of nine children.
----
# Brightwell to cut 1,900 jobs as orders for trucks fall
Brightwell Motors said on Wednesday that profit fell by 61 percent.
Brightwell will cut 1,900 jobs, as orders for trucks fall for the third quarter in a row.
----
# Tiger that killed four captured in Sirsi forest
Foresters shot a dart from the back of an elephant at 5.30 on Wednesday morning.
The tiger that killed four people was captured in the Sirsi forest after 19 days.
----
# Gunman held after shots at mall
Police detained a man of 27 in Velde after a day of fear.
The gunman was held two hours after the shots at the mall.
----
# Wolves return to the northern moors after 140 years
A pair has raised four cubs, the forest service announced on Monday.
Wolves return to the northern moors after 140 years, biologists say.
----
# Petrol prices rise for fifth day in a row
NEW DELHI – Fuel became costlier again on Friday.
Petrol prices rise for the fifth day in a row, by 29 paise a litre.
----
# Ana Ruiz elected mayor of Kaldvik
Voters in Kaldvik have sent their mayor of 16 years home.
Ana Ruiz was elected mayor of Kaldvik with 54 percent on Sunday.
----
# Court frees man after 21 years in jail
Judges found that the only witness had lied.
The court frees a man after 21 years in jail for a crime that he did not commit.
----
# Museum thieves take golden helmet
Burglars broke into the national museum through the roof early on Tuesday.
The thieves took a golden helmet and left the museum by the front door.
----
# Velde United sack coach Coric
Ines Coric has paid for five defeats in a row with her job.
Velde United will sack no further coach this season, Coric said.
----
# Parliament bans single-use vapes
E-cigarettes that cannot be refilled disappear from shops in June.
Parliament bans single-use vapes by 98 votes to 61.
----
# Airline to charge for printed boarding passes
PolarJet wants 25 euros from passengers without a phone.
The airline will charge for printed boarding passes from January 15.
----
# Storm leaves 300,000 without power
At least two people were killed when trees fell on cars on Tuesday.
The storm leaves 300,000 homes without power on the west coast.
----
# Norderbrücke bleibt bis Ostern gesperrt
Autofahrer in Lammstedt müssen sich auf lange Umwege einstellen.
Die Norderbrücke bleibt bis mindestens Ostern gesperrt, teilte die Stadt mit.
@de
----
# Le port de Valmont ferme ses portes
Un accord a été trouvé lundi entre la région et les syndicats.
Le port de Valmont ferme ses portes le 3 mai.
@fr
----
# El puerto de Ribera cierra por la tormenta
Olas de seis metros alcanzaron la costa el lunes por la noche.
El puerto de Ribera cierra por la tormenta hasta el jueves.
@es
----
# Chiude il porto di Valsanta
La giunta ha deciso lunedì sera dopo sei ore di dibattito.
Chiude il porto di Valsanta, il più antico della costa.
@it
----
# Haven van Lamme gaat dicht
De gemeenteraad stemde maandag na zes uur debat.
De haven van Lamme gaat dicht per 1 mei.
@nl
----
# Elderly couple found dead in flat
Neighbours who noticed a smell alerted the guard on Sunday.
The elderly couple was found dead in the flat by police.
----
# Chef wins third star at 29
Orla Keane learned to cook on a trawler, and on Monday inspectors rewarded her.
The chef wins her third star at 29, younger than any woman before.
"""


def _read(table: str) -> list[tuple[str, tuple[str, ...], int, str]]:
    """Read a table: headline, paragraphs, place of the marked one, language.

    A line that begins with two spaces goes on with the one above it.
    """
    told = []
    for block in table.strip().split("\n----\n"):
        lines = re.sub(r"\n  ", " ", block).split("\n")
        language = lines.pop()[1:] if lines[-1].startswith("@") else "en"
        news = next((at for at, line in enumerate(lines[1:]) if line.startswith("> ")), 0)
        told.append(
            (lines[0][2:], tuple(re.sub("^> ", "", line) for line in lines[1:]), news, language)
        )
    return told


SOFT = _read(_SOFT)
HARD = _read(_HARD)
