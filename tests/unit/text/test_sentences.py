"""Sentences end where a reader ends them, in many languages, and nothing is lost."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.text.sentences import split_sentences

ENGLISH = [
    ["The harbour closed.", "Nobody came."],
    ["Mr. Aas and Dr. Ruiz met at 5 p.m. on Monday.", "They left at 6 p.m.", "The ferry had gone."],
    ["Kaldvik Lines Inc. lost $4.5 million.", "It sold two ships."],
    ["She works for the U.S. Senate in Washington, D.C., and lives there."],
    ["He moved to the U.S.", "There he met J. R. Marsh."],
    ["“We will not yield.”", "The mayor left."],
    ['"We will not yield," she said.', '"Not now."', "The mayor left."],
    ["“Will it hold?” he asked.", "It did."],
    ["“Stop!” Ana Ruiz shouted from the quay.", "The ship did not stop."],
    [
        "The plan (see p. 12) costs 3.2 million.",
        "The council voted on Jan. 3 at No. 5 Quay St. in town.",
    ],
    ["It failed...", "Then it failed again."],
    ["They waited… and waited.", "The ferry came."],
    ["More at www.example.org/a.b?c=d.", "Write to jo.marsh@example.org."],
    ["Did you see it?!", "I did."],
    ["No.", "He refused."],
    ["You and I.", "Did Albert I. Jones come?"],
    ["She shops at Yahoo! in the evening."],
    ["The vote was 12 to 3.", "2023 was a bad year."],
    ["The iPhone was late.", "iPhone buyers queued."],
    ["Prices rose 4 p.c. in Kaldvik, e.g. for bread, fish, etc., and fell elsewhere."],
]


@pytest.mark.parametrize("sentences", ENGLISH)
def test_english_sentences_are_found(sentences: list[str]) -> None:
    assert split_sentences(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "de",
            [
                "Am 28. September kam z. B. Dr. Grün.",
                "Sie blieb bis zum 3. Oktober.",
                "Dann fuhr sie.",
            ],
        ),
        ("de", ["„Wir gehen nicht.“", "Der Rat schwieg."]),
        ("de-AT", ["Der FC gewann das 1. Spiel am 2. Mai usw. in Wien.", "Er jubelte."]),
        ("fr", ["M. Dupont a vu Mme Moreau.", "« C’est fini ! »", "Elle est partie."]),
        ("es", ["El Sr. Gil llegó a las 5 p. m. a la sala.", "¿Quién era?", "¡Nadie!"]),
        ("it", ["Il dott. Bianchi è arrivato.", "La nave no."]),
        ("pt", ["O Dr. Silva chegou.", "A Sra. Costa não."]),
        ("nl", ["Dhr. Bakker kwam o.a. uit Gent.", "Hij bleef."]),
        ("ru", ["Г-н А. С. Петров прибыл в 2023 г. в порт.", "Он остался."]),
        ("el", ["Τι έγινε;", "Ο κ. Παππάς έφυγε."]),
        ("ar", ["وصل د. أحمد إلى الميناء.", "هل بقي؟", "لا."]),
        ("hi", ["बंदरगाह खुल गया।", "डॉ. शर्मा आए।", "क्या वे रुके?"]),
        ("pl", ["Prof. Nowak przyjechał 3. maja.", "Został."]),
    ],
)
def test_other_languages_are_split_with_their_own_abbreviations(
    language: str, sentences: list[str]
) -> None:
    assert split_sentences(" ".join(sentences), language) == sentences


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("zh", ["港口重新开放。", "市长说：“很好！”", "渡轮五月起航。"]),
        ("zh", ["“好！”的声音传来。", "渡轮开了。"]),
        ("ja", ["港が再開した。", "市長は「よい。とてもよい。」と述べた。", "船は五月に出る。"]),
    ],
)
def test_scripts_without_spaces_are_split_at_their_stops(
    language: str, sentences: list[str]
) -> None:
    assert split_sentences("".join(sentences), language) == sentences


# Sentences of one text, divided by bars; Chinese and Japanese stand without spaces.
MANY = """
en|She was born in Oslo, Minn., and moved to Washington, D.C.|Her father was a judge.
en|The U.S. Supreme Court ruled on Monday.|Critics in the U.K. were furious.
en|Prices rose by 3.4 per cent in Nov. 2025 and by 2.1 per cent in Dec.|Wages did not.
en|He fell ill.|Doctors came from the Chicago, Ill. clinic.
en|The sales rep.|Rep. Aas abstained on Sat. Nov. 7.
en|No. 10 declined to comment.|Asked again, it said no.
en|“Will they pay?”|No.|“Perhaps.”
en|The vote on Prop. 8 (Sect. 4, pop. 4,000) is due.|Nobody came.
en|He lives on 5th Ave. near the park.|She lives on Main St.|They rarely meet.
en|France won Group A.|Norway won Group B.|It was easy.
en|They chose Plan B.|Doctors praised vitamin C.|So did we.
en|Gen. Ruiz, Lt. Col. Aas and Sgt. J. R. Marsh Jr. met Sen. Jo Marsh, D-Ill., at 9 a.m. Monday.
en|See Fig. 3, pp. 12-14, and Node.js at www.example.org/a.html.|Open report.final.pdf.
en|KALDVIK, Nov. 23 (Agency) — The harbour reopened.|Ships returned.
en|“We did it... we think,” he said.|“Maybe.”|They left...|He stayed.
en|(The figures are provisional.)|A full count follows.
en|The temperature fell to -5.5 °C.|Roads froze.|12 people were hurt.
en|They paid 1,000.|It was 2019.|Then came 2020.
en|OSLO, Minn. – The president left.|“Why?” Mayor Ruiz’s spokesman asked.|“Why?”|He said nothing.
en|Well... I don’t know.|It closed.[3]|The mayor left.[4][5]|Nobody came.
de|Papst Johannes Paul II. Wojtyla kam.|Um 44 v. Chr. Rom brannte.
de|Am 23. November kam Prof. Dr. med. Weiß.|Er blieb bis zum 1. Dezember.
de|Das kostet ca. 3,5 Mio. Euro, d. h. max. 20 Euro pro Kopf.|Das sagte Max.|Die Stadt zahlt.
de|Er wohnt in der Hauptstr. 5 in St. Gallen.|Das Gesetz (Art. 5 Abs. 2 GG) gilt.
de|Experten dieser Art.|Der 1. FC siegte am 3. Spieltag.|Das ist so.|Experten staunen.
de|„Kommst du?“, fragte er.|„Nein!“, rief sie.|»Nein.«|Sie ging.
de|Die Müller GmbH & Co. KG klagte 1990.|Danach kam Karl der V. nach Wien.
fr|M. Dupont et Mme Moreau l’attendaient.|L’art. 5 de la loi n° 2026-12 s’applique.
fr|« Nous partons », a-t-il dit.|« C’est fini ! »|J.-C. Martin est né en 50 av. J.-C. à Rome.
fr|« Est-ce fini ? » a demandé le maire.|C’est le col.|Les coureurs montent.
es|El Sr. García llegó a las 5 p. m.|Juan esperaba.|EE. UU. anunció aranceles.
es|—¿Vienes? —preguntó él.|—No —dijo ella.|¡Qué pena!|¿Y tú?
it|Il sig. Rossi e la dott.ssa Bianchi vinsero il primo set.|Sinner no.|L’art. 5 del d.l. 12 vale.
it|La Fiat S.p.A. ha reagito.|«È finita», ha detto.|«Domani».|Fine.
pt|O Sr. Silva ganhou o 1.º set.|Ela vive na Av. Brasil, nº 5.|“Acabou”, disse.|“Amanhã.”
nl|Dhr. Bakker kwam o.a. uit Gent.|'s Avonds regende het.|'t Was koud.
ru|Г-н Петров родился в 1799 г.|Он помог им.|Они ушли.|А. С. Пушкин жил на ул. Ленина, д. 5.
ru|«Кто идёт?» — спросил он.|Это стоит 5 млн руб. в год, и т. д.|Всё ясно.
uk|Пан Коваль приїхав у 2026 р. до м. Києва.|Він залишився.
el|Ο κ. Παππάς ήρθε στις 6 μ.μ.|Έφυγαν αργά.|Ποιος έρχεται;|Όλοι!
ar|وصل د. أحمد إلى الميناء.|قال: «انتهى الأمر.»|هل بقي؟|نعم، بلغ السعر 3.5 مليون.
hi|बंदरगाह खुल गया।|डॉ. शर्मा और श्री आर. के. वर्मा आए।|क्या वे रुके?|हाँ।
zh|市长说：“结束了。我们回家。”|她笑了。|“是吗？”他问。|价格上涨3.5%。|“好。”|渡轮开了!|船走了.|完。
ja|「終わった。」|彼は笑った！|なぜ？|市長は「よい。」と述べた。
zh|我们看《来吧！朋友》好吗？|好！
ja|引き下げ幅は３．２９％となる。|２％台を目指す。
bg|Проф. Иванов управлява 150 г. в София.|Той остана.
hr|Dr. Horvat stigao je 3. svibnja npr. u Split.|Ostao je.
sl|Prof. Novak je prišel 3. maja.|Ostal je.
my|ဟုတ်တယ်။|မဟုတ်ဘူး။
ko|시장은 “좋다.”라고 말했다.|가격은 3.5% 올랐다.|왜?
pl|Prof. Nowak przyjechał 3 maja.|To kosztuje ok. 3,5 mln zł.|Miasto płaci pani.|Potem nic.
cs|Prof. Novák přijel 3. května.|Stojí to cca 3,5 mil. Kč.|Město platí.
hu|Dr. Nagy 2026. november 23-án érkezett.|A 3. helyen végzett kb. 3 km után.|Örült.
tr|Prof. Dr. Yılmaz 23 Kasım'da geldi.|29. madde açık.|Herkes biliyor.
sv|Dr. Berg kom kl. 18.30 bl.a. till Lund.|Han stannade.
da|Den 3. maj kom dr. Holm kl. 18.30.|Han blev.
no|Den 3. mai kom dr. Holm kl. 18.30, jf. nr. 5.|Han ble.
fi|Prof. Virtanen saapui 3. toukokuuta klo 18.30.|Hän jäi.
ro|Dl. Pop a venit pe str. Lungă nr. 5.|A plecat târziu.
he|ד"ר כהן הגיע לנמל.|האם נשאר?|כן.
fa|بندر باز شد.|آیا ماند؟|بله.
"""


@pytest.mark.parametrize("row", MANY.strip().splitlines(), ids=lambda row: row[:14])
def test_every_language_has_its_own_stops_and_quotations(row: str) -> None:
    language, *sentences = row.split("|")
    space = "" if language in {"zh", "ja"} else " "
    assert split_sentences(space.join(sentences), language) == sentences


def test_a_blank_line_ends_a_sentence_and_a_wrapped_line_does_not() -> None:
    text = "The harbour\nis closed\n\nNobody came"
    assert split_sentences(text) == ["The harbour is closed", "Nobody came"]
    wrapped = (
        "On Monday the harbour master of\nKaldvik said that nobody had seen\nJo Marsh on the quay."
    )
    assert split_sentences(wrapped) == [" ".join(wrapped.split())]


def test_headlines_and_paragraphs_on_lines_of_their_own_are_sentences() -> None:
    lines = ["Harbour reopens", "The ferry sails again.", "It is run by Acme Inc.", "Profits rose"]
    assert split_sentences("\n".join(lines)) == lines
    assert split_sentences("The mayor of\nKaldvik left,\nJo Marsh said.") == [
        "The mayor of Kaldvik left, Jo Marsh said."
    ]
    assert split_sentences("これは父の\n家です。", "ja") == ["これは父の 家です。"]
    assert split_sentences("港が再開\n港は月曜日に再開した。", "ja") == [
        "港が再開",
        "港は月曜日に再開した。",
    ]
    above = "Harbour reopens\nThe ferry to the islands sails again, the\nmayor said on Monday."
    assert split_sentences(above) == [
        "Harbour reopens",
        "The ferry to the islands sails again, the mayor said on Monday.",
    ]


def test_items_of_a_list_are_sentences_of_their_own() -> None:
    assert split_sentences("1) Bread 2) Butter 3) Milk") == ["1) Bread", "2) Butter", "3) Milk"]
    assert split_sentences("• Bread • Butter") == ["• Bread", "• Butter"]


def test_sentences_that_lost_their_space_are_split_and_addresses_are_not() -> None:
    assert split_sentences("The quay closed.The mayor left.") == [
        "The quay closed.",
        "The mayor left.",
    ]
    assert split_sentences("See the.mayor.Example.org today") == ["See the.mayor.Example.org today"]
    assert split_sentences("It sold 1,000.That is a lot.") == ["It sold 1,000.", "That is a lot."]
    assert split_sentences("Am 23.November kam er.", "de") == ["Am 23.November kam er."]


PIECES = st.sampled_from(
    ["The", "mayor", "Mr.", "U.S.", "p.m.", "“No!”", "3.5", "5.", "etc.", "said", "She", "…", "...",
     "«Oui»", "。", "「", "」", "؟", "\n", "\n\n", "•", "1)", "2)", "a.", "(", ")", '"', "I.", " ",
     "”", "：“", "[3]", "–", "'t", "Hauptstr.", "5 p. m."]
)  # fmt: skip


@given(
    st.one_of(st.text(), st.lists(PIECES).map(" ".join), st.lists(PIECES).map("".join)),
    st.sampled_from(["en", "de", "fr", "el", "ja", "zh", "nl", "xx", "", "pt-BR"]),
)
def test_no_letter_is_lost_added_or_moved(text: str, language: str) -> None:
    sentences = split_sentences(text, language)
    assert "".join("".join(sentences).split()) == "".join(text.split())
    assert all(sentence.strip() == sentence != "" for sentence in sentences)


@given(st.lists(st.sampled_from(["The harbour closed.", "Nobody came.", "Why?"]), min_size=1))
def test_splitting_again_changes_nothing(sentences: list[str]) -> None:
    assert split_sentences(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    "piece", [".", "a.", "「", "1) ", "?!", "• ", ". . ", "A. ", "(\n", "x.Y "]
)
def test_time_grows_with_the_length_of_the_text(piece: str) -> None:
    begun = process_time()
    split_sentences(piece * 50_000)
    # One that took the square of its length would need minutes here.
    assert process_time() - begun < 3
