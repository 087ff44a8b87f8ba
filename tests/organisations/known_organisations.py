"""A directory of some 120 organisations: those of the reference record, and invented ones.

Many of the invented names hold commas, "et" or "and", and many differ by a town or country alone.
"""

from itertools import chain

from babel import Locale

from kpcsc.demonstration.reference import RECORD
from organisations.country_names import names_met
from organisations.recognition import DirectoryRecord

# French name | English name | acronym | other names | home country
INVENTED = """
Publiez Ce Que Vous Payez Cameroun | Publish What You Pay Cameroon | PCQVP Cameroun | | CM
Publiez Ce Que Vous Payez Gabon | Publish What You Pay Gabon | PCQVP Gabon | | GA
Publiez Ce Que Vous Payez Tchad | Publish What You Pay Chad | PCQVP Tchad | | TD
| Publish What You Pay | PWYP | Publish What You Pay International | GB
Commission Justice et Paix de Bangui | | CJPB | Justice et Paix Bangui | CF
Commission Justice et Paix de Berberati | | | | CF
Commission Justice, Paix et Intégrité de la Création | | CJPIC | | CD
Association des Femmes, des Jeunes et des Artisans Miniers | | AFJAM | | CD
Centre d’Étude, de Formation et de Conseil en Développement | | CEFCOD | | BJ
Forêts, Terres et Communautés | Forests, Land and Communities | FTC | | CM
Eau, Terre et Dignité | Water, Land and Dignity | | | SN
Réseau des Femmes et des Mines | Women and Mining Network | REFEM | | BF
Hacks and Hackers | | | | ZA
| Rights, Resources and Rivers | RRR | | SL
| Mines, Minerals and People Alliance | MMPA | MMP Alliance | IN
| Land, Labour and Livelihoods Trust | LLLT | | ZW
Associação Justiça, Paz e Democracia | | AJPD | | AO
Associação de Mineiros, Garimpeiros e Famílias | | AMGF | | AO
Observatório das Lundas e do Cuango | | OLC | | AO
Organisation pour la Transparence et la Bonne Gouvernance | | OTBG | | CG
Rencontre pour la Paix et les Droits de l’Homme | | RPDH | | CG
Observatoire Congolais des Droits Humains | | OCDH | | CG
Ligue Centrafricaine des Droits de l’Homme | | LCDH | | CF
Ligue Ivoirienne des Droits de l’Homme | | LIDHO | | CI
Ligue Tchadienne des Droits de l’Homme | | LTDH | | TD
Réseau Ivoirien des Femmes Artisanes Minières | | RIFAM | | CI
Maison des Artisans Miniers de Boda | | MAMB | | CF
Maison des Artisans Miniers de Nola | | MAMN | | CF
Maison des Artisans Miniers de Carnot | | | | CF
Synergie des Femmes de Tshikapa | | SYFET | | CD
Synergie des Femmes de Mbuji-Mayi | | SYFEM | | CD
Union des Exploitants Artisanaux de Kisangani | | UEAK | | CD
Dynamique des Communautés Riveraines du Kasaï | | DYCOKA | | CD
Dynamique des Communautés Riveraines du Sankuru | | DYCOSA | | CD
Voix des Sans Terre | Voice of the Landless | VST | | MG
Convergence Citoyenne pour les Ressources | | CCR | | MG
Action pour le Développement de Forécariah | | ADF | | GN
Action pour le Développement de Kérouané | | ADK | | GN
Jeunesse et Mines de Banankoro | | JMB | | GN
Observatoire Guinéen des Mines et Métaux | | OGMM | | GN
Les Mêmes Droits pour Tous | | MDT | | GN
Femmes, Développement et Droits Humains en Guinée | | F2DHG | | GN
Plateforme des Citoyens Unis | | PCUD | | GN
Centre Nigérien de Veille Citoyenne | | CNVC | | NE
| Nigerian Centre for Extractive Accountability | NCEA | | NG
Réseau des Organisations pour la Transparence | | ROTAB | | NE
| Kono District Youth Alliance | KDYA | | SL
| Kono District Women’s Forum | KDWF | | SL
| Kenema Diamond Workers Cooperative | KDWC | | SL
| Sierra Leone Miners Parliament | SLMP | | SL
| Affected Property Owners Association | APOA | | SL
| Marginalised Affected Communities of Koidu | MACK | | SL
| Green Advocates Liberia | | Green Advocates | LR
| Sustainable Livelihoods and Justice Liberia | SLJL | | LR
| Grand Cape Mount Citizens Union | GCMCU | | LR
| Institute for Research and Democratic Futures | IREDF | | LR
| Marange Development Trust | MDTR | | ZW
| Chiadzwa Community Development Trust | CCDT | | ZW
| Arda Transau Relocation Committee | ATRC | | ZW
| Zimbabwe Coalition on Debt and Mining | ZCDM | | ZW
| Zimbabwe Women in Diamonds and Minerals | ZWDM | | ZW
| Mutare Legal Resources Centre | MLRC | | ZW
| Bench Marks for People Foundation | BMPF | | ZA
| Kimberley Alluvial Diggers Forum | KADF | | ZA
| Namaqualand Coast Communities | NCC | | ZA
| Lawyers for Land and Water | LLW | | ZA
| South African Resource Watchers | SARWA | | ZA
| Southern Africa Resource Monitor | | SAR Monitor | ZA
| Letseng Valley Residents Association | LVRA | | LS
| Liqhobong Women’s Cooperative | | | LS
| Lesotho Council of Village Organisations | LCVO | | LS
| Botswana Council of Community Organisations | BCCO | | BW
| Orapa and Letlhakane Retrenched Workers | OLRW | | BW
| Kalahari Peoples Voice | | | BW
| Tanzania Small Miners Federation | TASMIF | | TZ
| Mwadui Neighbours Forum | | | TZ
| Haki na Madini Tanzania | | | TZ
| Haki na Madini Kenya | | | KE
Centre pour l’Environnement et les Territoires | Centre for Environment and Territories | CET | | CM
Service Bakwele d’Appui aux Communautés | | SBAC | | CM
Actions pour les Droits et le Développement de Kenzou | | ADDK | | CM
| Antwerp Diamond Research Group | ADRG | | BE
Commission Solidarité et Extractivisme | | COSEX | | BE
| Jewellers for Traceability | | | US
| Ethical Metalsmiths Circle | | | US
| Fair Stones Initiative | FSI | | DE
| Brilliant Earthworks Foundation | | | US
Fondation Diamants et Développement | Diamonds and Development Foundation | FDD | | CA
Partenariat Canada Afrique | Partnership Canada Africa | PAC | | CA
Alliance Minière Responsable | Alliance for Responsible Miners | ARM | | CO
Pain pour Autrui | Bread for Others | | | DE
| Global Minerals Witness | GMW | | GB
| Amnistia Vigil | | | GB
Sherpa du Droit | | | | FR
Survie des Communautés | | | | FR
| Conflict Free Gold and Gems | CFGG | | US
"""


def _places(country: str | None) -> frozenset[str]:
    return frozenset(names_met(country)) if country else frozenset()


def _invented(line: str) -> DirectoryRecord:
    french, english, acronym, aliases, country = (part.strip() for part in line.split("|"))
    return DirectoryRecord(
        key=french or english,
        names=tuple(filter(None, [french, english])),
        acronyms=tuple(filter(None, [acronym])),
        aliases=tuple(filter(None, [aliases])),
        places=_places(country),
    )


KNOWN = [
    DirectoryRecord(
        key="kp-csc",
        names=(RECORD["coalition"]["name_fr"], RECORD["coalition"]["name_en"]),
        acronyms=(RECORD["coalition"]["acronym"],),
        aliases=tuple(RECORD["coalition"]["aliases"].splitlines()),
    ),
    *(
        DirectoryRecord(
            entry["slug"],
            tuple(filter(None, [entry.get("name_fr"), entry.get("name_en")])),
            tuple(filter(None, [entry.get("acronym")])),
            places=_places(entry.get("country_id")),
        )
        for entry in RECORD["organisations"]
    ),
    *(_invented(line) for line in INVENTED.strip().splitlines()),
]

CODES = [code for code in map(str, Locale("fr").territories) if len(code) == 2]
PLACES = frozenset(chain.from_iterable(names_met(code) for code in CODES))
