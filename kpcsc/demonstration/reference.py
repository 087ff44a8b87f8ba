"""The reference record: the strategy meeting of 2 June 2021, its campaign and organisations.

The facts are those that the coalition published; the prose was written for this portal. What the
published report does not say (place, format, agenda, follow-ups) is left empty here too.
"""

from dataclasses import dataclass

from organisations.models import Kind

CONSENT = {
    "given_by": "Kimberley Process Civil Society Coalition",
    "given_on": "2021-06-02",
    "wording_version": "0",
    "note": "Published by the coalition in 2021: its public report of the meeting names these "
    "organisations.",
}


@dataclass(frozen=True)
class ReferenceOrganisation:
    """An organisation as the report names it; `name_en` only where it has a name in English too."""

    slug: str
    name: str
    language: str
    acronym: str = ""
    country: str | None = None
    kind: Kind = Kind.NGO


COALITION = {
    "slug": "kp-csc",
    "name_fr": "Coalition de la société civile du Processus de Kimberley",
    "name_en": "Kimberley Process Civil Society Coalition",
    "acronym": "KP CSC",
    "aliases": "KPCSC\nCSC PK\nPK CSC\nCSC KP\nCSKP",
    "kind": Kind.COALITION,
    "membership": "member",
    "description_fr": "Des organisations qui travaillent avec les communautés vivant près des "
    "mines de diamants, et qui portent leur voix au sein du Processus de Kimberley et au-delà.",
    "description_en": "Organisations that work with communities living beside diamond mines, and "
    "that carry their voice into the Kimberley Process and beyond it.",
}

ORGANISATIONS = [
    ReferenceOrganisation("zela", "Zimbabwe Environmental Law Association", "en", "ZELA", "ZW"),
    ReferenceOrganisation("cnrg", "Center for Natural Resource Governance", "en", "CNRG"),
    ReferenceOrganisation(
        "human-rights-watch", "Human Rights Watch", "en", "HRW", kind=Kind.INTERNATIONAL_NGO
    ),
    ReferenceOrganisation("impact", "IMPACT", "en", kind=Kind.INTERNATIONAL_NGO),
    ReferenceOrganisation("the-sentry", "The Sentry", "en", kind=Kind.INTERNATIONAL_NGO),
    ReferenceOrganisation("pact", "Pact", "en", kind=Kind.INTERNATIONAL_NGO),
    ReferenceOrganisation("mcdf", "Maluti Community Development Forum", "en", "MCDF", "LS"),
    ReferenceOrganisation(
        "responsible-jewelry-transformative",
        "Responsible Jewelry Transformative",
        "en",
        kind=Kind.OTHER,
    ),
    ReferenceOrganisation("raid", "RAID", "en", kind=Kind.INTERNATIONAL_NGO),
    ReferenceOrganisation(
        "tjna", "Tax Justice Network Africa", "en", "TJNA", kind=Kind.INTERNATIONAL_NGO
    ),
    ReferenceOrganisation(
        "gaern", "Groupe d’Appui aux Exploitants des Ressources Naturelles", "fr", "GAERN"
    ),
    ReferenceOrganisation(
        "community-mobilization-advocacy-network", "Community Mobilization Advocacy Network", "en"
    ),
    ReferenceOrganisation(
        "bmwu", "Botswana Mining Workers Union", "en", "BMWU", "BW", kind=Kind.UNION
    ),
    ReferenceOrganisation(
        "ipis", "International Peace Information Service", "en", "IPIS", "BE", kind=Kind.RESEARCH
    ),
    ReferenceOrganisation(
        "cenadep",
        "Centre National d’Appui au Développement et à la Participation Populaire",
        "fr",
        "CENADEP",
    ),
    ReferenceOrganisation(
        "grpie",
        "Groupe de Recherche et de Plaidoyer sur les Industries Extractives",
        "fr",
        "GRPIE",
        "CI",
    ),
    ReferenceOrganisation("action-mines-guinee", "Action Mines Guinée", "fr", country="GN"),
    ReferenceOrganisation(
        "cecide",
        "Centre du Commerce International pour le Développement",
        "fr",
        "CECIDE",
        "GN",
    ),
    ReferenceOrganisation(
        "ccrag",
        "Centre Centrafricain de Recherche et d’Analyse Géopolitique",
        "fr",
        "CCRAG",
        "CF",
        kind=Kind.RESEARCH,
    ),
    ReferenceOrganisation("levin-sources", "Levin Sources", "en", kind=Kind.OTHER),
    ReferenceOrganisation(
        "ddi-at-resolve", "Diamond Development Initiative at RESOLVE", "en", "DDI", kind=Kind.OTHER
    ),
    ReferenceOrganisation(
        "nmjd", "Network Movement for Justice and Development", "en", "NMJD", "SL"
    ),
    ReferenceOrganisation("diamonds-for-peace", "Diamonds for Peace", "en"),
    ReferenceOrganisation("relufa", "Réseau de Lutte contre la Faim", "fr", "RELUFA", "CM"),
]

COUNTRIES = "ZA BE BW CM CA CF CI CD GN LS LR SL TZ US ZW".split()

CAMPAIGN = {
    "slug": "we-need-to-talk-about-diamonds",
    "title_fr": "Il est temps de parler des diamants",
    "title_en": "We need to talk about diamonds",
    "aliases": "Nous devons parler des diamants",
    "tagline_fr": "Depuis vingt ans, un certificat assure que les diamants ne financent plus "
    "la guerre. Il ne dit rien de celles et ceux qui vivent à côté des mines.",
    "tagline_en": "For twenty years a certificate has vouched that diamonds no longer pay for "
    "war. It says nothing about the people who live beside the mines.",
    "story_fr": "<p>Un diamant passe par de nombreuses mains avant d’arriver dans une vitrine. "
    "Les premières sont souvent celles de familles qui creusent, tamisent, perdent une terre ou "
    "une rivière, et qui voient partir la richesse sans en garder grand-chose.</p>"
    "<p>Quand des agents de l’État ou de puissantes sociétés minières leur font violence, le "
    "certificat reste en règle\u00a0: sa définition ne couvre que les pierres qui financent des "
    "rébellions. Cette campagne demande que l’on parle de tout le reste, avec celles et ceux que "
    "cela concerne au premier chef.</p>",
    "story_en": "<p>A diamond passes through many hands before it lies in a shop window. The "
    "first are often those of families who dig and sieve, who lose a field or a river, and who "
    "watch the wealth leave while little of it stays.</p>"
    "<p>When agents of the state or powerful mining companies do them harm, the certificate "
    "remains in order: its definition covers only stones that finance rebels. This campaign asks "
    "that we talk about all the rest, with the people whom it concerns first.</p>",
}

KEY_MESSAGES = [
    {
        "title_fr": "Une définition trop étroite",
        "title_en": "A definition too narrow",
        "text_fr": "Seules comptent les pierres qui financent des rébellions. Les violences "
        "d’agents de l’État ou de sociétés minières restent hors du cadre.",
        "text_en": "Only stones that finance rebels count. Violence by agents of the state or by "
        "mining companies stays outside the frame.",
    },
    {
        "title_fr": "Des outils qui n’obligent personne",
        "title_en": "Tools that bind no one",
        "text_fr": "L’industrie a bâti ses propres contrôles. Aucun n’est obligatoire, et tous "
        "prennent le même certificat pour point de départ.",
        "text_en": "The industry has built checks of its own. None of them is an obligation, and "
        "all start from the same certificate.",
    },
    {
        "title_fr": "Des communautés sans recours",
        "title_en": "Communities without redress",
        "text_fr": "Près des mines, les habitants restent exposés, profitent rarement de la "
        "richesse et n’ont personne à qui se plaindre.",
        "text_en": "Near the mines, people remain exposed, rarely share in the wealth, and have "
        "nobody to complain to.",
    },
]

MILESTONES = [
    {
        "date": "2003-01-01",
        "precision": "year",
        "title_fr": "Le système de certification entre en vigueur",
        "title_en": "The certification scheme starts",
        "text_fr": "Il vise les diamants qui financent des rébellions, et eux seuls.",
        "text_en": "It is aimed at diamonds that pay for rebellions, and at those alone.",
    },
]

CALLS_TO_ACTION = [
    {
        "audience_fr": "Vous achetez un bijou",
        "audience_en": "You buy jewellery",
        "text_fr": "Demandez de quelle mine vient la pierre, et ce que la mine a laissé aux "
        "habitants. Une boutique qui l’ignore peut le demander à son tour.",
        "text_en": "Ask which mine the stone came from, and what the mine left to the people "
        "there. A shop that does not know can ask in its turn.",
    },
    {
        "audience_fr": "Vous êtes joaillier",
        "audience_en": "You are a jeweller",
        "text_fr": "Retracez vos achats jusqu’à la mine et publiez ce que vous savez, et ce que "
        "vous ne savez pas encore.",
        "text_en": "Trace what you buy back to the mine, and publish what you know and what you "
        "do not know yet.",
    },
    {
        "audience_fr": "Vous gouvernez",
        "audience_en": "You govern",
        "text_fr": "Élargissez la définition, et ouvrez aux communautés une voie de recours.",
        "text_en": "Widen the definition, and open a way of redress to communities.",
    },
    {
        "audience_fr": "Vous êtes journaliste",
        "audience_en": "You are a journalist",
        "text_fr": "Les chiffres et les comptes rendus de ce site peuvent être cités. Ne nommez "
        "personne qui n’y figure pas.",
        "text_en": "The figures and summaries on this site may be quoted. Name nobody who is not "
        "named here.",
    },
]

MEETING = {
    "slug": "2021-06-strategy-meeting",
    "title_fr": "Réunion stratégique des ONG sur les diamants et les défis auxquels sont "
    "confrontées les communautés touchées par les diamants",
    "title_en": "NGO strategy meeting on diamonds and the challenges facing diamond-affected "
    "communities",
    "introduction_fr": "Des organisations de quinze pays mettent en commun ce que vivent les "
    "communautés touchées par l’extraction des diamants, et cherchent ce qu’elles peuvent obtenir "
    "ensemble.",
    "introduction_en": "Organisations from fifteen countries bring together what communities "
    "affected by diamond mining live through, and look for what they can achieve together.",
    "starts_on": "2021-06-02",
    "precision": "day",
    "state": "held",
    "participants_count": 24,
    "facilitators_count": 3,
    "countries_count": 15,
}

OBJECTIVES = [
    {
        "text_fr": "Partager ce que chacun sait des défis que rencontrent les communautés "
        "touchées, et ce qu’il en a vécu.",
        "text_en": "Share what each knows and has lived of the challenges that affected "
        "communities face.",
    },
    {
        "text_fr": "Chercher comment unir nos forces pour que gouvernements et industrie rendent "
        "des comptes.",
        "text_en": "Explore joining forces so that governments and industry are held to account.",
    },
    {
        "text_fr": "Orienter les choix de l’industrie et des consommateurs vers un changement du "
        "système.",
        "text_en": "Guide what industry and consumers do towards a change of the system.",
    },
]

SECTIONS = [
    {
        "heading_fr": "Un système trop étroit",
        "heading_en": "A scheme too narrow",
        "body_fr": "<p>Le système de certification du Processus de Kimberley (SCPK) est né en "
        "2003, près de vingt ans avant cette réunion. Du diamant de la guerre, il ne retient "
        "qu’une définition étroite. Lorsque des agents de l’État ou de puissantes sociétés "
        "minières bafouent les droits des habitants, ceux-ci n’ont guère de recours, voire aucun. "
        "Les communautés voisines des mines restent vulnérables, et la richesse leur profite "
        "rarement.</p>"
        "<p>Les métiers du diamant et de la joaillerie se sont donné d’autres outils pour veiller "
        "sur leurs approvisionnements. Aucun n’est obligatoire, et tous reposent sur ce même "
        "système.</p>",
        "body_en": "<p>The Kimberley Process Certification Scheme (KPCS) has existed since 2003, "
        "nearly twenty years before this meeting. It holds to a narrow definition of a conflict "
        "diamond. When agents of the state or powerful mining companies abuse people’s rights, "
        "those people have little or no redress. Communities near the mines stay vulnerable and "
        "rarely share in the wealth.</p>"
        "<p>The diamond and jewellery trades have made further tools to watch over their "
        "supplies. All are voluntary, and all rest on this same scheme.</p>",
    },
    {
        "heading_fr": "Un questionnaire avant la réunion",
        "heading_en": "A survey before the meeting",
        "body_fr": "<p>Un questionnaire envoyé à l’avance a permis de construire la réunion autour "
        "des priorités de celles et ceux qui allaient y participer, et de mieux comprendre les "
        "problèmes que rencontrent les communautés.</p>",
        "body_en": "<p>A survey sent out beforehand made it possible to build the meeting around "
        "the priorities of those who would take part, and to understand better the problems that "
        "communities meet.</p>",
    },
    {
        "heading_fr": "Points forts des échanges",
        "heading_en": "What was shared",
        "body_fr": "<p>Les points de vue différaient selon le lieu, le type d’organisation et son "
        "mandat. Parmi les défis évoqués\u00a0:</p><ul>"
        "<li><p>la fiscalité du secteur\u00a0;</p></li>"
        "<li><p>la force de tenir tête aux entreprises minières\u00a0;</p></li>"
        "<li><p>la façon dont les diamants sont vendus\u00a0;</p></li>"
        "<li><p>de nouveaux moyens de peser sur ces marchés dans l’intérêt des communautés.</p>"
        "</li></ul>",
        "body_en": "<p>Views differed with the place, the kind of organisation and its mandate. "
        "Among the challenges raised:</p><ul><li><p>how the sector is taxed;</p></li>"
        "<li><p>the strength to stand up to mining companies;</p></li>"
        "<li><p>how diamonds are sold;</p></li>"
        "<li><p>new ways to weigh on those markets for the communities’ benefit.</p></li></ul>",
    },
    {
        "heading_fr": "Ce qui a changé depuis 2003",
        "heading_en": "What has changed since 2003",
        "body_fr": "<p>Des producteurs, on attend désormais qu’ils répondent de leurs actes\u00a0; "
        "des acheteurs, qu’ils soient vigilants. Provenance, traçabilité et "
        "transparence comptent davantage, et certains acheteurs veulent du changement. La demande "
        "de diamants d’origine éthique reste sans réponse\u00a0: il y a là un marché.</p>"
        "<p>La réunion éclaire le plaidoyer de la campagne, qui va de plus en plus au-delà du "
        "Processus de Kimberley. Le moment est venu, pour les communautés et pour les "
        "organisations à leurs côtés, de reprendre la question\u00a0: comment les diamants "
        "sont-ils extraits, distribués et vendus\u00a0?</p>",
        "body_en": "<p>Producers are now asked to account for what they do, and buyers to take "
        "care. Traceability, transparency and provenance matter more, and some buyers want "
        "change. The demand for ethically sourced diamonds remains unmet: there is a market to be "
        "had.</p>"
        "<p>The meeting informs the campaign’s outreach, which goes more and more beyond the "
        "Kimberley Process. It is time for communities, and for the organisations that support "
        "them, to look afresh at how diamonds are mined, distributed and sold.</p>",
    },
]
