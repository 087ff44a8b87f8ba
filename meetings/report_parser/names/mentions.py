"""A stretch of a list as the name of an organisation, its country and acronym with it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from meetings.report_parser.countries import CountryMention, countries_in
from meetings.report_parser.facts import NamedOrganisation
from meetings.report_parser.names.known import LONGEST_NAME, is_known
from meetings.report_parser.names.offices import without_office
from meetings.report_parser.names.persons import may_be_person, tells_employer, without_person
from meetings.report_parser.names.sureness import Sureness, how_sure
from meetings.report_parser.names.vocabulary import BEGINS_AS_NAME, CONCEPTS, HEAD, LAST_IN_ENGLISH
from meetings.report_parser.names.writing import (
    CHAIN,
    EDGES,
    after_article,
    is_acronym,
    names_countries_alone,
)
from meetings.report_parser.patterns import any_of
from meetings.report_parser.reading import Reading, Stretch
from organisations.recognition import Directory, name_and_acronym, plain
from organisations.recognition.spelling import initials

_MOST_NEAR = 4  # records that a name may be
_MANY_LETTERS = 4  # of an acronym
_LONGEST_SPELT_OUT = 100  # characters before the acronym in brackets

_KIND = any_of("""
    ong, osc, asso(?:ciation)?s?, reseaux?, plate-?formes?, coalitions?, groupe, structures?
    federation, fondation, collectif, mouvement, syndicat
    ngos?, csos?, organi[sz]ations?, network, platform, group, foundation, movement, charity
    associacao, organizacao, plataforma, rede, grupo, fundacao, movimento, coletivo, entidade
""")
_WHENCE = r"(?P<whence>[\w-]+(?:ais|ain|ien|an|ano|ana|es)(?:e|ne|a)?\s+)?"  # "malienne"
_KIND_BEFORE = re.compile(
    rf"(?:l'|(?:les?|la|the|a|o|as|os|an) )?(?P<kind>{_KIND})\s+{_WHENCE}(?=[\w\"])"
)
"""What a name is that follows: "coalition RENOI". With a capital, it is part of the name."""

_SHORT_KIND = re.compile(r"(?:ONG|Ong|OSC|NGOs?|CSOs?|Asso)\b")
"""A kind that is none even with a capital."""

_SURE_KIND = re.compile(
    any_of(r"""
        \bong, \bosc, \bassociation, \bfondation, \bfederation, \bcoalition, \bcollectif, \bsyndicat
        \bngo, \bcso, \bfoundation, \bcharity, \bnon-profit
        \bassociacao, \bfundacao, \bcoletivo, \bsindicato
    """)
    + r"\s+\"?$"
)
_LONGEST_KIND = 16  # characters

_REMARK = re.compile(
    r"(?<!\s)\s*(?:\[[^\[\]]*\]?|\("
    r"(?:[a-zà-ÿ][^()]*|[^()]*[:@][^()]*|[^()]*, [^()]* (?:et|and|e) [^()]*)\))$"
)
"""What stands behind a name and is none of it: a translation, "(online)", "(Mali, Togo and …)"."""

_OFFICE_ABROAD = re.compile(r"(?<=[A-Z]{3})(?:-(?:Afrique|Africa|África|Asie|Asia|Europe)\b.*|\d$)")
"""Behind an acronym, the part of the world that an office is for, or a footnote's number."""

_SMALL_BEHIND = re.compile(r"\s[a-zà-ÿ][a-zà-ÿ' -]*$")
"""What stands behind an acronym and is no name: "CRAD staff", "CRAD en eau"."""

_OF_ITS = re.compile(
    r"(?<=[A-Z]{3})'s?(?:\s.*)?$|\s(?:secretariat|secrétariat|secretariado|headquarters)$"
)
"""What an organisation has: "CRAD's partners", "League secretariat"."""
_ACRONYM_BEHIND = re.compile(r"(?P<name>.{6,}?)\s[-–/]\s?(?P<acronym>[A-ZÀ-Ý][A-Z0-9À-Ý&]{1,11})")

_BEGINS_CLAUSE = any_of(r"""
    qui, que, ou, ne, dont, ont, afin, lors, au cours, étai\w+, etai\w+, sont, est, prirent, s'est
    se sont, donne, donnent, sous, grâce, financée?, avec, autour, n'ont, n'a, mais, tandis, par
    who, which, whose, where, was, were, has, have, had, took, participated, attended, in order
    with, during, is, are, also, spoke, said, presented, joined, met, gathered, discussed, under
    thanks, funded, did, but, while, by, began
    durante, participaram, tomaram, reuniram, foi, foram, estava\w*, com, não, nao, menai\w*, mas
    recently, jointly, yesterday, récemment, hier, depuis, recentemente, ontem, [a-zà-ÿ]{3,}issent
    talks?, talked, en (?:collaboration|partenariat), in (?:collaboration|partnership)
    em (?:colaboração|parceria), to (?:capture|make|use|help|explain|give|build|create|map|support)
    enquanto, cuj[oa], por(?! (?:la|el|los|las|una?)\b| [A-ZÀ-Ý])
""")
_MONTH_OR_DAY = any_of("""
    January, February, March, April, May, June, July, August, September, October, November
    December, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday
""")
_PARENT = any_of("""
    minist[eè]re, mairie, gouvernement, commune, ville, pr[eé]fecture, province, r[eé]gion, pays
    ministry, government, municipality, city, province, region, district, country
    minist[eé]rio, governo, prefeitura, munic[ií]pio, cidade, prov[ií]ncia, regi[aã]o, pa[ií]s
""")
_CLAUSE = re.compile(
    rf"(?:\s(?:and|et|e))?\s(?:{_BEGINS_CLAUSE}(?![\w'-])"
    r"|(?:le|on|du|em|in|from|a|au|until|até) \d"
    r"|(?:on (?:how|their|its|why|what)|about|who|to (?:discuss|share|present))\b"
    r"|a (?=[a-zé]+é\b)"
    rf"|(?:du|de la|de|of the|of|in the|do|da) {_PARENT}\b"
    r"|on (?=[^,;()]*\b[a-z]{4,}$)"
    rf"|(?:on|in|from|until) {_MONTH_OR_DAY}\b)"
)
"""Where what is said of a name begins: "RAID, who came", "CECIDE du 3 au 5", "ZELA a participé"."""

_IN_PLACE = re.compile(
    r"\s(?P<in>à la|à l'|à|aux|au|at the|at|in|em|en|no|na)\s?"
    r"(?P<place>[A-ZÀ-Ý][\w'-]*(?: [A-ZÀ-Ý][\w'-]*)?)"
)
_IS_NO_TOWN = re.compile(rf"{CONCEPTS}\b|.*\b(?:afri|asia|europ|ameri|rural|urban)|{HEAD}\b")
_IN_TOWN = frozenset({"à", "in", "em"})
_OF_OFFICE = frozenset({"no", "na"})  # before where an office of it is: "FAO na Guiné"
_LEAST_BEFORE_PLACE = 4  # words

_BEFORE_COUNTRY = re.compile(
    r"\s(?:(?P<whence>from|based in)|in|n[ao]s?|(?P<of>of|en|aux?|à|du|de la|de l'|de|do|da))"
    r"(?: the)?\s?$"
)
_ENDS_IN_SUBJECT = re.compile(rf"\b(?:{CONCEPTS}|{HEAD}|{LAST_IN_ENGLISH})s?$")
"""Before "in Ghana", which then is part of the name: "Women in Ghana", "Secretariat in Ghana"."""

_BRACKET_BEFORE_WORDS = re.compile(r"\)(?=\s+(?:[a-zà-ÿ]|(?:IN|AT|ON|À|AU|EN|EM|NO|NA|LE|DU)\b))")
_WORD_WITH_CAPITAL = re.compile(r"(?<![\w-])[A-ZÀ-Ý]")
_IN_EACH_NAME = re.compile(r"[A-ZÀ-Ý0-9]|\w\.(?:com|info|net|org)\b")
_IN_BRACKETS = re.compile(r"\(([^()]{2,60})\)")


@dataclass(frozen=True)
class NameMention(Stretch):
    """A name where it stands, the organisation, and where its country is said, if it is."""

    organisation: NamedOrganisation
    is_sure: bool = True  # known to the directory, or a name even without the list around it
    country: CountryMention | None = None
    is_employer: bool = False  # said to be where somebody has an office
    rule: str = "name in a list"  # that found it

    @property
    def until(self) -> int:
        """Where the name ends, or the country behind it."""
        return max(self.end, self.country.end if self.country else 0)


def is_like_one(reading: Reading, name: NameMention) -> bool:
    """Whether it is an organisation's name by itself, and no place's or person's."""
    if name.is_sure:
        return True
    written = reading.of(name)
    several = len(_WORD_WITH_CAPITAL.findall(written)) > 1
    return several and not may_be_person(written, reading.plain_of(name))


def name_at(
    reading: Reading,
    stretch: Stretch,
    directory: Directory,
    country: CountryMention | None = None,
) -> NameMention | None:
    """The stretch as a name, articles and what is said after it apart; None if it is none."""
    stretch = Stretch(stretch.start, min(stretch.end, stretch.start + 2 * LONGEST_NAME))
    has_name = _IN_EACH_NAME.search(reading.text, stretch.start, stretch.end)
    if not has_name or names_countries_alone(reading, stretch):
        return None
    is_employer = tells_employer(reading, stretch)
    if not is_employer:
        stretch = _without_remarks(reading, stretch)
    stretch = without_person(reading, stretch)
    name = _bare(reading, without_office(reading, stretch), directory)
    if not is_known(reading, name, directory):
        apart = without_office(reading, without_person(reading, name))
        name = name if apart == name else _bare(reading, apart, directory)
    if not 0 < name.end - name.start <= LONGEST_NAME:
        return None
    beside = _country_beside(reading, name)
    if beside and not is_known(reading, name, directory):
        before = _before_country(reading, name, beside)
        name = Stretch(name.start, before.start()) if before else name
    country = country or beside
    organisation = _organisation(reading, _without_country(reading, name, beside), country)
    found = directory.find(reading.of(name))
    if found.match:
        organisation = replace(organisation, key=found.match.key, score=found.match.score)
        return NameMention(name.start, name.end, organisation, country=country)
    sureness = how_sure(reading, name)
    if sureness == Sureness.NONE:
        return None
    near = tuple((match.key, match.score) for match in found.near[:_MOST_NEAR])
    organisation = replace(organisation, near=near)
    is_sure = sureness == Sureness.ANYWHERE or _is_after_kind(reading, name)
    return NameMention(name.start, name.end, organisation, is_sure, country, is_employer)


def _organisation(
    reading: Reading, name: Stretch, country: CountryMention | None
) -> NamedOrganisation:
    written, acronym = name_and_acronym(reading.as_written(name).strip(" .,;"))
    behind = _ACRONYM_BEHIND.fullmatch(written)
    if behind and not acronym and country is None:
        written, acronym = behind["name"], behind["acronym"]
    code = country.code if country else ""
    return NamedOrganisation(written.strip(" .,;"), acronym, country=code or None)


def _bare(reading: Reading, stretch: Stretch, directory: Directory) -> Stretch:
    """The stretch without the article before it and the clause after it."""
    trimmed = reading.trimmed(stretch.start, stretch.end, EDGES)
    name = Stretch(trimmed.start, min(trimmed.end, trimmed.start + 2 * LONGEST_NAME))
    bare = after_article(reading, name)
    is_small = reading.of(name)[:1].islower() or not reading.of(bare)[:1].isupper()
    if is_small and plain(reading.of(name)) not in directory.spellings:
        name = bare
    name = _without_remarks(reading, _without_kind(reading, name, directory))
    name = _without_place(reading, name, directory)
    clause = _CLAUSE.search(reading.text, name.start, name.end)
    if clause and not is_known(reading, name, directory):
        name = Stretch(name.start, clause.start())
    if bracket := _BRACKET_BEFORE_WORDS.search(reading.text, name.start, name.end):
        name = Stretch(name.start, bracket.end())
    return _with_its_bracket(reading, reading.trimmed(name.start, name.end, EDGES))


def _without_kind(reading: Reading, name: Stretch, directory: Directory) -> Stretch:
    """The name without the word of kind before it: "l'ONG Terre Libre"."""
    found = _KIND_BEFORE.match(reading.plain, name.start, name.end)
    if not found:
        return name
    is_of_name = found["whence"] and reading.text[found.start("whence")].isupper()
    start = found.start("whence") if is_of_name else found.end()
    kind = reading.text[found.start("kind") : start]
    if reading.text[start].islower() or not (kind[0].islower() or _SHORT_KIND.match(kind)):
        return name
    return name if is_known(reading, name, directory) else Stretch(start, name.end)


def _is_after_kind(reading: Reading, name: Stretch) -> bool:
    """Whether the word right before says that it is an organisation: "l'association Luz"."""
    before = max(0, name.start - _LONGEST_KIND)
    return _SURE_KIND.search(reading.plain, before, name.start) is not None


def _without_remarks(reading: Reading, name: Stretch) -> Stretch:
    if name.end - name.start > 2 * LONGEST_NAME:
        return name
    while found := _REMARK.search(reading.text, name.start, name.end):
        name = Stretch(name.start, found.start())
    if abroad := _OFFICE_ABROAD.search(reading.text, name.start, name.end):
        return Stretch(name.start, abroad.start())
    if its := _OF_ITS.search(reading.text, name.start, name.end):
        name = Stretch(name.start, its.start())
    small = _SMALL_BEHIND.search(reading.text, name.start, name.end)
    if small and is_acronym(reading.text[name.start : small.start()]):
        return Stretch(name.start, small.start())
    return name


def _without_place(reading: Reading, name: Stretch, directory: Directory) -> Stretch:
    """The name without the place where it is or hosts: "Institute of Planning in Kindu"."""
    for found in _IN_PLACE.finditer(reading.text, name.start, name.end):
        before = reading.text[name.start : found.start()]
        place = Stretch(*found.span("place"))
        of_acronym = is_acronym(before) or before.endswith(")")
        is_office = of_acronym and found["in"] in _OF_OFFICE
        if not is_office and any(one.end == name.end for one in countries_in(reading, name)):
            return name
        is_last = found.end() == name.end and len(before.split()) >= _LEAST_BEFORE_PLACE
        if of_acronym or (is_last and found["in"] in _IN_TOWN and _is_town(reading, place)):
            is_whole = is_known(reading, name, directory)
            return name if is_whole else Stretch(name.start, found.start())
    return name


def _is_town(reading: Reading, place: Stretch) -> bool:
    """Whether a word after "in" is no country or part of the world, and no subject either."""
    no_town = _IS_NO_TOWN.match(reading.plain_of(place))
    return not no_town and not countries_in(reading, place)


def _with_its_bracket(reading: Reading, name: Stretch) -> Stretch:
    """The name with the bracket that closes the one in it, where it stands right behind."""
    written = reading.of(name)
    is_open = written.count("(") > written.count(")")
    closes = reading.text[name.end : name.end + 1] == ")"
    return Stretch(name.start, name.end + 1) if is_open and closes else name


def _country_beside(reading: Reading, name: Stretch) -> CountryMention | None:
    """The country in brackets, or after a comma or dash, at the end of a name."""
    for mention in countries_in(reading, name):
        before = reading.text[name.start : mention.start].rstrip()
        after = reading.text[mention.end : name.end].strip(" .")
        is_apart = before.endswith(("(", ",", "-", "[", "/")) or ("(" in before and after)
        is_apart = is_apart or _before_country(reading, name, mention) is not None
        if mention.code and after in {"", ")", "]"} and is_apart:
            return mention
    return None


def _before_country(
    reading: Reading, name: Stretch, country: CountryMention
) -> re.Match[str] | None:
    """The words that tell where a whole name is from: "Uzima from Kenya", "CRAD du Togo"."""
    found = _BEFORE_COUNTRY.search(reading.text, name.start, country.start)
    if found is None:
        return None
    before = reading.of(Stretch(name.start, found.start()))
    last = before.rpartition(" ")[2]
    if found["whence"] or is_acronym(last) or last.endswith(")"):
        return found
    is_whole = " " in before and last[0].isupper() and not _ENDS_IN_SUBJECT.search(plain(before))
    return found if is_whole and not found["of"] else None


def _without_country(reading: Reading, name: Stretch, country: CountryMention | None) -> Stretch:
    if country is None:
        return name
    before = reading.text[name.start : max(name.start, country.start)].rstrip()
    if country.end > name.end or not before.endswith(("(", "[", ",", " /")):
        return name
    if "(" in before and before.rfind("(") > before.rfind(")"):  # "CRAD (Kindu, Ghana)"
        before = before[: before.rfind("(") + 1]
    return reading.trimmed(name.start, name.start + len(before) - 1, " ,-/")


def spelt_out(
    reading: Reading, mentions: Iterable[NameMention], directory: Directory
) -> list[NameMention]:
    """The mentions under their full names, where they are acronyms that the text explains."""
    explained: dict[str, Stretch] = {}
    for found in _IN_BRACKETS.finditer(reading.text):
        explained.setdefault(_letters(found[1]), Stretch(*found.span()))
    return [
        _spelt_out(reading, mention, explained.get(_letters(mention.organisation.name)), directory)
        for mention in mentions
    ]


def _letters(acronym: str) -> str:
    """The letters of an acronym, however it is written: "KP CSC", "KP-CSC"."""
    return plain(acronym).replace(" ", "")


def _is_short_for(letters: str, written: str) -> bool:
    """Whether letters are the initials of a name, if many in the order of another language.

    Those of a name whose first word tells where it begins may be any of its letters, in order.
    """
    name = plain(written)
    first_letters = initials(name)
    if letters == first_letters or (
        len(letters) >= _MANY_LETTERS and sorted(letters) == sorted(first_letters)
    ):
        return True
    if len(letters) >= _MANY_LETTERS and letters == first_letters[:-1]:
        return True
    following = iter(name)
    is_within = name[0] == letters[0] and all(letter in following for letter in letters)
    return bool(is_within and BEGINS_AS_NAME.match(name) and CHAIN.fullmatch(written))


def _spelt_out(
    reading: Reading, mention: NameMention, brackets: Stretch | None, directory: Directory
) -> NameMention:
    letters = _letters(mention.organisation.name)
    if brackets is None or not is_acronym(mention.organisation.name.replace(" ", "")):
        return mention
    if mention.start <= brackets.start < mention.end:
        return mention
    sentence = reading.sentence_at(brackets.start)
    earliest = max(sentence.start, brackets.start - _LONGEST_SPELT_OUT)
    before = reading.text[earliest : brackets.start]
    for found in _WORD_WITH_CAPITAL.finditer(before):
        if _is_short_for(letters, before[found.start() :].strip()):
            name = name_at(reading, Stretch(earliest + found.start(), brackets.end), directory)
            is_other = name and mention.organisation.key not in {None, name.organisation.key}
            return mention if name is None or is_other else replace(name, rule=mention.rule)
    return mention
