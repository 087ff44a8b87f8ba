from django.urls import path

from kpcsc.foundation.mail import views

urlpatterns = [
    path("letters/<str:token>/", views.refusal, name="letter_refusal"),
]
