"""What the installation is told has to be something that can be right."""

import pytest

from kpcsc.deployment.answers import QUESTIONS, Answers
from kpcsc.deployment.machine import DeploymentError

RIGHT = {
    "host": "portal.example.org",
    "contact_email": "secretariat@example.org",
    "email_url": "smtp+tls://user:password@mail.example.org:587",
    "from_email": "portal@example.org",
    "database": "sqlite",
    "backup_key": "",
}
WRONG = [
    ("host", "https://portal.example.org"),
    ("host", "portal"),
    ("host", "portal.example.org; listen 81"),
    ("host", "*.example.org"),
    ("contact_email", "secretariat"),
    ("email_url", "mail.example.org"),
    ("email_url", ""),
    ("from_email", "KP CSC"),
    ("database", "mysql"),
    ("backup_key", "AGE-SECRET-KEY-1"),
    ("backup_key", "age1short"),
]


def written(answers: dict[str, str]) -> str:
    return "".join(f"{name}={answer}\n" for name, answer in answers.items())


def test_answers_are_read_from_a_file() -> None:
    answers = Answers.from_text("# of our server\n" + written(RIGHT))
    assert (answers.host, answers.database, answers.backup_key) == (RIGHT["host"], "sqlite", "")


@pytest.mark.parametrize(("name", "answer"), WRONG)
def test_wrong_answer_is_refused_with_an_example(name: str, answer: str) -> None:
    with pytest.raises(DeploymentError) as refusal:
        Answers.from_text(written(RIGHT | {name: answer}))
    question = QUESTIONS[name]
    assert str(refusal.value) == f"{question.text} ({name}): as in {question.example}."


def test_missing_and_unknown_answers_are_refused() -> None:
    with pytest.raises(DeploymentError, match="host name"):
        Answers.from_text("database=sqlite\n")
    with pytest.raises(DeploymentError, match="not asked: hots"):
        Answers.from_text(written(RIGHT) + "hots=portal.example.org\n")


def test_question_is_asked_until_its_answer_can_be_right() -> None:
    typed = iter(["portal", *RIGHT.values()])
    said: list[object] = []
    answers = Answers.asked(lambda _question: next(typed), said.append)
    assert answers == Answers(**RIGHT)
    assert said == ["The portal's host name (host): as in portal.example.org."]
