"""The person who is signed in, on pages that ask for it."""

from django.http import HttpRequest

from organisations.models import User


def signed_in_user(request: HttpRequest) -> User:
    """The person whom the admin or `login_required` let in."""
    assert isinstance(request.user, User)  # noqa: S101 (they let nobody else in)
    return request.user
