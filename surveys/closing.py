"""Closing a survey, so that what it promised is true of the database from then on."""

import logging
from collections.abc import Sequence
from datetime import timedelta
from random import SystemRandom
from time import monotonic, sleep
from typing import Any
from uuid import uuid4

from django.db import DatabaseError, connection, models, transaction
from django.tasks import task
from django.utils import timezone

from kpcsc.foundation.history.author import set_author
from organisations.models import Country, User
from surveys.models import Answer, AnsweredMark, Choice, Confidentiality, Question, Response, Survey

logger = logging.getLogger(__name__)

BATCH = 1000
MOST_AT_ONCE = 2000  # answers that are written anew within a request: some two seconds
LONGEST_WAIT = 5  # seconds, for those who read meanwhile
PAUSE = timedelta(minutes=1)
REWRITTEN: tuple[type[models.Model], ...] = (Response, Answer, AnsweredMark)


@transaction.atomic
def close_survey(*, survey: Survey, by: User | None) -> Survey:
    """Ends a survey; answers that were only saved for later go.

    Unless the survey is named, its answers and the marks of who answered are written anew in a
    random order, in one transaction: neither a key, nor a time, nor SQLite's rowid or PostgreSQL's
    xmin, xmax and ctid then tell which came with which. The tables are packed after the commit.
    `by` is None where the survey closes by its own date.
    """
    survey = Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
    if survey.closed_at is not None:
        return survey
    survey.closed_at = timezone.now()
    set_author(survey, by)
    survey.advance_version()
    survey.save(update_fields=["closed_at"])
    Answer.objects.filter(response__survey=survey, response__is_complete=False).delete()
    survey.responses.filter(is_complete=False).delete()
    if survey.confidentiality != Confidentiality.NAMED:
        _write_anew(survey)
    transaction.on_commit(pack)
    return survey


@transaction.atomic
def end_survey(*, survey: Survey, by: User) -> Survey:
    """Has a survey take no more answers from now on; the clock then closes it.

    For surveys of more than MOST_AT_ONCE answers, which take too long for a request.
    """
    survey = Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
    now = timezone.now()
    if survey.closed_at is None and survey.closes_at is not None and survey.closes_at > now:
        survey.closes_at = now
        if survey.remind_at is not None and survey.remind_at >= now:
            survey.remind_at = None
        set_author(survey, by)
        survey.advance_version()
        survey.save(update_fields=["closes_at", "remind_at"])
    return survey


def _write_anew(survey: Survey) -> None:
    """The survey's responses, answers and marks, with new keys, in an order of chance."""
    shuffle = SystemRandom().shuffle
    responses = list(survey.responses.all())
    answers = list(Answer.objects.filter(response__survey=survey))
    marks = list(AnsweredMark.objects.filter(invitation__survey=survey))
    Answer.objects.filter(response__survey=survey).delete()
    survey.responses.all().delete()
    AnsweredMark.objects.filter(invitation__survey=survey).delete()
    keys = {response.pk: uuid4() for response in responses}
    for response in responses:
        response.pk, response.code_hash, response.version = keys[response.pk], None, 0
    for answer in answers:
        answer.pk, answer.response_id = None, keys[answer.response_id]
    for rows in (responses, answers, marks):
        _create(rows, shuffle)
    _lock_what_answers_point_at(survey)


def _create(rows: Sequence[Any], shuffle: Any) -> None:
    shuffled = list(rows)
    shuffle(shuffled)
    if shuffled:
        type(shuffled[0])._default_manager.bulk_create(shuffled, batch_size=BATCH)


def _lock_what_answers_point_at(survey: Survey) -> None:
    """Has this transaction be the last that locked a choice, a question or a country.

    PostgreSQL locks a row when another comes to point at it, and keeps in it which transaction did
    (xmax). Of a choice that somebody took back, that would still be theirs.
    """
    for rows in (
        Choice.objects.filter(question__survey=survey),
        Question.objects.filter(survey=survey),
        Country.objects.all(),
    ):
        list(rows.select_for_update(no_key=True).values_list("pk"))


def _has_readers(cursor: Any) -> bool:
    """Whether another session of this PostgreSQL database still reads an earlier state of it."""
    cursor.execute(
        "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() "
        "AND pid <> pg_backend_pid() AND backend_xmin IS NOT NULL)"
    )
    return bool(cursor.fetchone()[0])


def pack() -> None:
    """Packs the tables, now or as soon as nobody reads what was there before."""
    try:
        is_packed = pack_tables()
    except DatabaseError:
        logger.exception("The tables of answers could not be packed.")
        is_packed = False
    if not is_packed:
        pack_later.using(run_after=timezone.now() + PAUSE).enqueue()


@task
def pack_later() -> None:
    """Tries again."""
    pack()


def pack_tables() -> bool:
    """Frees the space of rows that are gone, so that no page of the file still holds them.

    PostgreSQL's samples of the values in a column (pg_statistic) are drawn anew as well. It keeps
    rows that a reader may still see, so such readers are waited for, if not for long. Returns
    whether nothing is left: neither database does more while somebody reads an earlier state.
    """
    names = [connection.ops.quote_name(model._meta.db_table) for model in REWRITTEN]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            is_busy, *_pages = cursor.fetchone()
            return not is_busy
        until = monotonic() + LONGEST_WAIT
        while (is_read := _has_readers(cursor)) and monotonic() < until:
            sleep(0.1)
        # Rather later than never: whoever reads a table has locked it, and others queue behind us.
        cursor.execute(f"SET lock_timeout = '{LONGEST_WAIT}s'")
        try:
            for name in names:
                # The full one counts itself among the readers, with whatever the other databases
                # of the server are writing; the plain one does not, and so leaves it no dead row.
                cursor.execute(f"VACUUM {name}")
                cursor.execute(f"VACUUM (FULL, ANALYZE) {name}")
        finally:
            cursor.execute("RESET lock_timeout")
        return not is_read
