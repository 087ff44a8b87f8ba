"""What each kind of question asks for, what it makes of an answer, and what it refuses."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import translation

from organisations.models import Country
from surveys.answering.forms import AnswerForm, name_of
from surveys.kinds import CHOICES, KINDS, Given
from surveys.models import Question
from tests.factories import make_question, make_survey

pytestmark = pytest.mark.django_db
OTHER = {"allows_other": True}


def form(question: Question, sent: dict[str, Any] | None) -> AnswerForm:
    """The form of one question, with what was sent for each part of its control."""
    if sent is None:
        return AnswerForm(question.survey, [question])
    data = QueryDict(mutable=True)
    for part, value in sent.items():
        values = value if isinstance(value, list) else [value]
        data.setlist(name_of(question, part), [str(one) for one in values])
    return AnswerForm(question.survey, [question], data)


def given(question: Question, sent: dict[str, Any]) -> list[Given]:
    """What a form makes of this; nothing may be wrong with it."""
    bound = form(question, sent)
    assert bound.is_valid(), bound.errors
    return bound.answers.get(question.pk, [])


def problems(question: Question, sent: dict[str, Any]) -> list[str]:
    """What is wrong with it, in English."""
    with translation.override("en"):
        bound = form(question, sent)
        return [str(error) for errors in bound.errors.values() for error in errors]


def shown_again(question: Question, found: list[Given]) -> dict[str, Any]:
    """What the form shows for stored answers, by part."""
    initial = AnswerForm(question.survey, [question], given={question.pk: found}).initial
    stem = question.answers_name
    return {name.removeprefix(stem).lstrip("_"): value for name, value in initial.items()}


def test_kinds_are_those_that_the_database_knows() -> None:
    assert [name for name, _label in CHOICES] == [
        "single",
        "multiple",
        "ranking",
        "scale",
        "number",
        "short_text",
        "long_text",
        "country",
        "availability",
    ]
    assert [kind.name for kind in KINDS.values()] == list(KINDS)
    field: Any = Question._meta.get_field("kind")
    assert field.choices == CHOICES
    assert {name for name, kind in KINDS.items() if kind.offers_choices} == {
        "single",
        "multiple",
        "ranking",
        "availability",
    }
    assert {name for name, kind in KINDS.items() if kind.is_text} == {"short_text", "long_text"}


# --- Round trips --------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", list(KINDS))
def test_nothing_is_no_answer_and_what_must_be_answered_says_so(kind: str) -> None:
    survey = make_survey()
    choices = ["A", "B"] if KINDS[kind].offers_choices else []
    free, required = (make_question(survey, kind, *choices, required=on) for on in (False, True))
    assert given(free, {}) == []
    assert problems(required, {}) == ["Please answer this question."]
    saved = AnswerForm(survey, [required], {}, asks_all=False)
    assert saved.is_valid()  # for later
    assert not any(shown_again(free, []).values())


def test_a_single_choice() -> None:
    question = make_question(make_survey(), "single", "Oui", "Non")
    _yes, no = question.offered()
    found = given(question, {"": no.pk})
    assert found == [Given(choice=no.pk)]
    assert shown_again(question, found) == {"": str(no.pk)}
    elsewhere = make_question(make_survey(), "single", "Oui").offered()[0]
    for unknown in (elsewhere.pk, "other", "abc", "-1"):
        assert len(problems(question, {"": unknown})) == 1


def test_a_single_choice_or_another_one_in_words() -> None:
    question = make_question(make_survey(), "single", "Oui", "Non", **OTHER)
    yes = question.offered()[0]
    ticked = given(question, {"": "other", "other": "  Peut-être "})
    assert ticked == given(question, {"other": "Peut-être"}) == [Given(text="Peut-être")]
    assert shown_again(question, ticked) == {"": "other", "other": "Peut-être"}
    assert given(question, {"": yes.pk, "other": " "}) == [Given(choice=yes.pk)]
    assert shown_again(question, [Given(choice=yes.pk)]) == {"": str(yes.pk), "other": ""}
    assert problems(question, {"": "other"}) == ["Say in a few words what “other” is."]
    assert problems(question, {"": yes.pk, "other": "Non plus"}) == [
        "Choose one of the answers, or write another one; not both."
    ]
    assert len(problems(question, {"other": "x" * 201})) == 1


def test_several_choices_and_another_one_in_words() -> None:
    question = make_question(make_survey(), "multiple", "Or", "Diamant", "Fer", **OTHER)
    gold, _diamond, iron = (choice.pk for choice in question.offered())
    found = given(question, {"": [iron, gold, iron, "other"], "other": "Coltan"})
    assert found == [Given(choice=iron), Given(choice=gold), Given(text="Coltan")]
    assert shown_again(question, found) == {
        "": [str(iron), str(gold), "other"],
        "other": "Coltan",
    }
    assert given(question, {"other": "Coltan"}) == [Given(text="Coltan")]
    assert problems(question, {"": ["other"]}) == ["Say in a few words what “other” is."]
    assert len(problems(question, {"": [gold, 10**9]})) == 1


@pytest.mark.parametrize(
    ("least", "most", "number", "told"),
    [
        (2, 3, 0, []),
        (2, 3, 1, ["Choose at least 2 answers."]),
        (2, 3, 2, []),
        (2, 3, 3, []),
        (2, 3, 4, ["Choose 3 answers at most."]),
        (1, 1, 2, ["Choose 1 answer at most."]),
        (None, 2, 3, ["Choose 2 answers at most."]),
        (2, None, 4, []),
    ],
)
def test_how_many_may_be_chosen(
    least: int | None, most: int | None, number: int, told: list[str]
) -> None:
    limits = {"least": least, "most": most}
    question = make_question(make_survey(), "multiple", "A", "B", "C", "D", **limits)
    chosen = [choice.pk for choice in question.offered()][:number]
    assert problems(question, {"": chosen}) == told


def test_another_one_in_words_counts_among_the_chosen() -> None:
    question = make_question(make_survey(), "multiple", "A", "B", "C", most=2, **OTHER)
    a, b, _c = (choice.pk for choice in question.offered())
    sent = {"": [a, b], "other": "D"}
    assert problems(question, sent) == ["Choose 2 answers at most."]


def test_a_ranking() -> None:
    question = make_question(make_survey(), "ranking", "A", "B", "C")
    a, b, c = (choice.pk for choice in question.offered())
    found = given(question, {str(a): "3", str(b): "", str(c): "1"})
    assert found == [Given(choice=c, rank=1), Given(choice=a, rank=3)]
    assert shown_again(question, found) == {str(a): 3, str(b): "", str(c): 1}
    assert problems(question, {str(a): "1", str(b): "1"}) == [
        "Give each number once: 1 for what matters most to you."
    ]
    for impossible in ("0", "4", "-1", "1.5", "x"):
        assert len(problems(question, {str(a): impossible})) == 1


def test_a_ranking_takes_a_rank_for_each_choice_of_its_own_alone() -> None:
    question = make_question(make_survey(), "ranking", "A", "B")
    [foreign] = make_question(make_survey(), "ranking", "X").offered()
    assert given(question, {str(foreign.pk): "1"}) == []


def test_a_scale() -> None:
    question = make_question(make_survey(), "scale", least=-1, most=2)
    assert [option.value for option in form(question, None).entries()[0].options] == [
        "-1",
        "0",
        "1",
        "2",
    ]
    for point in (-1, 0, 2):
        found = given(question, {"": point})
        assert found == [Given(number=Decimal(point))]
        assert shown_again(question, found) == {"": str(point)}
    stored = [Given(number=Decimal("2.00"))]  # as the database gives it back
    assert shown_again(question, stored) == {"": "2"}
    for outside in ("-2", "3", "1.5", "x"):
        assert len(problems(question, {"": outside})) == 1


@pytest.mark.parametrize(
    ("language", "typed", "number"),
    [
        ("fr", "3,5", "3.5"),
        ("fr", "3.5", "3.5"),
        ("en", "3.5", "3.5"),
        ("fr", "-2", "-2"),
        ("en", "0", "0"),
        ("en", "3,5", "3.5"),
        ("en", "1,234", "1234"),
        ("fr", "1 234", "1234"),
        ("fr", "1.234,5", "1234.5"),
    ],
)
def test_a_number_is_typed_as_in_the_language_of_the_page(
    language: str, typed: str, number: str
) -> None:
    question = make_question(make_survey(), "number")
    with translation.override(language):
        assert given(question, {"": typed}) == [Given(number=Decimal(number))]


@pytest.mark.parametrize(("language", "shown"), [("fr", "3,5"), ("en", "3.5")])
def test_a_stored_number_comes_back_as_it_may_be_typed(language: str, shown: str) -> None:
    question = make_question(make_survey(), "number")
    stored = {question.pk: [Given(number=Decimal("3.50"))]}
    with translation.override(language):
        value = AnswerForm(question.survey, [question], given=stored).entries()[0].value
        assert value in (shown, "3.5")
        assert given(question, {"": value}) == [Given(number=Decimal("3.5"))]


@pytest.mark.parametrize(
    ("typed", "is_fine"),
    [("1", True), ("60", True), ("0,99", False), ("60,01", False), ("1,234", False)],
)
def test_a_number_keeps_to_its_range_and_two_decimals(typed: str, is_fine: bool) -> None:
    question = make_question(make_survey(), "number", least=1, most=60)
    assert form(question, {"": typed}).is_valid() is is_fine


@pytest.mark.parametrize(
    ("language", "typed"),
    [("en", "1.234"), ("fr", "1,234"), ("fr", "1,5 et demi")],
)
def test_what_may_be_two_numbers_is_refused_and_not_misread(language: str, typed: str) -> None:
    question = make_question(make_survey(), "number")
    with translation.override(language):
        assert not form(question, {"": typed}).is_valid()


@pytest.mark.parametrize(
    ("least", "most", "said"),
    [
        (1, 5000, "Write a number from 1 to 5,000."),
        (1_500_000, None, "Write 1,500,000 or more."),
        (None, 12, "Write 12 or less."),
    ],
)
def test_the_range_is_said_in_words(least: int | None, most: int | None, said: str) -> None:
    question = make_question(make_survey(), "number", least=least, most=most)
    assert problems(question, {"": "1200000"}) == [said]


def test_a_whole_number_has_no_decimals() -> None:
    question = make_question(make_survey(), "number", is_whole=True)
    assert problems(question, {"": "12.5"}) == ["Write a whole number."]
    assert given(question, {"": "12.0"}) == [Given(number=Decimal(12))]


@pytest.mark.parametrize("typed", ["NaN", "Infinity", "1e5000", "1" * 13, "zwölf"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    question = make_question(make_survey(), "number")
    assert len(problems(question, {"": typed})) >= 1


@pytest.mark.parametrize(("kind", "longest"), [("short_text", 200), ("long_text", 5000)])
def test_words_and_whether_they_may_be_quoted(kind: str, longest: int) -> None:
    question = make_question(make_survey(), kind)
    free = given(question, {"": " Nos mots. ", "quote": "1"})
    assert free == [Given(text="Nos mots.", may_be_quoted=True)]
    assert shown_again(question, free) == {"": "Nos mots.", "quote": True}
    kept = given(question, {"": "Nos mots."})
    assert kept == [Given(text="Nos mots.")]
    assert shown_again(question, kept) == {"": "Nos mots.", "quote": False}
    assert given(question, {"": "  ", "quote": "1"}) == []
    assert given(question, {"": "x" * longest}) == [Given(text="x" * longest)]
    assert len(problems(question, {"": "x" * (longest + 1)})) == 1


def test_a_country_in_the_order_of_the_page_s_language() -> None:
    question = make_question(make_survey(), "country")
    found = given(question, {"": "CD"})
    assert found == [Given(country="CD")]
    assert shown_again(question, found) == {"": "CD"}
    assert len(problems(question, {"": "XX"})) == 1
    firsts = {}
    for language in ("fr", "en"):
        with translation.override(language):
            options = form(question, None).entries()[0].options
        assert len(options) == Country.objects.count() + 1
        assert options[0].value == ""
        firsts[language] = [option.value for option in options].index("ZA")
    assert firsts["fr"] < firsts["en"]  # Afrique du Sud, South Africa


# --- How a question may be set up ---------------------------------------------------------------

OTHER_GOES = "“Other, please say” goes with single and multiple choice alone."
WORDS_GO = "Words for the lowest and the highest go with a scale alone."
UNIT_GOES = "A unit goes with a number alone."
LIMITS_GO = "Least and most go with a scale, a number and multiple choice alone."
ENDS = "A scale goes from one whole number to another: say the least and the most."


@pytest.mark.parametrize(
    ("kind", "fields", "problem"),
    [
        ("single", {}, None),
        ("single", OTHER, None),
        ("multiple", OTHER | {"least": 1, "most": 3}, None),
        ("number", {"least": 0, "most": 60, "unit_fr": "années"}, None),
        ("number", {"least": "0.5"}, None),
        ("scale", {"least": 1, "most": 5, "low_label_fr": "peu", "high_label_fr": "fort"}, None),
        ("scale", {"least": 0, "most": 10}, None),
        ("scale", {"least": -5, "most": 5}, None),
        ("country", {}, None),
        ("ranking", OTHER, OTHER_GOES),
        ("scale", {"least": 1, "most": 5} | OTHER, OTHER_GOES),
        ("short_text", OTHER, OTHER_GOES),
        ("number", {"low_label_fr": "peu"}, WORDS_GO),
        ("single", {"high_label_fr": "fort"}, WORDS_GO),
        ("scale", {"least": 1, "most": 5, "unit_fr": "carats"}, UNIT_GOES),
        ("long_text", {"unit_fr": "carats"}, UNIT_GOES),
        ("single", {"least": 1}, LIMITS_GO),
        ("ranking", {"most": 3}, LIMITS_GO),
        ("country", {"least": 1, "most": 2}, LIMITS_GO),
        ("scale", {}, ENDS),
        ("scale", {"least": 1}, ENDS),
        ("scale", {"most": 5}, ENDS),
        ("scale", {"least": 5, "most": 5}, ENDS),
        ("scale", {"least": 5, "most": 1}, ENDS),
        ("scale", {"least": "0.5", "most": 5}, ENDS),
        ("scale", {"least": 1, "most": "4.5"}, ENDS),
        ("scale", {"least": 0, "most": 11}, "A scale has 11 points at most."),
    ],
)
def test_a_badly_set_up_question_says_what_is_wrong(
    kind: str, fields: dict[str, Any], problem: str | None
) -> None:
    limits = {
        name: Decimal(value) if name in ("least", "most") else value
        for name, value in fields.items()
    }
    question = Question(survey=make_survey(), kind=kind, text_fr="Quoi ?", **limits)
    with translation.override("en"):
        assert question.how.problem(question) == problem
        if problem is None:
            question.clean()
        else:
            with pytest.raises(ValidationError) as refused:
                question.clean()
            assert refused.value.messages == [problem]
