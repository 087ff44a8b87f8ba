"""What the meeting was part of: a campaign, and a survey among those who met."""

import re

from meetings.report_parser.patterns import words
from meetings.report_parser.reading import Reading, Stretch

_QUOTED = r'"\s{{0,9}}(?P<{group}>[^"\n]{{3,120}}?)\s{{0,9}}"'
_CAMPAIGN_IN_QUOTES = re.compile(
    rf'\b(?:campagne|campaign|campanha)\b[^"\n.;]{{0,60}}?{_QUOTED.format(group="after")}'
    rf"|{_QUOTED.format(group='before')}\s{{0,9}}campaign\b"
)
_PARTICLE = r"(?:à|de|da|do|des|du|la|le|les|pour|contre|sans|ao|para|sem)"
_CAMPAIGN_IN_CAPITALS = re.compile(  # "la campagne Publiez Ce Que Vous Payez"
    r"\b[Cc](?:ampagne|ampanha) (?P<name>[A-ZÀ-Ý][\w'-]*"
    rf"(?:\s(?:{_PARTICLE}\s)*[A-ZÀ-Ý][\w'-]*)+)"
)
_SURVEY = words("""
    sondages?, questionnaires?, enquetes? (?:prealable|en ligne|aupres|aux|de satisfaction)
    enquetes? (?:d'opinion|menee|realisee|avant)
    surveys?, polls?, inqueritos?, questionarios?, sondagens?, sondagem
""")
# Words of a survey before the meeting, or among those who met.
_AMONG_THEM = words(r"""
    avant, prealable\w*, en amont, anterieur, envoy\w+, repond\w+, repons\w+, rempli\w*
    participants?, membres
    before, prior, ahead, in advance, pre-?(?:meeting|workshop|event|reunion), beforehand
    post-(?:training|meeting|workshop|event), declared, distribu\w+, circulat\w+, sent, answer\w*
    respon\w+, complet\w+, filled, members
    organi[sz]ations
    antes, previ[oa]\w*, enviad\w+, preench\w+, participantes, membros
""")
_OF_OTHERS = words(r"""
    geolog\w+, household, menages, demograph\w+, topograph\w+
    survey of (?:miners|households|the area)
""")


def campaign_of(reading: Reading) -> Stretch | None:
    """The campaign that is named in quotes, or in capitals."""
    if quoted := _CAMPAIGN_IN_QUOTES.search(reading.plain):
        return reading.trimmed(*quoted.span(quoted.lastgroup or 0), " ,.")
    if named := _CAMPAIGN_IN_CAPITALS.search(reading.text):
        return Stretch(*named.span("name"))
    return None


def survey_of(reading: Reading) -> Stretch | None:
    """Where a survey among those who met is mentioned."""
    for sentence in reading.sentences:
        plain = reading.plain_of(sentence)
        found = _SURVEY.search(reading.plain, sentence.start, sentence.end)
        if found and _AMONG_THEM.search(plain) and not _OF_OTHERS.search(plain):
            return Stretch(*found.span())
    return None
