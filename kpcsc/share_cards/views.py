"""The cards' pictures."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from kpcsc.foundation.http import read_only
from kpcsc.share_cards.card import Card
from kpcsc.share_cards.drawing import draw
from kpcsc.share_cards.records import KINDS, card_of, portal_card


@read_only
def share_card(_request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """The card of a record that anyone may see."""
    if kind not in KINDS:
        raise Http404
    return picture_of(card_of(get_object_or_404(KINDS[kind].records(), slug=slug)))


@read_only
def portal_share_card(_request: HttpRequest) -> HttpResponse:
    """The card of the pages that are about no record."""
    return picture_of(portal_card())


def picture_of(card: Card) -> HttpResponse:
    """The card as an answer."""
    return HttpResponse(draw(card), content_type="image/png")
