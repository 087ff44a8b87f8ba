"""French as it is typeset: blanks at which no line may break, where people type ordinary ones.

Before `: ; ? ! » %` and after `«` the no-break space U+00A0, between the groups of a figure the
narrow one U+202F (Lexique des règles typographiques en usage à l'Imprimerie nationale; CLDR).
"""

import re

NO_BREAK_SPACE = "\u00a0"
NARROW_NO_BREAK_SPACE = "\u202f"

TAG = r"""<(?:[^<>"']|"[^"]*"|'[^']*')*>"""
# A sign may stand in another element than the blank before it.
BLANK_AT_SIGN = r"(?<! ) +(?={between}[:;?!»%])|(?<=«) +"
BLANK_IN_FIGURE = r"(?<!\d)(?P<figure>\d{1,3}(?: \d{3})+)(?!\d)"
IN_TEXT = re.compile(BLANK_AT_SIGN.format(between="") + "|" + BLANK_IN_FIGURE)
IN_HTML = re.compile(
    f"(?P<tag>{TAG})|{BLANK_AT_SIGN.format(between=f'(?:{TAG})*')}|{BLANK_IN_FIGURE}"
)


def with_french_spaces(text: str, *, is_html: bool = False) -> str:
    """The French text with these blanks; of HTML, its tags are left alone."""
    return (IN_HTML if is_html else IN_TEXT).sub(_typeset, text)


def _typeset(match: re.Match[str]) -> str:
    groups = match.groupdict()
    if tag := groups.get("tag"):
        return tag
    if figure := groups["figure"]:
        return figure.replace(" ", NARROW_NO_BREAK_SPACE)
    return NO_BREAK_SPACE
