"""Texts in two languages: which there are, which one waits for the other, and sheets of them."""
