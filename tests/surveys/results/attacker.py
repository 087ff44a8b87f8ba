"""An attacker who reads everything that is published of a survey, and knows the rules.

The attacker takes the number of respondents with each combination of answers for an unknown whole
number, and each published count for an equation. What is the same in every solution is determined;
nothing else is.

An attribute is one category of a variable: an answer, a choice ticked, a question left out, a
country, a region. Two of them make four groups: those who have both, the one alone, the other
alone, neither. They belong to different variables, or are two choices of one question with several.

A pair of attributes is left aside in two cases alone:
- One of them sets nobody apart: all respondents have it, or none (of those asked, for a conditional
  question).
- What the two have in common follows from what they mean, not from what anybody answered: a country
  and its region, two attributes known without the survey, a conditional question and the one that
  it hangs on.

A group that turns out to be all who have one of its attributes counts like any other: "the two who
said yes are both from there".
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from random import Random

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from surveys.results.disclosure import NO_ANSWER, Counts, CrossCounts, CrossTable, Table, Variable

type Weights = NDArray[np.float64]  # what one respondent of each combination adds to a sum

NOT_ASKED = "not asked"
MOST_IN_SMALL = 4

# Of made-up surveys.
COUNTRY = Variable("country", is_attribute=True)
KIND = Variable("kind", is_attribute=True)
QUESTIONS = [
    Variable("q1"),
    Variable("q2"),
    Variable("q3", is_ordered=True),
    Variable("q4", is_multiple=True),
    Variable("q5", is_multiple=True),
    Variable("q6", is_conditional=True),
]
BLANK = " "  # among the letters of a question: nothing chosen
MOST_COMBINATIONS = 500  # of answers, so that an attack takes a fraction of a second


@dataclass(frozen=True)
class Attribute:
    """A category that some respondents have and others have not."""

    variable: Variable
    category: str
    holders: Weights
    number: int

    def __str__(self) -> str:
        return f"{self.variable.key}={self.category or 'no answer'}"


@dataclass(frozen=True)
class Attack:
    """How many groups were tried, and which of 1 to 4 respondents are determined."""

    groups: int
    determined: dict[tuple[str, str], int]


class Attacker:
    """What is known of a survey, from the tables of the whole group on.

    `condition` is the question and the answer that the conditional questions hang on.
    """

    def __init__(self, tables: Sequence[Table], condition: tuple[str, str] = ("", "")) -> None:
        self.tables = tables
        self.condition = condition
        self.respondents = max(table.respondents for table in tables)
        self._combinations = list(self._possible_combinations())
        self._coarser: dict[tuple[str, str], Table] = {}
        self._equations: list[Weights] = []
        self._totals: list[float] = []
        self._withheld: list[list[Weights]] = []
        self.learns(np.ones(len(self._combinations)), self.respondents)
        for table in tables:
            for category, count in table.cells.items():
                self.learns(self.holders(table, category), count)

    def holders(self, table: Table, category: str) -> Weights:
        """1 for the combinations that have the category, 0 for the others."""
        members = table.merged.get(category, (category,))
        names = {(table.variable.key, member) for member in members}
        return np.array([not names.isdisjoint(found) for found in self._combinations], float)

    def learns(self, weights: Weights, total: float) -> None:
        """A sum over all respondents becomes known."""
        self._equations.append(weights)
        self._totals.append(total)

    def reads(self, crossed: CrossTable) -> None:
        """A cross-table is published."""
        for (row, column), count in crossed.cells.items():
            holders = self.holders(crossed.row, row) * self.holders(crossed.column, column)
            self.learns(holders, count)
        for margin in (crossed.row, crossed.column):
            for category in margin.merged:
                self._coarser[margin.variable.key, category] = margin

    def misses(self, row: Table, column: Table) -> None:
        """A cross-table is withheld, so one of its cells is small, whichever it is."""
        if _must_have_a_small_cell(row, column) or _must_have_a_small_cell(column, row):
            return  # that is no news
        cells = []
        for category, other in product(row.cells, column.cells):
            of_row, of_column = self.holders(row, category), self.holders(column, other)
            cells.append(of_row * of_column)
            if row.variable.is_multiple:
                cells.append((1 - of_row) * of_column)
        self._withheld.append(cells)

    def attack(self) -> Attack:
        """Looks for the groups whose number is the same in every solution."""
        pairs = list(self._pairs())
        if not pairs:
            return Attack(0, {})
        both = np.array([one.holders * other.holders for one, other in pairs])
        determined: dict[tuple[str, str], int] = {}
        for (one, other), least, most in zip(pairs, *self._bounds(both), strict=True):
            groups = {
                (f"{one}", f"{other}"): least,
                (f"{one}", f"not {other}"): one.number - least,
                (f"not {one}", f"{other}"): other.number - least,
                (f"not {one}", f"not {other}"): (
                    self.respondents - one.number - other.number + least
                ),
            }
            if least == most:
                determined |= {
                    group: number
                    for group, number in groups.items()
                    if 1 <= number <= MOST_IN_SMALL
                }
        return Attack(4 * len(pairs), determined)

    def _possible_combinations(self) -> Iterator[set[tuple[str, str]]]:
        """The sets of categories that one respondent may have, by what the questionnaire says."""
        axes: list[list[set[tuple[str, str]]]] = []
        conditional = []
        for table in self.tables:
            key = table.variable.key
            if table.variable.is_multiple:
                axes += [[{(key, choice)}, set()] for choice in table.cells]
                continue
            axes.append([{(key, category)} for category in table.cells])
            if table.variable.is_conditional:
                axes[-1].append({(key, NOT_ASKED)})
                conditional.append((key, NOT_ASKED))
        for parts in product(*axes):
            found = set().union(*parts)
            if all((skipped in found) != (self.condition in found) for skipped in conditional):
                yield found

    def _pairs(self) -> Iterator[tuple[Attribute, Attribute]]:
        tables = {
            (table.variable.key, name): table for table in self.tables for name in table.cells
        }
        attributes = [
            Attribute(table.variable, name, self.holders(table, name), table.cells[name])
            for (_, name), table in (tables | self._coarser).items()
            if 0 < table.cells[name] < table.respondents
        ]
        for one, other in combinations(attributes, 2):
            if not self._are_tied(one.variable, other.variable):
                yield one, other

    def _are_tied(self, one: Variable, other: Variable) -> bool:
        """Whether what they have in common follows from what they mean."""
        if one.key == other.key:
            return not one.is_multiple
        question, _ = self.condition
        return (
            (one.is_attribute and other.is_attribute)
            or (one.is_conditional and other.key == question)
            or (other.is_conditional and one.key == question)
        )

    def _bounds(self, sums: Weights) -> tuple[list[int], list[int]]:
        """The least and the most of each sum.

        A solution that is found for one sum bounds the others too, so that few need their own.
        """
        constraints = self._constraints()
        most = np.repeat(
            [self.respondents, 1], [len(self._combinations), sum(map(len, self._withheld))]
        )
        published = {weights.tobytes() for weights in self._equations}
        found: list[NDArray[np.int64]] = []

        def solve(objective: Weights) -> None:
            costs = np.zeros(len(most))
            costs[: len(objective)] = objective
            result = milp(costs, integrality=1, bounds=Bounds(0, most), constraints=constraints)
            if not result.success:
                raise ValueError(f"What is known contradicts itself: {result.message}")
            solution = np.rint(result.x[: len(objective)])
            found.append((sums @ solution).astype(int))

        solve(np.zeros(sums.shape[1]))
        for number, objective in enumerate(sums):
            for direction in (1, -1):
                is_open = len({numbers[number] for numbers in found}) == 1
                if is_open and objective.tobytes() not in published:
                    solve(direction * objective)
        return np.min(found, axis=0).tolist(), np.max(found, axis=0).tolist()

    def _constraints(self) -> list[LinearConstraint]:
        """What every solution keeps to.

        The unknowns are the combinations, then a switch for each cell of the tables withheld, which
        may be on where the cell is small.
        """
        known = len(self._combinations)
        unknowns = known + sum(map(len, self._withheld))
        equations = np.zeros((len(self._equations), unknowns))
        equations[:, :known] = self._equations
        constraints = [LinearConstraint(equations, self._totals, self._totals)]
        first = known
        for cells in self._withheld:
            switches = slice(first, first + len(cells))
            inequalities = np.zeros((len(cells) + 1, unknowns))
            inequalities[:-1, :known] = cells
            inequalities[:-1, switches] = np.eye(len(cells)) * (self.respondents - MOST_IN_SMALL)
            inequalities[-1, switches] = -1  # one is on at least
            limits = [self.respondents] * len(cells)
            constraints.append(LinearConstraint(inequalities, ub=[*limits, -1]))
            first += len(cells)
        return constraints


def _must_have_a_small_cell(row: Table, column: Table) -> bool:
    """Whether a category has too few respondents for as many cells."""
    numbers = list(row.cells.values())
    if row.variable.is_multiple:
        numbers += [row.respondents - number for number in numbers]
    cells = 2 if column.variable.is_multiple else len(column.cells)
    return min(numbers) < cells * (MOST_IN_SMALL + 1)


@dataclass
class MadeUpSurvey:
    """What each respondent has of each variable, by its key: nothing where it was left out."""

    respondents: list[dict[str, set[str]]]
    categories: dict[Variable, str]  # a letter each
    crossings: list[tuple[Variable, Variable]]
    condition: tuple[str, str] = ("", "")

    def asked(self, variable: Variable) -> list[dict[str, set[str]]]:
        """Those who were asked: all of them, unless the question is conditional."""
        if not variable.is_conditional:
            return list(self.respondents)
        question, answer = self.condition
        return [answers for answers in self.respondents if answer in answers[question]]

    def counts(self, variable: Variable) -> Counts:
        """The counts of the whole group, as the database would add them up."""
        asked = self.asked(variable)
        numbers = Counter(letter for answers in asked for letter in answers[variable.key])
        letters = self.categories[variable]
        return Counts(variable, {letter: numbers[letter] for letter in letters}, len(asked))

    def crossed(self, row: Variable, column: Variable) -> CrossCounts:
        """The counts of a cross-table."""
        left_out = set() if row.is_multiple else {NO_ANSWER}
        cells = Counter(
            pair
            for answers in self.respondents
            for pair in product(answers[row.key] or left_out, answers[column.key] or {NO_ANSWER})
        )
        return CrossCounts(self.counts(row), self.counts(column), cells)


@st.composite
def made_up_surveys(draw: st.DrawFn) -> MadeUpSurvey:
    """Surveys of 5 to 60 respondents whose answers lean on one another.

    Many of their cells hold exactly the least that is allowed.
    """
    respondents = draw(st.integers(5, 60) | st.integers(45, 60) | st.integers(45, 60))
    survey = MadeUpSurvey([defaultdict(set) for _ in range(respondents)], {}, [])
    random = Random(draw(st.integers(0, 2**32 - 1)))
    attributes = draw(st.sampled_from([[COUNTRY], [COUNTRY, KIND]]))
    questions = draw(st.lists(st.sampled_from(QUESTIONS), min_size=2, max_size=4, unique=True))
    combinations = 1
    for variable in [*attributes, *sorted(questions, key=QUESTIONS.index)]:
        letters = draw(st.sampled_from(["ab", "ab", "ab", "abc", "abcd"]))
        combinations *= 2 ** len(letters) if variable.is_multiple else len(letters) + 1
        if combinations > MOST_COMBINATIONS:
            break
        if variable.is_conditional:
            on = draw(st.sampled_from([one for one in survey.categories if not one.is_attribute]))
            survey.condition = on.key, draw(st.sampled_from(survey.categories[on]))
        columns = [one for one in survey.categories if not one.is_multiple]
        column = draw(st.sampled_from([*columns, None]))
        if column and not variable.is_conditional:
            survey.crossings.append((variable, column))
        survey.categories[variable] = letters
        blank = "" if variable.is_attribute else draw(st.sampled_from(["", "", "", BLANK]))
        options = [one + BLANK for one in letters] if variable.is_multiple else [letters + blank]
        groups: defaultdict[str, list[dict[str, set[str]]]] = defaultdict(list)
        for answers in survey.asked(variable):
            groups["".join(answers[column.key]) if column else ""].append(answers)
        for people, offered in product(groups.values(), options):
            _answer(people, variable.key, offered, random)
    everybody_asked = [one for one in survey.categories if not one.is_conditional]
    columns = [one for one in everybody_asked if not one.is_multiple]
    any_pair = st.tuples(st.sampled_from(everybody_asked), st.sampled_from(columns))
    survey.crossings += draw(st.lists(any_pair, max_size=3))
    survey.crossings = draw(st.permutations(survey.crossings))
    return survey


def _answer(people: list[dict[str, set[str]]], key: str, letters: str, random: Random) -> None:
    """Gives each of the people a letter, or nothing: to as many each, and the rest by chance."""
    least = min(random.choice([0, 5, 12, 12, 20]), len(people) // len(letters))
    weights = [random.random() ** 4 + 0.001 for _ in letters]
    by_chance = random.choices(letters, weights, k=len(people) - least * len(letters))
    random.shuffle(people)
    for answers, letter in zip(people, [*least * [*letters], *by_chance], strict=True):
        answers[key].update(letter.strip(BLANK))
