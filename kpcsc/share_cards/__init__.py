"""The picture that a messenger or a network shows beside a link to a public page."""
