from django.urls import path

from surveys.answering.views import answer
from surveys.results.views import results, results_file

urlpatterns = [
    path("surveys/answer/<str:token>/", answer, name="survey_answer"),
    path("surveys/<slug:slug>/", results, name="survey_results"),
    path("surveys/<slug:slug>/results.<str:kind>", results_file, name="survey_export"),
]
