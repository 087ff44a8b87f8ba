"""Which of the three languages a text is in."""

import re
from collections import Counter, defaultdict

LANGUAGES = {"fr", "en", "pt"}
LEAST_WORDS = 4  # of a language, to tell it at all
LEAST_LEAD = 1.25  # over the next language
READ = 40_000  # characters tell as much as a book

# Words that hold sentences together; of other languages that a text may be in, enough to tell that
# it is in none of the three.
_WORDS = {
    "fr": """
        le les des du une dans est sur pour par qui que et au aux avec ont ces cette été il elle
        nous sont ainsi leur leurs à où être
    """,
    "en": """
        the of and to in is for on with by was were this that from are their which has have it we
        an been as at be will
    """,
    "pt": """
        o os da do das dos em uma um para com não foi são pelo pela na no nas nos ao à aos e mais
        como que sobre foram seus sua
    """,
    "es": """
        el los las del una en para con por fue son su sus al y como más sobre entre también lo es
    """,
    "de": """
        der die das und ist von mit für den dem des ein eine auf nicht wurde wurden im zu
    """,
}
_LETTERS = re.compile(r"[^\W\d_]+")


def _languages_of_words() -> dict[str, list[str]]:
    languages: defaultdict[str, list[str]] = defaultdict(list)
    for language, listed in _WORDS.items():
        for word in listed.split():
            languages[word].append(language)
    return dict(languages)


_LANGUAGES_OF = _languages_of_words()


def language_of(text: str) -> str | None:
    """The language, "fr", "en" or "pt"; None where the text is in another or too short to tell."""
    counted = Counter(
        language
        for word in _LETTERS.findall(text[:READ].lower())
        for language in _LANGUAGES_OF.get(word, ())
    )
    ranked = [*counted.most_common(2), ("", 0), ("", 0)]
    (language, number), (_, next_number) = ranked[:2]
    if number < LEAST_WORDS or number < LEAST_LEAD * next_number:
        return None
    return language if language in LANGUAGES else None
