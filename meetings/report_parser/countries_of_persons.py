"""The countries that stand beside the names of persons who came: "Awa Diop (Sénégal)"."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, zip_longest

from meetings.report_parser.countries import CountryMention, countries_in
from meetings.report_parser.layout import Layout
from meetings.report_parser.patterns import any_of, words
from meetings.report_parser.reading import Line, Reading, Stretch
from meetings.report_parser.source import BlockKind
from meetings.report_parser.taking_part.cues import ABOVE_LIST, PROXY
from meetings.report_parser.vocabulary import ABSENT, ATTENDED, FUTURE, OFFICE, SPOKE, tells_held

_MOST_LISTS, _MOST_LINES = 20, 400  # lists of a text, lines of a list
_MOST_IN_SENTENCE = 60  # countries
_LONGEST_HEAD = 90  # characters
_LONGEST_ENTRY = 160  # characters

_THEY_CAME = any_of(r"""
    (?:(?:ils|elles) )?(?:etaient|sont|ont ete) (?:presente?s?|representee?s?)
    ont (?:participe|pris part)[\w ']*, (?:membres|personnes|delegue?s) presente?s?
    (?:the following )?(?:\w+ )?were (?:present|represented), present, (?:members|people) present
    estiveram (?:presentes|representados), (?:membros|pessoas) presentes, participaram[\w ]*
""")
_ABOVE_PERSONS = re.compile(rf"\W*{_THEY_CAME}\s*:?\W*")

_TITLE = r"(?:M\.|MM\.|Mme|Mlle|Mr\.?|Mrs\.?|Ms\.?|Dr\.?|Pr\.?|Prof\.?|Me|Sr\.?|Sra\.?)\s"
_GIVEN = r"[A-ZÀ-Ý][\w'.-]*\s"
_PARTICLE = r"(?:(?:de|da|do|dos|des|du|van|von|el|ould|mint|bin)\s)?"
_NO_PERSON = r"(?!(?:The|Les?|La|L'|Une?|Os?|As?|An)\b)"
_PERSON = (
    rf"{_NO_PERSON}(?:(?P<title>{_TITLE})(?:{_GIVEN}){{0,3}}|(?:{_GIVEN}){{1,3}})"
    rf"{_PARTICLE}[A-ZÀ-Ý][\w'-]+"
)
_IN_BRACKETS = r"\((?P<inside>[^()]{2,60})\)"
_PERSON_OF_COUNTRY = re.compile(rf"(?<![\w'.-]){_PERSON}\s?{_IN_BRACKETS}")
_OF_STATE = (
    r"(?:(?:Government|Embassy|Republic|Gouvernement|Ambassade|République|Governo|Embaixada"
    r"|República)\s(?:of\s|de\s|du\s|des\s|do\s|da\s|dos\s|das\s)(?:la\s|the\s|l')?)?"
)
_AT_END = re.compile(rf"(?:{_IN_BRACKETS}|[,;–|-]\s*{_OF_STATE}(?P<last>[^,;()|]{{2,40}}))\W*$")
_AT_START = re.compile(r"(?P<first>[^:,;()|]{2,40}?)(?:\s?[:|]|\s[–-])\s")
_PERSON_FROM = re.compile(
    rf"(?<![\w'.-]){_PERSON}(?P<comma>,)?\s(?:(?P<from>from)|du|de la|de l'|des|do|da|dos|das)"
    r"(?:\s|the )*$"
)
# Words before what is no person: "in Cape Town (South Africa)", "the Carter Center (…)".
_BEFORE_NO_PERSON = re.compile(
    r"\b(?:a|au|en|in|at|to|em|no|na|de|from|near|pres de|outside"
    r"|the|les?|la|l'|du|des|une?|an|os?|as|do|da)\s?$"
)
_NEAR, _LONGEST_PERSON, _LONGEST_OFFICE = 20, 80, 200  # characters
_SPEAKS = any_of(r"""
    (?:a|ont) (?:\w+ )?(?:presente|partage|explique|expose|anime|modere|decrit|montre|souligne)
    (?:a|ont) (?:\w+ )?(?:insiste|rappele|evoque|releve|ouvert|cloture|salue|plaide|detaille)
    (?:a|ont) (?:\w+ )?pris la parole
    (?:est|sont) (?:\w+ )?intervenu\w*
    presented, spoke, shared, explained, gave, described, led, moderated, facilitated, showed
    introduced, talked, took the floor, highlighted, discussed, showcased, outlined, stressed
    emphasi[sz]ed, underlined, pointed out, opened, closed, (?:began|ended|concluded) by
    apresent(?:ou|aram), fal(?:ou|aram), partilh(?:ou|aram), explic(?:ou|aram), interveio
    moder(?:ou|aram), us(?:ou|aram) da palavra, destac(?:ou|aram), sublinh(?:ou|aram)
    salient(?:ou|aram), enfatiz(?:ou|aram), abriu, encerr(?:ou|aram)
""")
_SPEAKS_AFTER = re.compile(rf"[\s,)]*+(?:(?!was|were|is|are|foi|foram)\w+,? )?{_SPEAKS}\b")
# "Jane Doe, Registrar General of Ghana, explained", "Jo Sy of the Ministry of Mines of Mali spoke".
_OFFICIAL_OF = re.compile(
    rf"(?<![\w'.-]){_PERSON}(?:,? J[rn]\.)?"
    r"(?P<office>(?:,| of| from| for| du| de| da| do)\s[^.;:()]{0,140}?)"
    r"(?:\b(?:of|for|from|du|de|des|do|da|dos|das|de\sla|por|para)\s(?:the\s|l')?|,\s)$"
)
_NAMES_OFFICE = words(OFFICE)
_CLAUSE = re.compile(
    r"\b(?:who|which|that|qui|que|dont|about|on|sur|sobre|(?:and|et|e) (?=[a-z]))\b"
)
_LABELS = any_of(r"""
    participants?, presents?, (?:etaient|sont) presents, intervenante?s?, panelistes?
    facilitateurs, moderateurs, delegues
    attendees, present, speakers, panell?ists, facilitators, moderators, delegates
    participantes, presentes, oradores, palestrantes, facilitadores, moderadores, delegados
""")
_LABEL = re.compile(rf"\W*{_LABELS}(?: \w+)?\s?:")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PARTS_OF_WORLD = any_of("""
    afrique, europe, amerique, asie, pacifique, monde arabe, oceanie
    africa, america, asia, pacific, oceania
    europa, pacifico
""")
_NAMES_PART_OF_WORLD = re.compile(rf"\b{_PARTS_OF_WORLD}\b")


def of_persons(
    reading: Reading, sentence: Stretch, mentions: Sequence[CountryMention], *, attended: bool
) -> Iterator[CountryMention]:
    """Those of a sentence's countries of which it names persons who came or spoke."""
    label = _LABEL.match(reading.plain, sentence.start, sentence.end)
    if attended or label:
        yield from _in_brackets(reading, sentence)
    if label:
        yield from _alone(reading, Stretch(label.end(), sentence.end))
    for mention in mentions[:_MOST_IN_SENTENCE]:
        if _SPEAKS_AFTER.match(reading.plain, mention.end, sentence.end):
            first = max(sentence.start, mention.start - _LONGEST_PERSON)
            found = _PERSON_FROM.search(reading.text, first, mention.start)
            is_direct = found and (found["title"] or found["comma"] or found["from"])
            if is_direct or _is_of_official(reading, sentence, mention):
                yield mention


def _is_of_official(reading: Reading, sentence: Stretch, mention: CountryMention) -> bool:
    """Whether a person's office, or organisation, is named before a country as of it."""
    first = max(sentence.start, mention.start - _LONGEST_OFFICE)
    found = _OFFICIAL_OF.search(reading.text, first, mention.start)
    if found is None:
        return False
    office = reading.plain[slice(*found.span("office"))]
    is_named = not office.startswith(",") or _NAMES_OFFICE.search(office)
    return bool(is_named) and not _CLAUSE.search(found["office"])


def _in_brackets(reading: Reading, sentence: Stretch) -> Iterator[CountryMention]:
    """The countries in brackets behind persons: of several, of one with a title, or who spoke."""
    persons: list[tuple[bool, list[CountryMention]]] = []
    for found in _PERSON_OF_COUNTRY.finditer(reading.text, sentence.start, sentence.end):
        before = reading.plain[max(sentence.start, found.start() - _NEAR) : found.start()]
        countries = _alone(reading, Stretch(*found.span("inside")))
        if not countries or _BEFORE_NO_PERSON.search(before):
            continue
        speaks = _SPEAKS_AFTER.match(reading.plain, found.end(), sentence.end)
        persons.append((bool(found["title"] or speaks), countries))
    for is_sure, countries in persons:
        if is_sure or len(persons) > 1:
            yield from countries


def of_listed_persons(reading: Reading, layout: Layout) -> Iterator[CountryMention]:
    """The countries of those in lists below headings such as "Étaient présents"."""
    for number in _heads_of_lists(reading, layout):
        until = min(layout.text_until, number + 1 + _MOST_LINES)
        yield from _of_entries(reading, layout.lines[number + 1 : until])


def _heads_of_lists(reading: Reading, layout: Layout) -> Iterator[int]:
    """The numbers of the lines that only say that a list of those who came is below."""
    heads = (
        number
        for number, line in enumerate(layout.lines[: layout.text_until])
        if _heads_list(reading.plain_of(layout.bare(line)))
    )
    return islice(heads, _MOST_LISTS)


def _heads_list(said: str) -> bool:
    return len(said) < _LONGEST_HEAD and bool(
        ABOVE_LIST.fullmatch(said) or _ABOVE_PERSONS.fullmatch(said)
    )


def _of_entries(reading: Reading, lines: Sequence[Line]) -> Iterator[CountryMention]:
    """The countries of the entries of a list up to where it ends, over headings within it."""
    following = _of_entry(reading, lines[0]) if lines else []
    for line, next_line in zip_longest(lines, lines[1:]):
        countries = following
        following = _of_entry(reading, next_line) if next_line else []
        if _names_others(reading.plain_of(line)):
            return
        yield from countries
        if not (countries or following or _is_within_list(reading, line)):
            return


def _of_entry(reading: Reading, line: Line) -> list[CountryMention]:
    """The countries that a line consists of, begins or ends with: "Jane Doe, ZELA, Zimbabwe"."""
    if line.end - line.start > _LONGEST_ENTRY or _says_something(reading.plain_of(line)):
        return []
    if alone := _alone(reading, line):
        return alone
    start = _AT_START.match(reading.text, line.start, line.end)
    if start and (first := _alone(reading, Stretch(*start.span("first")))):
        return first
    end = _AT_END.search(reading.text, line.start, line.end)
    if not end:
        return []
    return _alone(reading, Stretch(*end.span("inside" if end["inside"] else "last")))


def _alone(reading: Reading, stretch: Stretch) -> list[CountryMention]:
    """The countries of a stretch, if there is nothing else in it."""
    mentions = countries_in(reading, stretch)
    named = sum(mention.end - mention.start for mention in mentions)
    others = sum(map(str.isalpha, reading.of(stretch))) - named
    return mentions if mentions and others <= len(mentions) else []


def _names_others(said: str) -> bool:
    """Whether those who were not there follow, or it is the list of something else."""
    return ABSENT.search(said) is not None or PROXY.search(said) is not None


def _says_something(said: str) -> bool:
    """Whether a line tells something, and is no entry of a list."""
    if _YEAR.search(said) or tells_held(said):
        return True
    return any(words.search(said) for words in (ATTENDED, SPOKE, FUTURE))


def _is_within_list(reading: Reading, line: Line) -> bool:
    """Whether a line without a country is still of a list: an item, or a part of the world."""
    said = reading.plain_of(line)
    is_short = line.end - line.start <= _LONGEST_ENTRY and not _says_something(said)
    return is_short and (
        line.kind == BlockKind.ITEM or not line.after_gap or bool(_NAMES_PART_OF_WORLD.search(said))
    )
