"""Which figures count others than those who came: a part of them, victims, members of a group."""

import re
from dataclasses import replace

from meetings.report_parser.counted_nouns import Counted, CountedNoun
from meetings.report_parser.numbers import NumberMention
from meetings.report_parser.patterns import any_of, words
from meetings.report_parser.vocabulary import EVENT

_PART_OF_THEM = any_of(r"""
    dont, parmi, parmi lesquel(?:le)?s, notamment, avec, soit \d+ \w+ (?:et|e|and)
    including, of whom, of which, among (?:them|which|whom), respectively, with
    incluindo, dos quais, das quais, entre os quais, entre as quais
""")
_BEFORE_PART = re.compile(rf"(?:\b{_PART_OF_THEM}\s*|\(\s*)$")
_OF_MEMBERS = any_of(r"""
    comptent?, compte\b, comprend, regroupe(?:nt)?, rassemble(?:nt)?, federe(?:nt)?
    composee? de, represente (?:plus|pres), reseau de, coalition de, faitiere, plus de \d+ ans
    collectif de, plateforme de
    comprises?, consists? of, has (?:about |over |more than |some )?$, made up of, composed of
    membership of, network of, coalition of, umbrella, platform of, groups together, unites
    tem\b, conta com, composta por, rede de
    (?:actif|active|actifs|intervient|bureaux|oeuvre) dans, presente? dans(?=\s*$)
    (?:active|works?|working|operat\w+|implemented|offices) in, present in(?=\s*$)
    (?:ativ[oa]|atua|opera|implementad[oa]) em, presente em(?=\s*$)
""")
_BEFORE_MEMBERS = re.compile(
    rf"(?<!\ba )(?<!\bont )\b{_OF_MEMBERS}(?!\w)\s*(?:\w+\s+){{0,2}}$"  # but "a compté"
)
# "Divided into three groups", before the figure.
_DIVIDED = any_of(r"""
    (?:divis|repart|subdivis|scind)\w+ (?:[\w']+ ){0,3}?en
    (?:divided|split|broken|arranged|sorted|put|organi[sz]ed) (?:\w+ ){0,3}?into
    (?:divid|repart|subdivid)\w+ (?:\w+ ){0,3}?(?:em|por)
""")
_OF_EACH_PART = r"(?:groupes?|equipes?|groups?|teams?|grupos?) (?:de|of)\s+"
_BEFORE_PARTS = re.compile(rf"\b(?:{_DIVIDED}\s+|{_OF_EACH_PART})(?:\w+\s+)?$")
# "With the support of", before the figure.
_SUPPORT = any_of("""
    appui, soutien, concours, aide, collaboration, partenariat
    support, help, assistance, collaboration, partnership, funding
    apoio, ajuda, colaboracao, parceria
""")
_BEFORE_SUPPORT = re.compile(
    rf"\b{_SUPPORT} (?:\w+ )?(?:(?:de|of|from|with|avec|com)\s+|d')(?:\w+\s+)?$"
)
_OUR = re.compile(
    r"\b(?:nos|leurs|ces|our|their|these|those|both|nossas?|nossos) $"  # known from elsewhere
)
_ITS = re.compile(r"\b(?:ses|its|seus|suas) $")
_MORE = re.compile(r"\s*(?:new|nouveaux|nouvelles|novos|novas|other|autres|outr[oa]s)\b")
_THAT_HAPPENED = any_of(r"""
    tuee?s?, mort(?:e?s)?, blessee?s?, deplacee?s?, arretee?s?, detenu(?:e?s)?, expuls\w+
    disparu\w*, poursuivi\w*, licenci\w+, condamn\w+, employ\w+, vivent, en dependent, depend\w*
    signees?, ont signe, signataires, par jour, par an, interrog\w+, sondee?s
    ont repondu (?!present|a l'(?:invitation|appel)), repondants, attendue?s
    killed, died, dead, injured, wounded, displaced, arrested, detained, evicted, missing, sentenced
    live, living, affected, touched, signed, have signed, signatories, per day, a day, per year
    surveyed, responded, expected
    ferid\w+, deslocad\w+, pres[oa]s, mort[oa]s, vivem, assinaram, responderam, esperad\w+
""")
_THAT_WERE_CHOSEN = any_of(r"""
    (?:ont|avaient) ete (?:designe|choisi|elu|nomme)e?s
    (?:were|have been|had been) (?:chosen|elected|appointed|named)
    foram (?:escolhid|eleit|nomead|designad)[oa]s
""")
_AFTER_OTHERS = re.compile(
    rf"\s*(?:(?:\w+\s+){{0,2}}?{_THAT_HAPPENED}\b|(?:\w+\s+)?{_THAT_WERE_CHOSEN})"
)
# "We had expected 150", "the hall holds 200", "since 2010 it has trained 500", before the figure.
_HOPED_FOR = any_of(r"""
    attend(?:ait|aient|ions), prevoya(?:it|ient), esperai(?:t|ent), prevu, pouvant accueillir
    peut accueillir, capacite d'accueil, une capacite
    expected, anticipated, planned for, hoped for, target of, targeted, can hold, holds, seats
    a capacity, seating capacity
    esperava, esperavam, previa, previam, previst[oa]s?, capacidade para
""")
_BEFORE_HOPED_FOR = re.compile(rf"\b{_HOPED_FOR}\s+(?:\w+\s+){{0,2}}$")
# "The murder of 19", before the figure.
_LOSS = any_of(r"""
    mort, assassinat, massacre, meurtre, deces, arrestation, licenciement, expulsion, tue
    killing, death, deaths, murder, massacre, arrest, eviction, killed, injured
    morte, assassinato, prisao, matou, matando, despejo
""")
_BEFORE_LOST = re.compile(rf"\b{_LOSS}\s+(?:de\s+|d'|of\s+)?(?:\w+\s+)?$")
_SO_FAR = words(r"""
    depuis (?:sa|son|leur|lors|(?:l'an )?\d+), a ce jour, jusqu'ici, chaque annee, tous les ans
    since (?:its|their|then|\d+), to date, so far, each year, every year, annually
    desde (?:a sua|o seu|entao|\d+), ate (?:hoje|agora|a data), todos os anos
""")
_OF_THE_PROCESS = re.compile(
    r"(?:pays|countries|paises) (?:membres|participants?|producteurs|member|producing|producer)"
)
_SENT = re.compile(r"\s*(?:sent|had sent|ont (?:envoye|depeche|delegue)|enviaram)\b")
# "A workshop with", "was held in Accra with", before the figure; "in partnership with" is not.
_WAS_HELD = any_of("""
    tenue?s?, deroulee?s?, eu lieu
    held, took place, convened
    decorreu, decorreram, realizou-se, teve lugar
""")
_TOGETHER = any_of(r"""
    parten\w+, collabor\w+, soutien, appui, concours, aide, accord, lien, rapport
    partner\w+, support, association, cooperation, conjunction, help, line, accordance
    parceria, colabora\w+, apoio, ajuda, acordo, conjunto
""")
EVENT_WITH = re.compile(
    rf"\b(?:{EVENT}|{_WAS_HELD})(?:,? (?!{_TOGETHER}\b)[\w'-]+){{0,4}}"
    r",? (?P<preposition>avec|with|com)\s+(?:a |une? |uma )?$"
)
# "47 of the 60 members": between the two figures.
_OUT_OF = re.compile(
    r"\s*(?:des|sur(?: les| un total de)?|of (?:the|its|our|their)|out of(?: the)?"
    r"|d[oa]s|(?:de )?um total de)\s*"
)


def counts_others(before: str, after: str, noun: CountedNoun, *, tells_who_came: bool) -> bool:
    """Whether the figure counts others than those who came: a part, victims, members of a group."""
    return bool(
        is_part(before)
        or _BEFORE_MEMBERS.search(before)
        or _BEFORE_PARTS.search(before)
        or _BEFORE_HOPED_FOR.search(before)
        or _BEFORE_LOST.search(before)
        or _ITS.search(before)
        or _SO_FAR.search(before)
        or _SO_FAR.search(after)
        or _BEFORE_SUPPORT.search(before)
        or (_OUR.search(before) and not noun.is_plain)
        or _AFTER_OTHERS.match(noun.rest)
        or _MORE.match(after)
        or _MORE.search(noun.described)
        or _counts_members(noun, tells_who_came=tells_who_came)
    )


def is_part(before: str) -> bool:
    """Whether what stands before a figure says that it is a part of those who came."""
    return bool(_BEFORE_PART.search(before))


def _counts_members(noun: CountedNoun, *, tells_who_came: bool) -> bool:
    """Whether the figure counts all countries of the process, or members that sent people."""
    if noun.word.startswith("memb") and _SENT.match(noun.rest):
        return True
    if noun.counted != Counted.COUNTRIES or tells_who_came:
        return False
    return bool(_OF_THE_PROCESS.match(noun.word + noun.rest))


def without_totals(plain: str, numbers: list[NumberMention]) -> list[NumberMention]:
    """The numbers, without the total that one is a share of: "47 of the 60 members"."""
    shares: list[NumberMention] = []
    for number in numbers:
        if shares and _OUT_OF.fullmatch(plain, shares[-1].end, number.start):
            shares[-1] = replace(shares[-1], end=number.end)
        else:
            shares.append(number)
    return shares
