"""What a meeting was for: its objectives, as a list or within a sentence."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from meetings.report_parser.facts import Fact
from meetings.report_parser.language import language_of
from meetings.report_parser.layout import Layout
from meetings.report_parser.lists import AROUND_ITEM, item_fact, items_below
from meetings.report_parser.patterns import any_of, words
from meetings.report_parser.reading import Line, Reading, Stretch, once_per_reading
from meetings.report_parser.vocabulary import EVENT, EVENT_NOUN, NEXT

LONGEST_OBJECTIVE = 600
SHORTEST_PART = 12
FIRST_SENTENCES = 12
MORE_SENTENCES = 2  # that may go on with objectives
END_OF_LINE = 160  # characters that say what a line speaks of last
END_OF_SENTENCE = 300  # characters that may open a list

_SPACES = r"\s{0,9}"
_AIM = any_of("""
    objectifs?, buts, (?:le|un|son|leur|pour|comme|seul|premier|principal|autre) but
    objectives?, aims?, goals?, purposes?
    objec?tivos?
""")
_WAS = any_of("""
    etai(?:t|ent), est, sont, consistai(?:t|ent), was, were, is, are, era, eram, foi, foram
""")
_EVENT = any_of(rf"""
    {EVENT}, rencontre, mission, activite, visite, projet, activity, visit, atividade, visita
""")
_OF_THE = (
    r"(?:de|du|d'une?|des|of|da|do|desta|deste)\s*"
    r"(?:la |l'|le |cette |cet |ce |the |this |\w+-day )?"
)
# "the main objective of this two-day workshop on mining": what stands between aim and verb.
_OF_EVENT = rf"(?:(?!{_WAS}\b)\w+\s+)?(?:{_OF_THE}(?:[\w'-]+ ){{0,3}}?{_EVENT}\b)?[^.:;]{{0,80}}?"

_OBJECTIVE = words(f"{_AIM}, finalidades?, metas?")
_AVAIT_POUR_OBJECTIF = (
    r"(?:avai(?:t|ent)|a eu) (?:[a-z]+ment )?(?:pour|comme) "
    r"(?:objectifs?|buts?|objet|mission|ambition)"
)
_TINHA_COMO_OBJETIVO = (
    r"(?:tinham?|teve|tiveram) (?:(?:como|por) (?:objec?tivos?|finalidade|meta|fim)|em vista)"
)
_PURPOSE = words(rf"""
    {_AVAIT_POUR_OBJECTIF}, visai(?:t|ent), devai(?:t|ent), cherchait, entendait
    il s'agissait, s'etai(?:t|ent) fixe
    aimed, sought, set out, set itself, intended, fixed, was (?:designed|meant|convened)
    was organi[sz]ed
    {_TINHA_COMO_OBJETIVO}, visava, visou, pretendia, pretendeu, procurou, destin(?:ou|ava)-se
""")
_HEADING_OF_PURPOSE = words(r"""
    objecti\w+, objetiv\w+, buts?, pourquoi, cherch\w+, voul\w+, vise\w*
    aims?, goals?, purpose, why, what .{0,80} for, intentions?
    porque, intenc\w+
""")
# "Les objectifs de l'atelier étaient les suivants :", and what else may end a line above a list.
_OPENS_LIST = re.compile(
    rf"\b{_AIM}\b{_SPACES}{_OF_EVENT}(?:{_WAS}|:)?[^.:;\n]{{0,60}}+{_SPACES}:?{_SPACES}$"
)
_LEADS_ON = re.compile(r"(?:\b(?:to|de|a|at)|:)\s*$")

# "L'objectif de la réunion était de", "the aim was also to", before the verb.
_AIM_WAS = (
    rf"\b{_AIM}\b{_SPACES}{_OF_EVENT}{_SPACES}(?:,\s[^,]{{1,60}},{_SPACES})?(?:\b{_WAS}|:)\s+"
    r"(?:(?:also|aussi|egalement|double|triple|twofold|threefold|duplo|tambem|donc|de)\b\s*:?\s*)?"
    r"\"?\s*(?:(?:d'|(?:de|a|to)\b)\s*:?\s*(?=[\w\"(]))?\"?"
)
# "La réunion visait à", before the verb.
_IT_AIMED = any_of(rf"""
    {_AVAIT_POUR_OBJECTIF}(?: principal| general| principaux)?(?: de| d'|:)
    visai(?:t|ent)(?: [\w']+){{0,2}}? a, cherchait(?: aussi)? a, il s'agissait(?: de| d')
    devai(?:t|ent)(?: [\w']+){{0,2}}?(?: permettre)?(?: de| d')?
    aimed (?:to|at), sought to, set out to
    was (?:intended|designed|meant|convened|called) to(?! order\b)
    was organi[sz]ed(?: so as)? to, {EVENT}(?: [\w'-]+){{0,6}}? (?:was|were) to(?= [a-z]+ )
    {_TINHA_COMO_OBJETIVO}, visavam?, visou, visaram, pretendiam?(?:-se)?, pretendeu(?:-se)?
    pretenderam, procurou, procuraram, destin(?:ou|ava)-se a
    {_EVENT}(?: [\w'-]+){{0,4}}? (?:vise(?:nt)? a|aims? to|is aimed at|seeks? to)\b
    {_EVENT}(?: [\w'-]+){{0,4}}? (?:pretendem?|visam?)\b
    {_EVENT}(?: [\w'-]+){{0,4}}? (?:a|ont) (?:[a-z]+ment )?pour (?:objectifs?|buts?)(?: de| d')?
""")
_IN_ORDER_TO = any_of(r"""
    dans le but(?: \w+)? de, dans l'objectif(?: \w+)? de, avec pour (?:objectif|but) de
    with the (?:\w+ )?(?:aim|objective|goal|purpose) of
    com o objec?tivo(?: \w+)? de, com (?:o intuito|o proposito|a finalidade|o fim) de
""")
# "L'objectif est de": of what was just spoken of; "the government's aim" is not.
_AIM_OF_ITS_OWN = re.compile(
    rf"(?:^|[\".,;:]\s*|'(?!s\b)\s*)\b(?:the |les? |l'|os? |son |its |our |notre )?(?:\w+ )?{_AIM}"
    rf"(?: (?:also|\w*al|\w*aux|\w*ais)\b)?\s*(?:{_WAS}|:)"
)
_STATED = re.compile(rf"{_AIM_WAS}|\b{_IT_AIMED}\s*(?:: )?(?=\w)|\b{_IN_ORDER_TO}\s+")

_ENGLISH_VERBS = """
    address adopt advance advise agree allow amend analyse analyze answer approve ask assess bring
    build call check choose close collect compare consolidate convene coordinate create decide
    deepen defend define deliver demand describe design determine develop discover discuss document
    draft draw elect enable encourage end engage enhance ensure equip establish evaluate examine
    exchange explain explore extend facilitate find form foster gather give guide harmonise
    harmonize hear help highlight identify improve increase influence inform introduce investigate
    invite join keep launch lay lead learn let link list listen lobby look maintain make map
    measure meet mend mobilise mobilize monitor name negotiate note obtain offer open organise
    organize outline pave pick plan pool prepare present press produce promote propose protect
    provide publish push put question raise reach read recommend record reduce refine reflect
    reform report respond restore rethink review revise seek select send set settle share show
    speak spell start stop strengthen study submit suggest support take teach tell test think track
    train translate understand unite update urge use validate verify visit vote warn weigh work
    write
    advocate amplify articulate boost celebrate chart clarify coach collaborate commit conduct
    connect construct consult contribute craft cultivate debate dedicate demonstrate devise
    disseminate elaborate empower equip expand facilitate finalise finalize formulate gain generate
    harness honour initiate inspire integrate interact interpret mitigate optimise optimize overcome
    prioritise prioritize reaffirm recognise recognize relaunch renew resolve revisit revive
    safeguard secure sensitise sensitize showcase simplify solve stimulate strategise strategize
    streamline synthesise synthesize tackle transform unpack upgrade
"""
_NO_GERUNDS = """
    according being concerning during everything existing following having including meeting mining
    nothing ongoing regarding something
"""
# French and Portuguese verbs are told by their endings, which some other words share.
_NO_VERBS = """
    atelier avenir cadre cahier calendrier chantier courrier cuivre dernier desir desordre dossier
    empire entier fevrier financier foncier foyer hier hiver janvier lettre livre loisir maitre
    metier minier moindre navire ordre ouvrier papier particulier pire plaidoyer plaisir policier
    premier quartier singulier souvenir savoir
    alimentar carater colher escolar familiar lar lazer lugar mar militar mulher nuclear par
    particular poder popular prazer preliminar qualquer quer regular sequer similar singular solar
"""


def _none_of(listed: str) -> str:
    """Asserts that none of these words follows."""
    return rf"(?!(?:{'|'.join(listed.split())})\b)"


_VERBS = {
    "fr": (
        rf"(?:(?:se |s'|mieux |nous |les |la |le |l')?{_none_of(_NO_VERBS)}"
        r"(?:[a-z]+(?:er|ir|dre|ttre|aitre|ivre|clure|vaincre)|[a-z]*[b-np-z]ire"
        r"|(?:re|satis)?faire|extraire|croire|etre)\b)"
    ),
    "en": (
        rf"(?:(?:to )?(?:{'|'.join(_ENGLISH_VERBS.split())})\b(?! of\b)(?=\s\S)"
        rf"|{_none_of(_NO_GERUNDS)}[a-z]+ing\b)"
    ),
    "pt": (
        rf"(?:(?:se )?{_none_of(_NO_VERBS)}"
        r"[a-z]+(?:ar|er|ir|[a-z]por)(?:-(?:se|l[oa]s?|lhes?))?\b)"
    ),
}
_ENDS_IN_TO = re.compile(r"\bto\s+\"?$")
# "The members met in Accra to", before the verb.
_OTHER_CLAUSE = r"(?:and|where|who|which|that|agreed|decided|asked|invited|able)\b"
_MET = any_of(rf"""
    (?:se sont (?:reunie?s|retrouvee?s)|s'est reunie?)[^.;:]{{0,80}}? (?:pour|afin de|afin d')
    (?:met|gathered|came together|convened|converged)(?:,? (?!{_OTHER_CLAUSE})[\w'-]+){{0,14}}?,? to
    held an? (?:[\w-]+ ){{0,2}}?{EVENT} to
    (?:brought|bringing) together [^.;:]{{3,160}}? to
    (?:nous sommes|sommes) (?:venue?s|reunie?s)[^.;:]{{0,80}}? (?:pour|afin de|afin d')
    we (?:came|have come|are gathered)(?: [\w'-]+){{0,8}}? to
    (?:reun(?:iram-se|iu-se|imo-nos|id[oa]s)|se reuniram|nos reunimos|viemos)[^.;:]{{0,80}}? para
""")
_ENUMERATED = re.compile(r"(?<![^\s;,:])\(?(?:[1-9]|[a-f]|i{1,3}|iv|v)[).]\s+")  # "1) ", "(b) "


@dataclass(frozen=True)
class _Grammar:
    """How objectives begin in a language, and follow one another."""

    begins: re.Pattern[str]
    between: re.Pattern[str]
    met_to: re.Pattern[str]


def _grammar(verb: str) -> _Grammar:
    return _Grammar(
        begins=re.compile(
            r"(?:[\w-]+ly |mieux |also |melhor |d'abord |:\s*)?"
            rf"\(?(?:[1-9ai]\)?\s*)?{verb}"
        ),
        between=re.compile(  # "…, and to …"
            rf"(?:{_SPACES}[;,]\s*(?:(?:et|and|e)\s+)?"
            r"|\s{1,9}(?:et|and|e)\s+(?:enfin\s+|finally\s+|finalmente\s+)?)"
            r"(?:de\s+|d'|a\s+|to\s+|at\s+|\(?[a-z1-9]\)\s*|\(?i{1,3}\)\s*)?"
            rf"(?={verb})"
        ),
        met_to=re.compile(rf"\b{_MET}\s+(?={verb})"),
    )


_GRAMMARS = {language: _grammar(verb) for language, verb in _VERBS.items()}
_ANY_GRAMMAR = _grammar(f"(?:{'|'.join(_VERBS.values())})")
_WORD = re.compile(r"[\w-]+")
# "Examine, amend", of which the object follows the last verb.
_VERBS_ALONE = re.compile(r"[\w'-]+(?:,\s(?:to |de |a )?[\w'-]+)*")
# "La relecture", "the adoption", "a formação": what is to be done, as a noun.
_ACTION = re.compile(
    r"(?:l[ae] |l'|the |an? |o )"
    r"[a-z]+(?:tion|sion|ment|age|ance|ence|ture|cao|mento|agem)"
    r" (?:d'|(?:de|des|du|of|d[ao]s?|avec|with|com)\b)"
)


def objectives_of(reading: Reading, layout: Layout) -> list[Fact[str]]:
    """The objectives: a list that follows their naming, or the parts of the sentence itself."""
    return _listed(reading, layout) or _stated(reading, layout) or _met_for(reading)


def _listed(reading: Reading, layout: Layout) -> list[Fact[str]]:
    """The list below a heading, or a line that opens it: "The objectives were:"."""
    for number, line in enumerate(layout.lines[: layout.text_until]):
        said = reading.plain_of(line)
        names_objective = _OBJECTIVE.search(said)
        if NEXT.search(said[-END_OF_LINE:]) or not (names_objective or _PURPOSE.search(said)):
            continue
        is_heading = layout.is_heading(line)
        items = items_below(layout, number) if is_heading or _opens_list(reading, line) else []
        if items:
            return [item_fact(reading, item, "objectives listed", 0.95) for item in items]
        if is_heading and names_objective and (found := _under_heading(reading, layout, number)):
            return found
    return []


def _opens_list(reading: Reading, line: Line) -> bool:
    """Whether the last sentence of a line leads to a list of objectives."""
    last = reading.sentences_of(line)[-1:] or (line,)
    said = reading.plain_of(last[0])
    if _OPENS_LIST.search(said[-END_OF_SENTENCE:]):
        return True
    return bool(_PURPOSE.search(said) and _LEADS_ON.search(said[-END_OF_SENTENCE:]))


def _under_heading(reading: Reading, layout: Layout, number: int) -> list[Fact[str]]:
    """Below the heading "Objectives": a sentence that opens a list, or objectives in one."""
    for below in range(number + 1, min(number + 3, len(layout.lines))):
        if items := items_below(layout, below):
            return [item_fact(reading, item, "objectives listed", 0.9) for item in items]
        for sentence in reading.sentences_of(layout.lines[below]):
            if found := _in_sentence(reading, sentence):
                return found
    return []


def _stated(reading: Reading, layout: Layout) -> list[Fact[str]]:
    """The objectives in the first sentence that states some of the event, and in the next two."""
    for number, sentence in enumerate(reading.sentences):
        if found := _stated_of_event(reading, layout, sentence):
            for following in reading.sentences[number + 1 : number + 1 + MORE_SENTENCES]:
                found += _stated_of_event(reading, layout, following)
            return found
    return []


def _stated_of_event(reading: Reading, layout: Layout, sentence: Stretch) -> list[Fact[str]]:
    """The objectives that a sentence states, if it names the event, or says no other aim."""
    found = _in_sentence(reading, sentence)
    said = reading.plain_of(sentence)
    if not found or EVENT_NOUN.search(said) or _AIM_OF_ITS_OWN.search(said):
        return found
    return found if _is_under_why(layout, sentence) else []


def _is_under_why(layout: Layout, sentence: Stretch) -> bool:
    """Whether the heading above a sentence speaks of aims: "Why we met"."""
    headings = layout.headings
    number = bisect_right(headings, sentence.start, key=lambda heading: heading.line.start)
    said = layout.reading.plain_of(headings[number - 1].line) if number else ""
    return bool(_HEADING_OF_PURPOSE.search(said))


def _met_for(reading: Reading) -> list[Fact[str]]:
    """What people met to do, where the text states no objectives."""
    met_to = _grammar_of(reading).met_to
    for sentence in reading.sentences[:FIRST_SENTENCES]:
        if found := met_to.search(reading.plain, sentence.start, sentence.end):
            parts = _parts(reading, Stretch(found.end(), sentence.end))
            return [item_fact(reading, part, "objectives in a sentence", 0.6) for part in parts]
    return []


def _in_sentence(reading: Reading, sentence: Stretch) -> list[Fact[str]]:
    """The objectives that a sentence states, if they begin with a verb."""
    found = _STATED.search(reading.plain, sentence.start, sentence.end)
    if not found or NEXT.search(reading.plain_of(sentence)):
        return []
    said = Stretch(found.end(), sentence.end)
    if _ENDS_IN_TO.search(reading.plain, found.start(), found.end()) or _grammar_of(
        reading
    ).begins.match(reading.plain, said.start, said.end):
        parts = list(_parts(reading, said))
    elif _ACTION.match(reading.plain, said.start, said.end):
        parts = [said]
    else:
        return []
    return [
        item_fact(reading, part, "objectives in a sentence", 0.8)
        for part in parts
        if part.end - part.start <= LONGEST_OBJECTIVE
    ]


def _parts(reading: Reading, said: Stretch) -> Iterator[Stretch]:
    """The objectives that one sentence strings together: numbered, or each with a verb."""
    marks = list(_ENUMERATED.finditer(reading.plain, said.start, said.end))
    if len(marks) > 1:
        ends = [*(mark.start() for mark in marks[1:]), said.end]
        for mark, end in zip(marks, ends, strict=True):
            yield reading.trimmed(mark.end(), end, AROUND_ITEM)
        return
    start = said.start
    for found in _grammar_of(reading).between.finditer(reading.plain, said.start, said.end):
        is_long = found.start() - start >= SHORTEST_PART
        is_whole = is_long and not _VERBS_ALONE.fullmatch(reading.plain, start, found.start())
        if is_whole and _same_form(reading.plain, said.start, found.end()):
            yield reading.trimmed(start, found.start(), AROUND_ITEM)
            start = found.end()
    yield reading.trimmed(start, said.end, AROUND_ITEM)


def _same_form(plain: str, first: int, place: int) -> bool:
    """Whether a part begins as the first one did: with an infinitive, or with a gerund."""
    one, other = (_WORD.match(plain, at, at + 40) for at in (first, place))
    if not one or not other:
        return False
    return _is_gerund(one[0]) == _is_gerund(other[0])


def _is_gerund(word: str) -> bool:
    return word.endswith("ing") and word != "bring"


@once_per_reading
def _grammar_of(reading: Reading) -> _Grammar:
    """The grammar of the text's language, or of all three."""
    return _GRAMMARS.get(language_of(reading.text) or "", _ANY_GRAMMAR)
