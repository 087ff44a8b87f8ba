"""What of a survey's results may be published, so that no handful of respondents stands out.

- A table of the whole group is published from 10 respondents on.
- A cross-table is published if each of its cells, the empty ones too, has at least 5; otherwise it
  is withheld whole, and coarser categories are offered.
- A question is crossed with one variable at most, and the crossings close no circle.

All numbers count units: people, or organisations in a survey of organisations. They come added up;
no row of a respondent is read here. What the rules guard against (thresholds for frequency tables:
Hundepool et al., Statistical Disclosure Control, 2012, chapter 5):

1. Differences of margins. Without those who left a question out, a cross-table differs from the
   tables of the whole group by exactly them. So `NO_ANSWER` is a category wherever somebody left a
   question out, and cells that do not add up to both margins are an error.
2. Complements. Of a question with several choices, those who did not choose are a cell like those
   who did. How many chose nothing is not published, for with two choices "both" would follow
   (first + second - answered); they count among those who did not choose.
3. Empty cells. "Nobody in this region said yes" tells of each of them what they did not say.
4. Sums. Means by region show where the only large number is. A number is crossed by its bands, and
   its mean is told of the whole group alone. A ranking is crossed by its first choice.
5. Comparison. Two crossings of a question by overlapping categories give the overlap by
   subtraction. So there is one, and its categories are chosen once, by the secretariat and not by
   the reader. What is known of respondents without the survey (country, region, kind of
   organisation) is taken to be known of each, so all these attributes are one variable: questions
   are crossed with it, never it with them.
6. The rules themselves. A table withheld tells that one of its cells is small, and no more: of the
   tables that its margins allow, the most unequal ones have an empty cell anyway. Neighbours are
   merged in an order that the published totals give.
7. Conditions. Whoever is asked a question for having chosen something is known to have chosen it.
   The table of such a question is of those asked, and needs as many; and it is a row of a crossing
   of both questions, so each of its cells needs as many as theirs. It is not crossed.

Why this is enough: a group by two attributes that no table shows is known only by bounds. As the
crossings close no circle, the bounds add up over the categories of the variable in between: where
a of n respondents have the one attribute and b the other, from max(0, a + b - n) to min(a, b) have
both (Dobra and Fienberg, Bounds for cell entries in contingency tables given marginal totals and
decomposable graphs, 2000). In a published crossing neither a nor n - a is below 5. So the bounds
meet only where b is 0 or n, and what is then known is a sum of cells that are published.

What they do not guard against:
- an attribute that everybody shares: where all said yes, "said yes and x" is "said x";
- tables of the same survey at two moments: they differ by whoever answered in between, so the
  survey is closed first;
- what two parts of one answer have in common: two choices, where the question demands one or limits
  their number; two places in a ranking, where it is told how often each choice had each place. It
  may follow from the question's own table, so better leave the number free and tell mean places;
- what respondents know of themselves: they can take their own answers off a cell.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise, product

from django.utils.translation import gettext

NO_ANSWER = ""  # the category of those who left a question out
LEAST_THRESHOLD = 5


class Reason(StrEnum):
    """Why a table is withheld, or a crossing refused."""

    TOO_FEW_RESPONDENTS = "too_few_respondents"
    SMALL_CELLS = "small_cells"
    ALREADY_CROSSED = "already_crossed"
    ALREADY_LINKED = "already_linked"  # by a chain of other crossings
    CANNOT_CROSS = "cannot_cross"
    JOINT_CONDITION = "joint_condition"  # how many were asked is no figure of one question
    LIMITS_TELL = "limits_tell"  # what respondents had to choose tells what they chose together


@dataclass(frozen=True)
class Rules:
    """The thresholds of a survey, in people, or in organisations where these answer.

    Raises ValueError for a threshold below 5.
    """

    least_respondents: int = 10
    least_in_cell: int = 5
    counts_organisations: bool = False

    def __post_init__(self) -> None:
        if min(self.least_respondents, self.least_in_cell) < LEAST_THRESHOLD:
            raise ValueError(f"No threshold may be below {LEAST_THRESHOLD}.")


@dataclass(frozen=True)
class Variable:
    """A question of the survey, or an attribute of its respondents."""

    key: str
    is_attribute: bool = False  # known without the survey: country, kind of organisation
    is_multiple: bool = False  # any number of choices
    is_ordered: bool = False  # a scale, or a number in bands
    is_conditional: bool = False  # asked of those alone who answered something before


@dataclass(frozen=True)
class CategoryMerging:
    """Coarser categories of a variable: which one each goes into; those not named stay."""

    variable: Variable
    into: Mapping[str, str]


@dataclass(frozen=True)
class Counts:
    """How many respondents have each category of a variable, in the order of the categories.

    `categories` holds all that could be chosen, also those that nobody chose; of countries, those
    that occur. Whoever is in none left the question out. `respondents` are all who answered the
    survey, or those asked where the question is conditional. `merged` holds the members of each
    coarser category. Raises ValueError where the counts do not fit the respondents.
    """

    variable: Variable
    categories: Mapping[str, int]
    respondents: int
    merged: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        counts = [0, *self.categories.values()]
        most = max(counts) if self.variable.is_multiple else sum(counts)
        if min(counts) < 0 or most > self.respondents or NO_ANSWER in self.categories:
            raise ValueError(f"The counts of {self.variable.key} do not fit the respondents.")

    @property
    def cells(self) -> dict[str, int]:
        """The categories, then `NO_ANSWER` if somebody left out a question with one answer."""
        if self.variable.is_multiple:
            return dict(self.categories)
        left_out = self.respondents - sum(self.categories.values())
        return {**self.categories, **({NO_ANSWER: left_out} if left_out else {})}

    @property
    def smallest_cell(self) -> int:
        """The fewest respondents in a cell, those who did not choose one of several included."""
        numbers = list(self.cells.values())
        if self.variable.is_multiple:
            numbers += [self.respondents - number for number in numbers]
        return min(numbers, default=self.respondents)

    @property
    def mergings(self) -> tuple[CategoryMerging, ...]:
        """What made these categories out of the first ones: one merging, or none."""
        into = {member: name for name, members in self.merged.items() for member in members}
        return (CategoryMerging(self.variable, into),) if into else ()

    def coarser(self, merging: CategoryMerging) -> "Counts":
        """The counts in the coarser categories, if the merging is of this variable.

        Raises ValueError for a question with several choices: who chose two would count twice.
        """
        if merging.variable != self.variable:
            return self
        if self.variable.is_multiple:
            raise ValueError("Choices that overlap cannot be added up.")
        counts: Counter[str] = Counter()
        members: dict[str, tuple[str, ...]] = {}
        for category, count in self.cells.items():
            name = merging.into.get(category, category)
            counts[name] += count
            members[name] = members.get(name, ()) + self.merged.get(category, (category,))
        merged = {name: parts for name, parts in members.items() if parts != (name,)}
        del counts[NO_ANSWER]
        return Counts(self.variable, dict(counts), self.respondents, merged)


@dataclass(frozen=True)
class CrossCounts:
    """How many respondents have each category of a question (row) and of a variable (column).

    `counts` goes by (row, column), `NO_ANSWER` included; a pair that is not there counts nobody. Of
    a question with several choices, it counts those who chose the row. Raises ValueError where the
    counts do not add up to both margins, as those of a conditional question never do.
    """

    row: Counts
    column: Counts
    counts: Mapping[tuple[str, str], int]

    def __post_init__(self) -> None:
        rows, columns = dict.fromkeys(self.row.cells, 0), dict.fromkeys(self.column.cells, 0)
        if not self.counts.keys() <= set(product(rows, columns)):
            raise ValueError("A category is not among those of the whole group.")
        for (row, column), count in self.counts.items():
            rows[row] += count
            columns[column] += count
        if (
            self.row.respondents != self.column.respondents
            or rows != self.row.cells
            or (columns != self.column.cells and not self.row.variable.is_multiple)
            or self.smallest_cell < 0
        ):
            raise ValueError("The counts do not add up to those of the whole group.")

    @property
    def cells(self) -> dict[tuple[str, str], int]:
        """All pairs of categories, also those that nobody has."""
        pairs = product(self.row.cells, self.column.cells)
        return {pair: self.counts.get(pair, 0) for pair in pairs}

    @property
    def smallest_cell(self) -> int:
        """The fewest respondents in a cell, those who did not choose one of several included."""
        numbers = list(self.cells.values())
        if self.row.variable.is_multiple:
            columns = self.column.cells
            numbers += [columns[column] - count for (_, column), count in self.cells.items()]
        return min(numbers, default=0)

    def coarser(self, *mergings: CategoryMerging) -> "CrossCounts":
        """The counts in coarser categories of the row, the column, or both."""
        crossed = self
        for merging in mergings:
            rows = merging.into if merging.variable == crossed.row.variable else {}
            columns = merging.into if merging.variable == crossed.column.variable else {}
            counts: Counter[tuple[str, str]] = Counter()
            for (row, column), count in crossed.counts.items():
                counts[rows.get(row, row), columns.get(column, column)] += count
            margins = crossed.row.coarser(merging), crossed.column.coarser(merging)
            crossed = CrossCounts(*margins, dict(counts))
        return crossed


@dataclass(frozen=True)
class Table:
    """A published table of the whole group; its cells as in `Counts`."""

    variable: Variable
    cells: Mapping[str, int]
    respondents: int
    merged: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class CrossTable:
    """A published cross-table: its margins, and its cells by (row, column)."""

    row: Table
    column: Table
    cells: Mapping[tuple[str, str], int]


@dataclass(frozen=True)
class Withheld:
    """A table that is not published, and the coarser categories with which it could be.

    Each of `offers` goes to `CrossCounts.coarser`; the secretariat takes one for good.
    """

    reason: Reason
    rules: Rules
    offers: tuple[tuple[CategoryMerging, ...], ...] = ()

    @property
    def sentence(self) -> str:
        """Why it is withheld, in the page's language."""
        match self.reason, self.rules.counts_organisations:
            case Reason.TOO_FEW_RESPONDENTS, False:
                sentence = gettext(
                    "Results are shown only if %(respondents)d people have answered."
                )
            case Reason.TOO_FEW_RESPONDENTS, True:
                sentence = gettext(
                    "Results are shown only if %(respondents)d organisations have answered."
                )
            case Reason.SMALL_CELLS, False:
                sentence = gettext(
                    "A cell of this table would stand for fewer than %(in_cell)d people."
                )
            case Reason.SMALL_CELLS, True:
                sentence = gettext(
                    "A cell of this table would stand for fewer than %(in_cell)d organisations."
                )
            case Reason.ALREADY_CROSSED, _:
                sentence = gettext("The results of this question are already broken down once.")
            case Reason.ALREADY_LINKED, _:
                sentence = gettext("Other tables of this survey already link these two questions.")
            case Reason.LIMITS_TELL, _:
                sentence = gettext(
                    "Everybody made as many choices as the question allows or requires, so the "
                    "figures would reveal how many people chose each pair of answers."
                )
            case Reason.JOINT_CONDITION, _:
                sentence = gettext(
                    "It is asked after several answers together, so how many were asked would "
                    "reveal how many people gave these answers together."
                )
            case _:
                sentence = gettext(
                    "Results are broken down by country, region or kind of organisation, or by "
                    "another question with one answer, and only where everybody is asked."
                )
        rules = self.rules
        return sentence % {"respondents": rules.least_respondents, "in_cell": rules.least_in_cell}


def whole_group_table(
    counts: Counts, rules: Rules, *, least: int = 0, most: int | None = None
) -> Table | Withheld:
    """The table of a question, if enough answered the survey, or were asked it.

    `least` and `most` are how many choices a respondent had to make and could make at most, where
    several may be made: they can tell how many respondents made which two choices together.
    """
    if counts.respondents < rules.least_respondents:
        return Withheld(Reason.TOO_FEW_RESPONDENTS, rules)
    if counts.variable.is_multiple and _limits_tell(counts, least, most):
        return Withheld(Reason.LIMITS_TELL, rules)
    if counts.variable.is_conditional and counts.smallest_cell < rules.least_in_cell:
        return Withheld(Reason.SMALL_CELLS, rules)
    return _table(counts)


def _limits_tell(counts: Counts, least: int, most: int | None) -> bool:
    """Whether the limits of a question with several choices leave no doubt about pairs of them.

    Choices that everybody or nobody made are put aside first. Of the others, whoever has to make
    all but one leaves out one at most, so those who made two are their sum less the respondents.
    The same may follow where everybody made just as many as allowed or demanded.
    """
    everybody = counts.respondents
    open_choices = [made for made in counts.categories.values() if 0 < made < everybody]
    shared = sum(made == everybody for made in counts.categories.values())
    number, made = len(open_choices), sum(open_choices)
    ends = [max(least - shared, 0), number if most is None else most - shared]
    all_but_one = number > 1 and ends[0] >= number - 1
    return all_but_one or any(made == end * everybody for end in ends if 1 < end < number)


def cross_tables(
    planned: Iterable[CrossCounts], rules: Rules, coarser: Iterable[CategoryMerging] = ()
) -> list[CrossTable | Withheld]:
    """The cross-tables of a survey, all of them at once: those before decide on those after.

    Coarser categories are offered from `coarser` (regions for countries), from merged neighbours of
    ordered variables, and from both together.
    """
    coarser = tuple(coarser)
    crossed: dict[str, str] = {}
    tables: list[CrossTable | Withheld] = []
    for counts in planned:
        row, column = counts.row, counts.column
        if reason := refusal(row.variable, column.variable, crossed):
            tables.append(Withheld(reason, rules))
        elif row.respondents < rules.least_respondents:
            tables.append(Withheld(Reason.TOO_FEW_RESPONDENTS, rules))
        elif counts.smallest_cell < rules.least_in_cell:
            offers = tuple(_offers(counts, rules, coarser))
            tables.append(Withheld(Reason.SMALL_CELLS, rules, offers))
        else:
            crossed[row.variable.key] = column.variable.key
            tables.append(CrossTable(_table(row), _table(column), counts.cells))
    return tables


def refusal(row: Variable, column: Variable, crossed: Mapping[str, str]) -> Reason | None:
    """Why a question may not be crossed with a variable, whatever the counts; None if it may.

    `crossed` gives the variable that each question of the survey is crossed with so far.
    """
    if row.is_attribute or column.is_multiple or row.is_conditional or column.is_conditional:
        return Reason.CANNOT_CROSS
    if row.key == column.key:
        return Reason.CANNOT_CROSS
    if row.key in crossed or crossed.get(column.key) == row.key:
        return Reason.ALREADY_CROSSED
    end_of_chain = column.key
    for _ in crossed:
        end_of_chain = crossed.get(end_of_chain, end_of_chain)
    return Reason.ALREADY_LINKED if end_of_chain == row.key else None


def neighbours_merged(counts: CrossCounts) -> Iterator[CrossCounts]:
    """The counts as they are, then with more and more neighbours of ordered variables merged.

    Each time it is the category with the fewest respondents of the whole group, and the smaller of
    those beside it; two categories are left at least. A name joins those of the members by "+".
    """
    yield counts
    while pairs := [
        (sorted([number, other_number]), margin.variable, category, other)
        for margin in (counts.row, counts.column)
        if margin.variable.is_ordered and len(margin.categories) > 2
        for (category, number), (other, other_number) in pairwise(margin.categories.items())
    ]:
        _numbers, variable, *pair = min(pairs, key=lambda found: found[0])
        counts = counts.coarser(CategoryMerging(variable, dict.fromkeys(pair, "+".join(pair))))
        yield counts


def _offers(
    counts: CrossCounts, rules: Rules, coarser: Iterable[CategoryMerging]
) -> Iterator[tuple[CategoryMerging, ...]]:
    """The mergings with which the counts can be published, each with two categories at least."""
    variables = counts.row.variable, counts.column.variable
    fitting = (merging for merging in coarser if merging.variable in variables)
    for start in (counts, *map(counts.coarser, fitting)):
        for merged in neighbours_merged(start):
            if merged.smallest_cell >= rules.least_in_cell:
                if min(len(merged.row.cells), len(merged.column.cells)) > 1:
                    yield (*merged.row.mergings, *merged.column.mergings)
                break


def _table(counts: Counts) -> Table:
    return Table(counts.variable, counts.cells, counts.respondents, counts.merged)
