"""Queries of each page: `python -m tests.benchmarks.queries PATH…` prints number and path."""

import os
import sys

import django


def main(paths: list[str]) -> None:
    """Asks for each page twice, with a session that is none, for which it is made anew; counts the
    second time, when what a process keeps of the records is there."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kpcsc.settings")
    django.setup()

    from django.db import connection  # noqa: PLC0415 (they need the settings)
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    client = Client(SERVER_NAME="127.0.0.1", HTTP_COOKIE="sessionid=none")
    for path in paths:
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        print(len(queries), path)


if __name__ == "__main__":
    main(sys.argv[1:])
