from django.urls import path

from meetings import views
from meetings.follow_ups.views import my_follow_ups
from meetings.invitations import views as invitation_page
from meetings.pictures.views import picture_file
from meetings.running.views import meeting_run

urlpatterns = [
    path("campaigns/", views.campaign_list, name="campaign_list"),
    path("meetings/", views.meeting_list, name="meeting_list"),
    path("meetings/<slug:slug>/calendar.ics", views.meeting_calendar, name="meeting_calendar"),
    path("invitations/<str:token>/", invitation_page.invitation, name="meeting_invitation"),
    path("meetings/<slug:slug>/run/", meeting_run, name="meeting_run"),
    path("my/follow-ups/", my_follow_ups, name="my_follow_ups"),
    path("pictures/<slug:key>-<int:width>.<slug:form>", picture_file, name="picture_file"),
    path("documents/<uuid:key>/", views.document_detail, name="document_detail"),
]
