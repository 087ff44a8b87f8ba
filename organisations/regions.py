"""Regions of the world, coarse enough that a country's few organisations do not stand out.

Africa by the sub-regions of the United Nations (M49), where the coalition's work is; the other
continents whole.
"""

from collections.abc import Iterable
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REGION_NAMES: dict[str, Promise] = {
    "western_africa": _("West Africa"),
    "middle_africa": _("Central Africa"),
    "eastern_africa": _("East Africa"),
    "southern_africa": _("Southern Africa"),
    "northern_africa": _("North Africa"),
    "americas": _("Americas"),
    "asia": _("Asia"),
    "europe": _("Europe"),
    "oceania": _("Oceania"),
}
COUNTRIES_BY_REGION = {
    "western_africa": "BF BJ CI CV GH GM GN GW LR ML MR NE NG SH SL SN TG",
    "middle_africa": "AO CD CF CG CM GA GQ ST TD",
    "eastern_africa": "BI DJ ER ET IO KE KM MG MU MW MZ RE RW SC SO SS TF TZ UG YT ZM ZW",
    "southern_africa": "BW LS NA SZ ZA",
    "northern_africa": "DZ EG EH LY MA SD TN",
    "americas": (
        "AG AI AR AW BB BL BM BO BQ BR BS BV BZ CA CL CO CR CU CW DM DO EC FK GD GF GL GP GS GT GY "
        "HN HT JM KN KY LC MF MQ MS MX NI PA PE PM PR PY SR SV SX TC TT US UY VC VE VG VI"
    ),
    "asia": (
        "AE AF AM AZ BD BH BN BT CN CY GE HK ID IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK MM MN "
        "MO MV MY NP OM PH PK PS QA SA SG SY TH TJ TL TM TR TW UZ VN YE"
    ),
    "europe": (
        "AD AL AT AX BA BE BG BY CH CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT "
        "LU LV MC MD ME MK MT NL NO PL PT RO RS RU SE SI SJ SK SM UA VA"
    ),
    "oceania": (
        "AQ AS AU CC CK CX FJ FM GU HM KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV UM VU WF WS"
    ),
}


@cache
def _regions() -> dict[str, str]:
    return {code: region for region, codes in COUNTRIES_BY_REGION.items() for code in codes.split()}


def region_of(code: str) -> str:
    """The region of a country of ISO 3166-1, as a key of REGION_NAMES."""
    return _regions()[code]


def region_names(codes: Iterable[str]) -> list[str]:
    """The regions of these countries in the page's language, each once."""
    return sorted({str(REGION_NAMES[region_of(code)]) for code in codes})
