"""What a survey promises to those who answer, in sentences: one source for pages and letters."""

from django.utils.translation import gettext as _

from surveys.models import Confidentiality, Invitation, Survey, Unit


def who_can_tell(survey: Survey, invitation: Invitation | None) -> list[str]:
    """Who learns whose the answers are, for whoever has this invitation's link or the public one.

    On trial there is no invitation either: then it is said as to most of those invited.
    """
    if survey.is_anonymous:
        return _of_an_anonymous_answer(survey, invitation)
    if survey.confidentiality == Confidentiality.NAMED:
        whose = (
            _("The secretariat sees that the answers are your organisation’s.")
            if _is_for_organisation(survey, invitation)
            else _("The secretariat sees that the answers are yours.")
        )
        return [whose, _("Whoever has this link reads them as well, and can change them.")]
    return [_of_a_confidential_answer(survey, invitation), _whoever_runs_the_server()]


def what_a_used_link_tells(survey: Survey, invitation: Invitation) -> str:
    """What is known of the answer that came by a link which does not lead back to it."""
    if survey.is_anonymous:
        return _("The portal does not keep which answer came by this link.")
    if invitation.represented_organisation is None:  # by now: they may have left one since
        return _(
            "The secretariat sees who has answered, and of which organisation you were when you "
            "answered, if of any, not whose an answer is. If it asked nobody else of it, or of "
            "none, it can tell."
        )
    return _of_a_confidential_answer(survey, invitation)


def _of_an_anonymous_answer(survey: Survey, invitation: Invitation | None) -> list[str]:
    if invitation is None and survey.is_open_to_all:
        return [
            _(
                "Nobody can tell whose an answer is: this link is the same for everybody, and the "
                "portal keeps nothing about who used it."
            )
        ]
    forgotten = (
        _(
            "Once the survey is closed, the portal no longer knows which answer is your "
            "organisation’s: it keeps that it has answered, apart from what was answered."
        )
        if _is_for_organisation(survey, invitation)
        else _(
            "Once the survey is closed, the portal no longer knows which answer is yours: it keeps "
            "that you have answered, apart from what was answered."
        )
    )
    return [forgotten, _whoever_runs_the_server()]


def _of_a_confidential_answer(survey: Survey, invitation: Invitation | None) -> str:
    if _is_for_organisation(survey, invitation):
        return _(
            "The secretariat sees that the answers come from your organisation, not who wrote them."
        )
    if invitation and invitation.represented_organisation is None:
        return _(
            "The secretariat sees who has answered, and that your answers come from somebody of no "
            "organisation, not whose they are. If it asked nobody else of none, it can tell."
        )
    return _(
        "The secretariat sees who has answered, and from which organisation an answer comes, not "
        "whose it is. If it asked nobody else of your organisation, it can tell."
    )


def _whoever_runs_the_server() -> str:
    """Closing writes the answers anew in a random order; until then, their order tells."""
    return _(
        "Whoever runs the server could work out more: until the survey is closed, from a backup "
        "made before that, or where almost nobody else has answered."
    )


def _is_for_organisation(survey: Survey, invitation: Invitation | None) -> bool:
    if invitation is None:
        return survey.unit == Unit.ORGANISATION
    return invitation.organisation_id is not None
