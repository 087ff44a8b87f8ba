"""A hundred pairs of names, judged by hand: whether the second asks if it is the first."""

import pytest

from organisations.recognition import Directory, DirectoryRecord, near_records

ACRONYMS = {
    "Zimbabwe Environmental Law Association": "ZELA",
    "Network Movement for Justice and Development": "NMJD",
    "International Peace Information Service": "IPIS",
}
NEAR = [
    ("Zimbabwe Environmental Law Association", "Zimbabwe Environmental Law Asociation"),
    ("Zimbabwe Environmental Law Association", "Zimbabwe Environment Law Association"),
    ("Zimbabwe Environmental Law Association", "ZELA"),
    ("Zimbabwe Environmental Law Association", "Zimbabwe Environmental Lawyers Association"),
    ("Human Rights Watch", "Human Right Watch"),
    ("Human Rights Watch", "Humans Rights Watch"),
    ("Human Rights Watch", "Human Rights Watch (HRW)"),
    ("Partnership Africa Canada", "Partenariat Afrique Canada"),
    ("Partnership Africa Canada", "Partnership Africa-Canada"),
    ("Action Mines Guinée", "Action Mines Guinee"),
    ("Action Mines Guinée", "Actions Mines Guinée"),
    ("Action Mines Guinée", "Action Mine Guinée"),
    ("Action Mines Guinée", "ONG Action Mines Guinée"),
    ("Réseau de Lutte contre la Faim", "Reseau de lutte contre la faim"),
    ("Réseau de Lutte contre la Faim", "Réseau Lutte contre la Faim"),
    ("Réseau de Lutte contre la Faim", "Réseau de lutte contre la faim (RELUFA)"),
    (
        "Centre National d’Appui au Développement et à la Participation Populaire",
        "Centre National d'Appui au Développement et la Participation Populaire",
    ),
    (
        "Centre National d’Appui au Développement et à la Participation Populaire",
        "Centre national d'appui au developpement et à la participation populaire",
    ),
    ("Network Movement for Justice and Development", "Network Movement for Justice & Development"),
    (
        "Network Movement for Justice and Development",
        "Network Mouvement for Justice and Development",
    ),
    ("Network Movement for Justice and Development", "NMJD"),
    ("Green Advocates", "Green Advocate"),
    ("Green Advocates", "Green Advocates International"),
    (
        "Groupe de Recherche et de Plaidoyer sur les Industries Extractives",
        "Groupe de recherche et plaidoyer sur les industries extractives",
    ),
    (
        "Groupe de Recherche et de Plaidoyer sur les Industries Extractives",
        "Groupe de Recherches et de Plaidoyer sur les Industries Extractives",
    ),
    ("Maluti Community Development Forum", "Maluti Community Development Forum (Lesotho)"),
    ("Maluti Community Development Forum", "Maloti Community Development Forum"),
    ("International Peace Information Service", "International Peace Information Services"),
    ("International Peace Information Service", "Intl Peace Information Service"),
    ("International Peace Information Service", "IPIS"),
    ("Levin Sources", "Levin Source"),
    ("Levin Sources", "Levins Sources"),
    ("Rights and Accountability in Development", "Rights & Accountability in Development"),
    ("Rights and Accountability in Development", "Right and Accountability in Development"),
    ("Center for Natural Resource Governance", "Centre for Natural Resource Governance"),
    ("Center for Natural Resource Governance", "Center for Natural Resources Governance"),
    ("Center for Natural Resource Governance", "Centre for Natural Resources Governance – CNRG"),
    ("Réseau des Femmes et des Mines", "Réseau Femmes et Mines"),
    ("Réseau des Femmes et des Mines", "Reseau des femmes et des mines"),
    ("Botswana Watch Organization", "Botswana Watch Organisation"),
    ("Botswana Watch Organization", "Botswana Watch Org."),
    ("Bureau d’Études et d’Appui Technique", "Bureau d'Etudes et d'Appui Technique"),
    ("Diamond Development Initiative", "Diamonds Development Initiative"),
    ("Diamond Development Initiative", "Diamond Developement Initiative"),
    ("Mano River Resource Center", "Mano River Resource Centre"),
    ("Fondation pour la Paix", "Fondation pour la paix."),
    ("Sierra Leone Diamond Workers Union", "Sierra Leone Diamond Workers’ Union"),
    ("Sierra Leone Diamond Workers Union", "Sierra-Leone Diamond Worker Union"),
    ("Campagne pour la Transparence", "Campagne pour la transparance"),
    ("Ligue des Droits de l’Homme", "Ligue des droits de l'Homme"),
    ("Action Mines Guinée", "Action Paysanne Guinée"),
]
FAR = [
    ("Zimbabwe Environmental Law Association", "Zimbabwe Lawyers for Human Rights"),
    ("Zimbabwe Environmental Law Association", "Zambia Land Alliance"),
    ("Zimbabwe Environmental Law Association", "Zimbabwe Diamond Company"),
    ("Human Rights Watch", "Global Witness"),
    ("Human Rights Watch", "Women’s Rights Forum"),
    ("Human Rights Watch", "Botswana Watch Organization"),
    ("Human Rights Watch", "Human Security Institute"),
    ("Partnership Africa Canada", "Publish What You Pay"),
    ("Partnership Africa Canada", "Africa Progress Panel"),
    ("Partnership Africa Canada", "Canadian Diamond Council"),
    ("Action Mines Guinée", "Association des Mineurs du Kasaï"),
    ("Action Mines Guinée", "ActionAid"),
    ("Réseau de Lutte contre la Faim", "Réseau des Femmes et des Mines"),
    ("Réseau de Lutte contre la Faim", "Ligue contre la Corruption"),
    ("Réseau de Lutte contre la Faim", "Réseau Éducation pour Tous"),
    ("Centre National d’Appui au Développement et à la Participation Populaire", "Centre Carter"),
    (
        "Centre National d’Appui au Développement et à la Participation Populaire",
        "Comité national de pilotage",
    ),
    ("Network Movement for Justice and Development", "Justice et Paix"),
    ("Network Movement for Justice and Development", "Network of African Women"),
    ("Green Advocates", "Green Belt Movement"),
    ("Green Advocates", "Advocats Sans Frontières"),
    ("Green Advocates", "Greenpeace"),
    (
        "Groupe de Recherche et de Plaidoyer sur les Industries Extractives",
        "Groupe d’Appui aux Exploitants",
    ),
    (
        "Groupe de Recherche et de Plaidoyer sur les Industries Extractives",
        "Observatoire des Industries",
    ),
    ("Maluti Community Development Forum", "Mountain Voices"),
    ("Maluti Community Development Forum", "Marange Community Trust"),
    ("International Peace Information Service", "International Alert"),
    ("International Peace Information Service", "Peace Direct"),
    ("Levin Sources", "Levi Strauss Foundation"),
    ("Levin Sources", "Solidaridad"),
    ("Rights and Accountability in Development", "Rights of the River"),
    ("Rights and Accountability in Development", "Raid contre la faim"),
    ("Center for Natural Resource Governance", "Natural Resource Women Platform"),
    ("Center for Natural Resource Governance", "Center for Civil Society"),
    ("Center for Natural Resource Governance", "Governance Institute of Kasaï"),
    ("Réseau des Femmes et des Mines", "Femmes Actives de Boké"),
    ("Réseau des Femmes et des Mines", "Mines sans Frontières"),
    ("Botswana Watch Organization", "Basarwa Development Trust"),
    ("Botswana Watch Organization", "Botswana Diamond Hub"),
    ("Bureau d’Études et d’Appui Technique", "Bureau de la Femme"),
    ("Diamond Development Initiative", "Development Bank"),
    ("Diamond Development Initiative", "Diamond Producers Association"),
    ("Mano River Resource Center", "Congo Basin Council"),
    ("Fondation pour la Paix", "Fondation Mo Ibrahim"),
    ("Fondation pour la Paix", "Enfants pour l’Avenir"),
    ("Sierra Leone Diamond Workers Union", "Sierra Leone Teachers Union"),
    ("Campagne pour la Transparence", "Campagne contre les mines"),
    ("Ligue des Droits de l’Homme", "Ligue nationale de football"),
    ("Ligue des Droits de l’Homme", "Maison des Jeunes"),
]


@pytest.fixture(scope="module")
def directory() -> Directory:
    """All the first names, each a record under its name."""
    names = dict.fromkeys(known for known, _typed in NEAR + FAR)
    records = [
        DirectoryRecord(name, (name,), tuple(filter(None, [ACRONYMS.get(name)]))) for name in names
    ]
    return Directory(records)


@pytest.mark.parametrize(("known", "typed"), NEAR)
def test_what_may_be_the_same_is_asked(known: str, typed: str, directory: Directory) -> None:
    assert known in near_records(directory, [typed])


@pytest.mark.parametrize(("known", "typed"), FAR)
def test_what_is_another_is_not_asked(known: str, typed: str, directory: Directory) -> None:
    assert known not in near_records(directory, [typed])


def test_there_are_a_hundred() -> None:
    assert (len(NEAR), len(NEAR) + len(FAR)) == (51, 100)


def test_the_most_alike_comes_first(directory: Directory) -> None:
    first, *_others = near_records(directory, ["", "Action Mines Guinee"])
    assert first == "Action Mines Guinée"
