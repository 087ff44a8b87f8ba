from django.urls import path

from kpcsc.member_area import views

urlpatterns = [
    path("", views.home, name="my_home"),
    path("directory/", views.directory, name="my_directory"),
    path("organisation/", views.listing, name="my_listing"),
    path("choices/", views.choices, name="my_choices"),
    path("choices/calendar/", views.calendar_address, name="my_calendar_address"),
    path("choices/erasure/", views.erasure, name="my_erasure"),
    path("choices/data/", views.data, name="my_data"),
    path("calendar/<str:token>.ics", views.calendar_feed, name="my_calendar"),
]
