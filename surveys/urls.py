from django.urls import path

from surveys import views

urlpatterns = [
    path("surveys/answer/<str:token>/", views.answer, name="survey_answer"),
    path("surveys/<slug:slug>/", views.results, name="survey_results"),
    path("surveys/<slug:slug>/results.<str:kind>", views.results_file, name="survey_export"),
]
