"""The words around a date that say what it is the date of; patterns for folded text."""

import re

from meetings.report_parser.patterns import any_of, words
from meetings.report_parser.vocabulary import EVENT

_PUBLISHED = any_of("""
    publie, poste, mis en ligne, mise a jour, publication
    posted, published, updated, last modified
    publicad[oa], atualizad[oa], actualizad[oa], postado
""")
PUBLISHER = re.compile(rf"\W*{_PUBLISHED}")
"""How a line begins beside that with the date of a page: "Published by"."""

PUBLISHED = re.compile(
    rf"{_PUBLISHED}\w*\s*(?:(?:par|by|por|pel[oa]) [^.;:]{{2,40}} )?"
    r"(?:le|on|em|a|:|at)?\s*:?\s*(?:\w+\s+)?$"
)
"""Right before the date of a page: "publié le"."""

BYLINE = re.compile(
    r"\W*(?:(?:ecrit |redige )?par|(?:written |submitted )?by|(?:escrito )?por)\b[ :][^.]{2,80}$"
)
DATELINE_BEFORE = re.compile(
    r"\W*[a-z' -]{2,40}(?:[,(] ?[a-z' -]{2,30}\)?)?[,-]\s*(?:le |on |em )?"
)
DATELINE_AFTER = re.compile(r"\s*(?:\([a-z/ .]{2,20}\)\s*)?-\s+\w")
"""Around a date: "Libreville, 19 juillet 2023 (AGP) - …", as newspapers begin."""

ON_THE_DAY = re.compile(r"\W*(?:le|on|no dia)\s+(?:[\w-]+,?\s+)?")
"""All that stands before a date where minutes begin: "Le mardi"."""

STAMPED = re.compile(r",?\s+\d{1,2}[:h]\d\d\s*(?:$|[|·•])")
"""Behind the date of a page: "15:46 | Tags"."""

LABEL = re.compile(
    r"\b(?:dates?|data|datas|quand|when|quando|periode|period)\b"
    r"(?:\s+(?:et|and|e)\s+\w+)?\s*:[^:;.]{0,30}$"
)
THIS_EVENT = re.compile(
    r"\b(?:presente?|cet|cette|notre|this|our|este|esta|neste|nesta)\s+"
    rf"(?:\w+ ){{0,2}}?{EVENT}\b[^.;]{{0,60}}$"
)
"""Right before the date: "Cet atelier …"."""

HELD_BY_CLAUSE = re.compile(
    r"\b(?:qui|laquelle|which|that) (?:s'est|a ete|avait|was|had|took|foi|teve)\b[^.;]{0,40}$"
)
"""Before a date of something else: "… que la réunion qui s'est tenue"."""

_OF_SOMETHING_ELSE = any_of(r"""
    depuis, lance\w*, cree\w*, fonde\w*, etabli\w*, adopte\w*, signe\w*, loi, decret\w*
    arrete, entree? en vigueur, election\w*, accord, protocole, convention, declaration
    avant, d'ici, jusqu'au, jusqu'en, au plus tard, date limite, apres, a partir, resolution
    recommand\w+, ne, mort\w*, rapport de, edition, constitution, code, plan, horizon, objectifs
    since, set up, formed, started, launched, created, founded, established, adopted, signed
    law, act, agreement, before, by, until, deadline, after, from now, arrest\w*, born, killed
    report of, version, strategi\w+, agenda, vision, between
    desde, criad[oa], fundad[oa], adotad[oa], aprovad[oa], assinad[oa], lei, eleicoes, ate
    antes de, apos, resolucao, recomenda\w+
""")
OF_SOMETHING_ELSE = re.compile(rf"\b{_OF_SOMETHING_ELSE}\b[^.;,]{{0,45}}$")
"""Before a date of a law, a foundation, an election, a deadline."""

EVENT_BEGAN = re.compile(
    rf"\b{EVENT}(?: [\w'()-]+){{0,3}} (?:lance|started|launched)\w*\b[^.;,]{{0,45}}$"
)
"""Before a date of the event after all: "The conference started on"."""

LIMIT = re.compile(
    r"\b"
    + any_of("""
        avant, d'ici, jusqu'au, jusqu'en, apres, depuis, a partir (?:de|du), horizon, entre
        before, by, until, after, since, between, ate, antes de, apos, desde
    """)
    + r"\s+(?:(?:la |the )?(?:fin|end|fim)(?: (?:de|du|of))?\s*"
    r"|(?:les?|the|os?|a|os dias|o dia)\s+)?$"
)
"""Right before a date that is a limit: "avant la fin de"."""

_HAS = any_of("s'est, se sont, a, ont, ete, avait")
_CLOSED = any_of(r"termine\w*, acheve\w*, cloture\w*, clos\w*, clot")
ENDED = words(rf"""
    {_HAS} (?:\w+ )?{_CLOSED}, pris fin, prendr(?:a|ont) fin, (?:poursuiv|prolong)\w+ jusqu'au
    closed, ended, concluded, wrapped up, will (?:end|close|conclude), runs? until
    terminou, terminaram, encerrou, chegou ao fim, termina, encerra, prossegue ate
""")
OPENED = words(r"""
    s'est ouvert\w*, ouverte?s?, debute\w*, demarre\w*, commence\w*
    opened, began, started, kicked off
    abriu, comecou, iniciou, arrancou, aberta?o?, tev?e inicio
""")
"""Words of a clause that says when a meeting closed, and when it opened."""
