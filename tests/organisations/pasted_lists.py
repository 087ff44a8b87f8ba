"""Random lists of organisations as somebody in a hurry types them, with what each entry means."""

import unicodedata
from dataclasses import dataclass
from math import ceil
from random import Random

from organisations.recognition import DirectoryRecord
from organisations.recognition.spelling import plain
from tests.organisations.known_organisations import KNOWN

SEPARATORS = [", ", "; ", "\n", "\n- ", "\n• ", " ;\n", ",\n", "\n\n"]
LAST = [" et ", " and ", ", et ", " e "]

TOWNS = (
    "Bangassou Bambari Bria Kaga-Bandoro Kindu Kananga Katanga Kindia Boké Siguiri Tongo Bo "
    "Makeni Monrovia Gbarnga Mutare Masvingo Gweru Bouaké Séguéla Korhogo Ngaoundéré Bertoua "
    "Bafoussam Saurimo Dundo Malanje Mwanza Shinyanga Maseru Francistown Anvers Lyon Carnac "
    "Bodo Nolla Kisumu"
).split()
COUNTRIES = (
    "Niger Nigeria Mali Malawi Ghana Guinée-Bissau Gabon Gambie Rwanda Burundi Ouganda Kenya "
    "Zambie Angola Namibie Mozambique Brésil Inde Togo Bénin Libye Liban Soudan Europe Asia "
    "Austria Australia Kenya Uganda Zambia India Brazil"
).split()
SUBJECTS = (
    "Forêts Pêche Santé Éducation Agriculture Or Pétrole Gaz Climat Élevage Transport Énergie "
    "Forests Fisheries Health Education Oil Gas Climate Gold Energy Housing Media Ports"
).split()
STRANGERS = [
    "Café des Libraires",
    "Rotary Club de Limbé",
    "Ministère des Mines et de la Géologie",
    "Université de Yaoundé II",
    "World Gold Exchange",
    "Deutsche Stiftung für Entwicklung",
    "Radio Ndeke Luka",
    "Ordre des Avocats",
    "Chambre de Commerce, d’Industrie et des Mines",
    "Save Our Beaches",
    "Ambassade du Canada",
    "Oxygène",
    "NRGX",
    "CNRD",
    "OCHD",
    "ZELO",
    "Impacts",
    "Patcham",
    "Raidho",
]


@dataclass(frozen=True)
class Mention:
    """What stands in the list from `start` to `end`: an organisation's key, or None."""

    start: int
    end: int
    key: str | None


@dataclass(frozen=True)
class Pasted:
    text: str
    mentions: tuple[Mention, ...]


def pasted_list(seed: int) -> Pasted:
    """A list of 1 to 20 entries with one error, or a little more, in ten letters."""
    random = Random(seed)
    known = random.sample(KNOWN, random.randint(1, 16))
    entries: list[tuple[str, str | None]] = [(written(one, random), one.key) for one in known]
    entries += [(decoy(random), None) for _ in range(random.randint(0, 4))]
    random.shuffle(entries)
    separator = random.choice(SEPARATORS)
    between = [separator] * (len(entries) - 1)
    if between and separator == ", ":
        between[-1] = random.choice([separator, *LAST])
    typed = mistyped([text for text, _ in entries], random)
    text = random.choice(["", "- ", "1. "]) if separator.startswith("\n") else ""
    mentions = []
    for number, (entry, (_, key)) in enumerate(zip(typed, entries, strict=True)):
        mentions.append(Mention(len(text), len(text) + len(entry), key))
        text += entry + (between[number] if number < len(between) else random.choice(["", "."]))
    return Pasted(text, tuple(mentions))


def written(known: DirectoryRecord, random: Random) -> str:
    """The organisation as a report may name it."""
    name = random.choice(known.names)
    forms = [name, name, name, f"« {name} »", f"“{name}”", name.upper()]
    for acronym in known.acronyms:
        forms += [f"{name} ({acronym})", f"{name} ({acronym})", acronym]
        forms += [f"{acronym} – {name}", f"{acronym} ({name})"]
    if known.places:
        place = random.choice(sorted(known.places))
        forms += [f"{name} ({place})", f"{name} – {place}"]
        forms += [f"{name} ({acronym}, {place})" for acronym in known.acronyms]
        forms += [f"{acronym} ({place})" for acronym in known.acronyms]
    forms += known.aliases
    return random.choice(forms)


def decoy(random: Random) -> str:
    """An organisation that the directory lacks, most often near to one that it has."""
    while True:
        model, other = random.sample(KNOWN, 2)
        name = random.choice(model.names)
        words = name.split()
        changed = random.randrange(len(words))
        place = random.choice([*TOWNS, *COUNTRIES])
        acronym = random.choice(other.acronyms or STRANGERS[-7:])
        text = random.choice(
            [
                " ".join([*words[:-1], place]),
                " ".join([*words[:-1], place]),
                f"{name} {place}",
                f"{name} ({random.choice(COUNTRIES)})",
                f"{name} – {place}",
                f"{name} ({acronym})",
                f"{random.choice(SUBJECTS)} {name}",
                " ".join([*words[:changed], random.choice(SUBJECTS), *words[changed + 1 :]]),
                random.choice(STRANGERS),
            ]
        )
        if len(words[changed]) < 4 or _is_really(text, model):
            continue
        return text


def _is_really(text: str, model: DirectoryRecord) -> bool:
    """Whether chance made a name, or gave an organisation its own country."""
    own = {
        plain(text_) for known in KNOWN for text_ in (*known.names, *known.acronyms, *known.aliases)
    }
    places = {plain(place) for place in model.places}
    said = plain(text)
    return said in own or any(said.endswith(f" {place}") for place in places)


def mistyped(texts: list[str], random: Random) -> list[str]:
    """The texts with an error in every tenth letter: swapped, dropped, doubled, wrong accent."""
    letters = [
        (number, place)
        for number, text in enumerate(texts)
        for place, character in enumerate(text)
        if character.isalpha()
    ]
    hit = random.sample(letters, ceil(len(letters) * random.uniform(0.10, 0.12)))
    typed = [list(text) for text in texts]
    for number, place in sorted(hit, reverse=True):
        characters = typed[number]
        letter = characters[place]
        error = random.choice(["swap", "drop", "double", "accent"])
        if error == "accent" and plain(letter) in "aeiouc":
            bare = unicodedata.normalize("NFD", letter)[0]
            accent = "\u0327" if plain(letter) == "c" else random.choice("\u0300\u0301\u0302\u0308")
            wrong = unicodedata.normalize("NFC", bare + accent)
            characters[place] = bare if letter != bare else wrong
        elif error == "swap" and "".join(characters[place + 1 : place + 2]).isalpha():
            characters[place : place + 2] = [characters[place + 1], letter]
        elif error == "drop":
            del characters[place]
        else:
            characters.insert(place, letter)
    return ["".join(characters) for characters in typed]
