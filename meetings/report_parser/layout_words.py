"""How lines are written that stand around a report's text, or are no headings of it.

Patterns for folded text; French first, then English, then Portuguese.
"""

import re

from meetings.report_parser.patterns import any_of

# How lines begin that stand around the text of a saved page.
AROUND = re.compile(
    any_of(r"""
        suivez[- ]nous, partage[rz]?\b, imprimer, accepter\b, (?:ce|notre) site utilise,
        nous utilisons des cookies, abonnez, accueil\b, recherche\b, rechercher\b, contactez-nous\b,
        tous droits, lire (?:la suite|aussi|plus), a lire aussi,
        articles? (?:similaires|lies|recents), aller au contenu, connexion, faire un don,
        laisser un commentaire, article (?:precedent|suivant), mots[- ]cles, categories?\b,
        mentions legales, politique de confidentialite, retour a, pour plus d'informations,
        lire en (?:anglais|francais|portugais), version (?:anglaise|francaise|portugaise)
        temps de lecture, publicite\b, s'abonner, se connecter, plan du site, vous etes ici
        sur le meme (?:sujet|theme), vous aimerez, en savoir plus, voir aussi, telecharger\b
        credits? photos?, publie par, page \d, \d+ vues, aucun commentaire, contact presse
        follow us, share\b, print\b, accept\b, cookies?\b, we use cookies, newsletter, subscribe,
        menu\b, home\b, search\b, contacts?(?: us)?\W*$, contact(?: us|s)?\s*:, copyright, \(c\), ©
        all rights reserved,
        read (?:more|also|next), related (?:posts|articles|news), recent posts, skip to,
        log ?in\b, sign in\b, facebook, twitter, instagram, linkedin, youtube, whatsapp, donate\b,
        leave a (?:comment|reply), (?:previous|next) (?:post|article), tags?\s*:, category\b,
        privacy policy, back to, posted (?:by|on)\b, post on, upload, \d+ (?:comment|views),
        read in (?:english|french|portuguese), (?:english|french|portuguese) version
        also available in, \d+ min(?:utes?)? read, reading time, advertisement, sign up, site map
        you are here, you (?:may|might) also, learn more, see also, download\b, terms of use
        terms of service, powered by, (?:photo|image) credits?, no comments
        (?:copy )?full text\W*$, external links?\W*$, read online, article details, contents\W*$
        for more information, press contact, photos?\s*:, credits?\b
        siga[- ]nos, sigam[- ]nos, partilh[ae]r?\b, compartilh\w+, imprimir, aceitar\b,
        (?:este|o nosso) site utiliza, utilizamos cookies, subscreva, inicio\b, pesquisar?\b,
        contacto, todos os direitos, leia (?:mais|tambem), categorias?\b, voltar ao,
        (?:ler|leia) em (?:ingles|frances|portugues), versao (?:em )?(?:ingles|frances|portugues)\w*
        tempo de leitura, publicidade\b, assine\b, mapa do site, voce esta aqui, saiba mais
        veja tambem, baixar\b, descarregar\b, termos de uso
        (?:acessar|ir para|saltar para) o conteudo, traducoes disponiveis, sem comentarios
        nenhum comentario, para mais informac
        (?:(?:espanol|english|french|francais|portugues|kreyol|kweyol|deutsch|italiano)\W*){2,}$
    """)
)
# How lines begin that say when and by whom a page was published.
PUBLISHED = re.compile(
    any_of(r"""
        publie, poste, mis en ligne, mise a jour, date de publication, redige, ecrit, actualites?,
        par\b, (?:un )?(?:article|reportage|texte) d(?:e|u|')
        posted, published, updated, written by, submitted, last modified, news, by\b
        guest (?:blog|post|article), (?:an? )?(?:article|report|story|text) by
        publicad[oa], atualizad[oa], actualizad[oa], noticias?, por\b
        (?:um )?(?:artigo|texto|reportagem) d[eo]
    """)
)
_LABELS = any_of(r"""
    dates?, date (?:et|and) \w+, lieu, heure, rapporteurs?, rapporteuse, secretaire, auteur,
    participants?, presents?, presences?, objet, langue, type, actions?, decisions?, commentaires?
    place, venue, location, time, author, subject, theme, language, reference, ref, from, to
    comments?, notes?
    data, data e \w+, local, hora, autor, participantes, presentes, assunto, tema, lingua, de, para
""")
FIELD = re.compile(rf"{_LABELS}\s?:(?:\s|$)")
_LABELS_OF_TITLE = any_of("""
    titre, intitule, objet, activite, evenement
    title, subject, activity, event
    titulo, assunto, atividade, actividade, evento
""")
NAMES_TITLE = re.compile(rf"\s*{_LABELS_OF_TITLE}\s?:\s*(?=\S{{3}})")
GOES_ON = re.compile(
    r"\b(?:to|of|the|de|a|que|was|were|is|are|est|sont|etait|etaient|era|eram|foi|para|pour|and|et|e)"
    r"\s*:?$"
)
_IN_DATE = any_of(r"""
    du, le, from, de, on, em, au, ao, to, a, et, and, e, \w+day, \w+di, dimanche, \w+-feira, sabado
    domingo, jan\w*, fe[bv]\w*, mars, mar\w*, a[bpv]r\w*, maio?, may, jui\w+, jun\w*, jul\w*
    ao[ui]t, aug\w*, ago\w*, se[pt]\w*, o[cu]t\w*, nov\w*, de[cz]\w*
""")
_DATE = (
    rf"(?:(?:(?<![a-z]){_IN_DATE}(?![a-z])\.?"
    r"|\d{1,2}(?:er|st|nd|rd|th)?|\d{4}|[-/,])\s*){1,8}(?<=\d{4})"
)
# "du 2 au 4 juin 2021", "2021-06-02".
_ISO = r"\d{4}-\d\d-\d\d(?:[t ]\d\d:\d\d[\d:.+ z-]*)?"
ONLY_DATE = re.compile(rf"(?:{_DATE}|{_ISO})\W*(?:page \d+\W*)?")
# "June 2, 2021 by Awa Sy", "Awa Sy | 2 June 2021".
BYLINE = re.compile(rf"{_DATE}\W*\b(?:by|par|por)\b|[\w.' -]{{3,40}}\s[·|•]\s*{_DATE}\W*$")
# What is written below pictures.
CAPTION = re.compile(
    any_of(r"""
        photos?\b, une? vue, vue (?:de|d'|partielle), legende\s?:, de gauche, (?:les )?\w+ posant
        (?:les |des |quelques )?participante?s? (?:lors|pendant|durant)
        group photo, family photo, from left, left to right, a cross[- ]section, some of the \w+ at
        (?:the |some )?participants (?:during|posing|listening)
        fotos?\b, fotografia, legenda\s?:, da esquerda, (?:os )?participantes durante
    """)
)
