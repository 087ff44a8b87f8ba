"""What the desk says of the letters that a change of a meeting sends."""

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.invitations.actions import ChangeNotice
from meetings.models import Meeting


def tell_of_notice(request: HttpRequest, meeting: Meeting, notice: ChangeNotice) -> None:
    """Says who hears of a change and how to stop that, and who is to be told by other means."""
    if number := len(notice.people):
        sentence = ngettext(
            "%(number)d person gets a letter about it in ten minutes.",
            "%(number)d people get a letter about it in ten minutes.",
            number,
        )
        page = reverse("admin:meetings_meeting_invitations", args=[meeting.pk])
        link = format_html('<a href="{}">{}</a>', page, _("Read or stop the letters"))
        messages.warning(request, format_html("{} {}", sentence % {"number": number}, link))
    if notice.unreachable:
        problem = _("Nobody to write to: %(names)s. Tell them by other means.")
        messages.warning(request, problem % {"names": ", ".join(sorted(notice.unreachable))})
