"""How another process of ours, or a program of PostgreSQL's, finds the database."""

import pytest
from django.db import connection

from kpcsc.backups.databases import beside_database, tls_options
from kpcsc.foundation.database_settings import database_settings

URL = "postgres://portal@db.example.org:5432/portal?sslmode=verify-full&sslrootcert=/etc/ca.pem"
TLS = {"sslmode": "verify-full", "sslrootcert": "/etc/ca.pem"}


def test_tls_is_as_it_was_set() -> None:
    assert tls_options(database_settings(URL)) == TLS
    assert tls_options(database_settings(URL.partition("?")[0])) == {}
    assert tls_options(database_settings("sqlite:////var/lib/portal/db.sqlite3")) == {}


@pytest.mark.django_db
def test_copy_is_reached_over_tls_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("a file is reached over nothing")
    options = connection.settings_dict["OPTIONS"] | TLS
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", options)
    url = beside_database("portal_restored").url
    assert url.endswith("/portal_restored?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem")
    assert tls_options(database_settings(url)) == TLS
