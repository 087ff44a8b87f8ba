"""The words by which names of organisations are known, in French, English and Portuguese.

Patterns for folded text. Each list has the French words first, then the English ones that are no
French, and then the Portuguese.
"""

import re

from meetings.report_parser.patterns import any_of

HEAD = any_of("""
    associations?, action, agence, alliance, appui, assemblee, bureau, cellule, centre, cercle
    chambre, club, coalition, collectif, comite, commission, confederation, conseil, convergence
    cooperative, dynamique, eglise, entraide, espace, federation, fondation, fonds, forum, front
    groupe, groupement, initiative, institut, ligue, maison, mouvement, observatoire, office, ong
    organisation, partenariat, plate-?forme, programme, projet, radio, rassemblement, rencontre
    reseau, secours, secretariat, service, societe, solidarite, syndicat, synergie, union
    universite, voix, femmes, jeunesse, jeunes, amis, citoyens, ministere, direction, departement
    banque, ecole, faculte, autorite, caritas, diocese, archidiocese, parlement, campagne
    agency, assembly, center, committee, council, foundation, group, institute, league, movement
    network, ngo, observatory, organization, partnership, platform, society, survivors, synergy
    trust, university, women, youth, friends, campaign, citizens, ministry, department, bank
    school, faculty, college, authority, parliament
    associacao, associacoes, acao, accao, agencia, alianca, centro, coalizao, coligacao, coletivo
    colectivo, commissao, comissao, confederacao, conselho, cooperativa, federacao, fundacao, grupo
    iniciativa, instituto, liga, movimento, observatorio, organizacao, organismo, plataforma
    projecto, rede, sindicato, uniao, universidade, mulheres, juventude, amigos, ministerio
    departamento, banco, escola, faculdade, nucleo, articulacao, campanha, auditoria
    asociacion, coalicion, comision, confederacion, consejo, coordinadora?, federacion, fundacion
    movimiento, organizacion, coordinacion
""")
"""With what names begin."""

BEGINS_AS_NAME = re.compile(rf"{HEAD}\b")

LAST_IN_ENGLISH = any_of("""
    association, alliance, assembly, centre, center, club, coalition, committee, council
    federation, forum, foundation, fund, group, initiative, institute, league, movement, network
    observatory, organi[sz]ation, partnership, platform, project, society, trust, union
    university, watch, school, college, bank, agency, service, ministry, commission, authority
    archives?
""")
ENDS_AS_NAME = re.compile(rf"\b{LAST_IN_ENGLISH}s?\W*$")

CONCEPTS = any_of(r"""
    paix, justice, democratie, developp?ement, environn?ement\w*, plaidoyer, recherche, droits?
    transparen\w+, gouvernance, culture, education, formation, sante, climat, solidarite, liberte
    integrite, hackers, memoire, genre, travail, terres?, eaux?, forets?, progres, conservation
    redevabilite, citoyennete, citoyenne, analyse, ressources, ressources naturelles, mines
    societe, dialogue, participation, prevention, protection, peuples?, communication, information
    egalite, securite, ethique, territoires?, dignite, avenir, vie, mer, loi, femmes, jeunes
    enfants, peche, mineraux, technolog\w+, innovation
    peace, democracy, development, advocacy, research, rights, governance, health, climate
    solidarity, liberty, freedom, integrity, memory, gender, labou?r, land, water, forests?
    progress, accountability, analysis, resources?, natural resources, mining, society
    livelihoods, policy, people, sustainability, equality, security, dignity, future, life, rivers?
    sea, earth, law, women, youth, children, fishing, minerals, human rights
    paz, justica, democraci\w+, desenvolvimento, ambiente, advocacia, pesquisa, direitos
    governacao, cultura, saude, clima, solidariedade, liberdade, educacao, memoria, genero
    trabalho, terra, agua, florestas?, conservacao, cidadania, analise, recursos
    recursos naturais, sociedade, dialogo, povos, informacao, equidade, igualdade, etica
    territorio, dignidade, futuro, vida, mar, lei, mulheres, jovens, criancas, pesca, minerais
    inovacao, mineracao
""")
CONCEPT = re.compile(rf"{CONCEPTS}\b")
"""With what a name goes on after a comma or an "et": "Justiça, Paz e Democracia"."""

ADJECTIVES = any_of(r"""
    economi(?:que|c|co|ca)s?, monetaires?, monetari[oa]s?, financi(?:er|ere|ers|eres|al)
    sanitaires?, solidaires?, communautaires?, socia(?:l|le|les|ux|is), local, locales?, regional
    politi(?:que|cal|co|ca)s?, culture(?:l|lle|ls), cultura(?:l|is), civi(?:l|le|ls|les|que|ques|c)
    rura(?:l|le|les|ux|is), (?:peri-?)?urban\w*, environ(?:ne)?menta(?:l|le|les|ux)
    ambienta(?:l|is), ecologi(?:que|cal|co|ca)s?, indigen\w+, technical, techniques?, tecnic[oa]s?
    scientifi(?:que|c)s?, legal, juridi(?:que|co|ca)s?, agricol[ae]s?, agricultural, industrial
    industriel(?:le|les|s)?, extractives?, democrati(?:c|que), humanitarian, humanitaires?
    religi(?:ous|eux|euse|euses|os[oa]s?), internationa(?:l|le|les|ux), pastoral, pastoraux
    artisana(?:l|le|les|ux)
""")
"""Adjectives that stand two and two in names: "Économiques et Sociaux", "Rural and Urban"."""
