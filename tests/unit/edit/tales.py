"""Invented news: several events, each told by two or three papers in their own words."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from digest.model.article import Article, Sighting

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tale:
    """A text and the event it tells."""

    event: str
    source: str
    headline: str
    body: str


def make_article(tale: Tale, *, hours: float = 0.0, **fields: object) -> Article:
    """Make an article of a tale, published `hours` before noon."""
    slug = "-".join(tale.headline.lower().split())
    host = tale.source.lower().replace(" ", "-")
    values: dict[str, object] = {
        "url": f"https://{host}.example.org/{slug}",
        "headline": tale.headline,
        "source": tale.source,
        "lede": tale.body.partition("\n\n")[0],
        "body": tale.body,
        "published": NOON - timedelta(hours=hours),
        "first_seen": NOON,
        "sightings": (Sighting(name=tale.source, url=f"https://{host}.example.org/{slug}"),),
    }
    return Article(**(values | fields))  # type: ignore[arg-type]


DOCKERS_POST = Tale(
    event="dockers",
    source="Harwick Post",
    headline="Dockers walk out at Harwick over night pay",
    body="""About 900 dockers at the port of Harwick stopped work at six on Monday morning \
after talks about pay for night shifts broke down, leaving eleven container ships waiting in the \
roads.

Their union, Portside, said the company had withdrawn an offer of 4.5 percent made in October. \
"Our members unload the ships while the town sleeps, and they will not do it for less than last \
year," said its secretary, Mirela Osten.

Harwick Terminals, which runs the port, called the walkout unlawful and said it would go to \
court on Tuesday. Ferries to the islands are not affected, but the company expects delays of up \
to three days for fresh food.

The last strike at the port, in 2019, ended after nine days when both sides accepted the advice \
of a retired judge, Pieter Lammers.""",
)
DOCKERS_TIMES = Tale(
    event="dockers",
    source="Island Times",
    headline="Strike halts container traffic in Harwick",
    body="""Container traffic through Harwick came to a standstill on Monday as dock workers \
laid down their tools in a dispute over what they are paid after dark.

The union Portside, which speaks for nearly a thousand workers, accuses Harwick Terminals of \
going back on a promised rise of 4.5 percent. Mirela Osten, its secretary, told reporters at the \
gate that no talks were planned.

Eleven ships lay at anchor by midday. Wholesalers on the islands warned that fruit and fish \
could run short by the end of the week, although passenger ferries kept to their timetable.

A spokeswoman for the terminal said lawyers would ask for an injunction on Tuesday. "We regret \
that the union has chosen the street," she said.""",
)
DOCKERS_VELDE = Tale(
    event="dockers-velde",
    source="Velde Courier",
    headline="Dockers walk out at Velde over weekend shifts",
    body="""About 400 dockers at the port of Velde stopped work at seven on Monday morning \
after talks about weekend shifts broke down, leaving five grain ships waiting in the river.

Their union, Portside, said the company had withdrawn an offer of two free Sundays a month. "Our \
members unload the ships while others are at church, and they will not do it for ever," said its \
district secretary, Hannes Brock.

Velde Silo, which runs the port, called the walkout unlawful and said it would go to court on \
Wednesday. Millers expect delays of up to a week for wheat.

The last strike at the port, in 2014, ended after two days when the mayor, Ilse Quint, invited \
both sides to the town hall.""",
)
BUDGET_POST = Tale(
    event="budget",
    source="Harwick Post",
    headline="Finance minister Arden resigns after budget defeat",
    body="""Finance minister Colm Arden resigned on Monday night, two hours after parliament \
threw out his budget by three votes.

Six members of his own party sided with the opposition against a tax on second homes that was to \
raise 380 million crowns a year. In a letter to the prime minister, Ottilie Brandt, Mr Arden \
wrote that a minister without a budget was "a captain without a ship".

Ms Brandt accepted the resignation at once and said she would name a successor before the \
weekend. Among those mentioned are the trade secretary, Noor Haddad, and the governor of the \
central bank.

Without a budget the government can spend only a twelfth of last year's sums each month from \
January.""",
)
BUDGET_WIRE = Tale(
    event="budget",
    source="Meridian Wire",
    headline="Government in crisis as parliament rejects second-home tax",
    body="""The government of Ottilie Brandt lost its finance minister and its budget in a \
single evening, when six rebels joined the opposition to vote down a levy on holiday houses.

Colm Arden stepped down shortly before midnight. The tax, worth 380 million crowns a year, had \
been the centrepiece of the plans he presented in September.

The vote was lost by a margin of three. From January ministries will have to make do with \
monthly twelfths of last year's spending unless a new bill passes.

Ms Brandt, who has led the coalition since spring, is expected to choose a new minister this \
week; trade secretary Noor Haddad is seen as the favourite.""",
)
FLOOD_TIMES = Tale(
    event="flood",
    source="Island Times",
    headline="Two hundred leave homes as the Lorn bursts its banks",
    body="""More than two hundred people were taken from their homes in the villages of Tarn \
and Lower Esk on Sunday night after the river Lorn rose to its highest mark in forty years.

Firefighters used boats to reach a nursing home where 31 residents had moved to the upper floor. \
Nobody was hurt. The railway between Esk and the coast is closed because the embankment at Tarn \
bridge has been washed out over a length of sixty metres.

The weather office measured 118 millimetres of rain in twenty-four hours. It expects the water \
to fall from Tuesday.

"We heard the stones moving in the river bed, and then we knew," said Agnes Rowe, who runs the \
post office in Tarn.""",
)
FLOOD_WIRE = Tale(
    event="flood",
    source="Meridian Wire",
    headline="Rescuers evacuate nursing home after record rain in the Lorn valley",
    body="""Rescuers in boats brought 31 elderly residents of a nursing home to safety in \
the night to Monday as floods hit the Lorn valley.

In all some 200 inhabitants of Tarn and Lower Esk spent the night in a school gymnasium. There \
were no injuries, the county said.

According to the weather office 118 millimetres of rain fell within a day, more than in the \
whole of an ordinary November. The river reached a level last seen in 1986.

Trains to the coast will not run for at least two weeks: the flood has carried away sixty metres \
of the embankment near Tarn bridge.""",
)
COMET_POST = Tale(
    event="comet",
    source="Harwick Post",
    headline="Schoolgirl, 15, finds a comet with a borrowed telescope",
    body="""A pupil of the grammar school in Ebbing has discovered a comet that nobody had \
seen before, the observatory at Mount Sarn confirmed on Monday.

Leda Winther, who is 15, noticed a blurred spot in the constellation of the Swan on a photograph \
she had taken from her parents' garden with a telescope lent to her by the town library.

The comet, which will carry her name, comes nearest to the Sun in March and may be visible with \
the naked eye. "I thought it was dirt on the lens," she said.""",
)
COMET_WIRE = Tale(
    event="comet",
    source="Meridian Wire",
    headline="New comet named after teenager from Ebbing",
    body="""Astronomers have named a comet after a 15-year-old who spotted it from a garden \
in Ebbing.

Leda Winther was using a telescope on loan from the public library when a faint smudge appeared \
on her pictures of the Swan. The observatory on Mount Sarn, which checked her find, said on \
Monday that the object had not been known.

In March, when it passes the Sun, Comet Winther could become bright enough to be seen without \
glasses. Her physics teacher said he had "never been so proud and so envious at once".""",
)
HAFEN_DE = Tale(
    event="bridge-de",
    source="Norder Bote",
    headline="Norderbrücke bleibt bis Ostern gesperrt",
    body="""Die Norderbrücke in Lammstedt bleibt nach dem Fund weiterer Risse mindestens bis \
Ostern gesperrt. Das teilte die Baudirektorin Wiebke Harms am Montag mit.

Bei der Prüfung mit Ultraschall entdeckten Fachleute vierzehn Risse in den Längsträgern des 1968 \
gebauten Bauwerks. Täglich nutzten zuletzt 22.000 Autos die Brücke über die Lamm.

Der Verkehr wird über die alte Fähre und die Autobahn umgeleitet. Der Einzelhandel in der \
Nordstadt fürchtet um das Weihnachtsgeschäft und verlangt Hilfe vom Land.""",
)
BRUECKE_DE = Tale(
    event="bridge-de",
    source="Lamm Anzeiger",
    headline="Vierzehn Risse: Lammstedt verliert seine wichtigste Brücke",
    body="""Autofahrer in Lammstedt müssen sich bis zum Frühjahr auf lange Umwege \
einstellen. Nach Angaben von Baudirektorin Wiebke Harms kann die Norderbrücke nicht vor Ostern \
freigegeben werden.

Fachleute hatten mit Ultraschall vierzehn Risse in den Längsträgern gefunden. Das Bauwerk stammt \
aus dem Jahr 1968 und trug zuletzt 22.000 Fahrzeuge am Tag über die Lamm.

Händler der Nordstadt fordern Geld vom Land, weil ihnen die Kundschaft im Weihnachtsgeschäft \
ausbleibt. Eine Fähre soll von Dezember an häufiger fahren.""",
)
LAKE_ZH = Tale(
    event="lake-zh",
    source="湖城日报",
    headline="湖城港口工人罢工 十一艘货轮滞留",
    body="湖城港口约九百名码头工人周一清晨开始罢工，抗议夜班工资谈判破裂。工会表示，公司撤回了十月份提出的"
    "百分之四点五的加薪方案。港口经营方湖城码头公司称罢工违法，将于周二向法院提起诉讼。\n\n十一艘集装箱货轮在"
    "锚地等待，前往各岛的渡轮不受影响，但新鲜食品可能推迟三天到货。上一次罢工发生在二〇一九年，持续了九天。",
)
LAKE_ZH_OTHER = Tale(
    event="lake-zh",
    source="海岛新闻",
    headline="夜班工资谈判破裂 湖城码头停工",
    body="由于夜班工资谈判破裂，湖城码头工人周一放下工具，集装箱运输陷入停顿。代表近千名工人的工会指责湖城码头公司"
    "违背加薪百分之四点五的承诺。\n\n到中午已有十一艘货轮在锚地等待。各岛批发商警告说，水果和鱼类本周末可能短缺，"
    "客运渡轮则照常行驶。公司发言人表示，律师将于周二申请禁令。",
)
SCHOOL_ZH = Tale(
    event="school-zh",
    source="湖城日报",
    headline="山区小学开设天文课 学生自制望远镜",
    body="青岭县三所山区小学本学期开设天文课，学生们在老师指导下用旧镜片自制望远镜。校长王兰说，孩子们第一次看到月球"
    "环形山时都很激动。\n\n县教育局计划明年把这门课推广到二十所学校，并邀请大学教师每月来讲课。",
)
SINGLES = (
    Tale(
        event="library",
        source="Island Times",
        headline="Library in Ebbing to open on Sundays",
        body="""The public library in Ebbing will open its doors on Sundays from January, the \
town council decided on Monday.

The trial costs 40,000 crowns and lasts a year. Volunteers will run the reading room between ten \
and four; books can be borrowed from machines. Councillors of all parties voted for it, except \
one who said that Sunday was a day for families.

Last year the library had 61,000 visitors, more than the town's swimming pool.""",
    ),
    Tale(
        event="football",
        source="Harwick Post",
        headline="Ten men of Harwick hold the champions",
        body="""Harwick Rovers took a point from the champions on Sunday although they played \
the last hour with ten men.

Goalkeeper Sten Okoro, who is 38, stopped a penalty in the eightieth minute and was carried from \
the pitch by his team-mates. The visitors had gone ahead through a header after a corner; an own \
goal just before the break brought the Rovers level.

"He told me on Friday that his knees hurt," said the coach, Bruna Castel.""",
    ),
    Tale(
        event="wolves",
        source="Meridian Wire",
        headline="Wolves return to the northern moors after 140 years",
        body="""A pair of wolves has raised four cubs on the northern moors, the first born \
there since the 1880s, the forest service said on Monday.

Cameras recorded the family at a stream near Kell. Sheep farmers demanded fences and dogs at the \
state's expense; the environment ministry promised to pay for both.

Biologists believe that the parents came over the frozen sound two winters ago. The service \
asked walkers to stay on the paths and to keep the place of the den to themselves.""",
    ),
)
EVENTS = (
    DOCKERS_POST, DOCKERS_TIMES, DOCKERS_VELDE, BUDGET_POST, BUDGET_WIRE, FLOOD_TIMES, FLOOD_WIRE,
    COMET_POST, COMET_WIRE, HAFEN_DE, BRUECKE_DE, LAKE_ZH, LAKE_ZH_OTHER, SCHOOL_ZH, *SINGLES,
)  # fmt: skip
