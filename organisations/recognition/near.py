"""Which records a new one may be a double of."""

from collections.abc import Iterable

from organisations.recognition.directory import Directory
from organisations.recognition.spelling import plain

LEAST_ALIKE = 0.74  # a question too many is answered by a click, a double stays for years


def near_records(directory: Directory, names: Iterable[str]) -> list[str]:
    """The keys of the records that one of these names may mean, the most alike first.

    Also those whose whole name the new one holds, with something more.
    """
    scores: dict[str, float] = {}
    for name in filter(None, names):
        found = directory.find(name)
        matches = [*found.near, *([found.match] if found.match else [])]
        for match in matches:
            scores[match.key] = max(match.score, scores.get(match.key, 0))
        words = set(plain(name).split())
        for spelling, holders in directory.spellings.items():
            own = spelling.split()
            if len(own) > 1 and words.issuperset(own):
                scores |= dict.fromkeys(holders, 1.0)
    near = [key for key, score in scores.items() if score >= LEAST_ALIKE]
    return sorted(near, key=lambda key: (-scores[key], key))
