"""What a card says."""

from dataclasses import replace

from kpcsc.share_cards.card import Card

CARD = Card("Coalition", "Title", kicker="Meeting", line="Why", figure="24", figure_label="people")


def test_the_alternative_text_says_all_that_is_drawn() -> None:
    assert CARD.alternative_text == "Meeting · Title · Why · 24 people · Coalition"
    assert Card("Coalition", "Coalition").alternative_text == "Coalition"


def test_the_digest_changes_with_each_word_and_with_nothing_else() -> None:
    digests = {
        CARD.digest,
        *(replace(CARD, **{name: "x"}).digest for name in ("publisher", "title", "kicker")),
        *(replace(CARD, **{name: "x"}).digest for name in ("line", "figure", "figure_label")),
    }
    assert len(digests) == 7
    assert replace(CARD).digest == CARD.digest
