"""The desk's lists and edit pages: `python -m tests.benchmarks.admin` prints a line for each.

Asked in this process, as a member of staff: queries, milliseconds (median), bytes, path. At the
end, the same of saving a record: its form with another title, again and again.
"""

import os
from statistics import median
from time import perf_counter

import django

WARM_UP = 3
REQUESTS = 20


def main() -> None:
    """Measures the pages of the first meeting and the first organisation with all their parts."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kpcsc.settings")
    django.setup()

    from django.db import connection  # noqa: PLC0415 (they need the settings)
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from meetings.models import Meeting  # noqa: PLC0415
    from organisations.models import Organisation, User  # noqa: PLC0415
    from tests.forms_on_pages import sendings  # noqa: PLC0415

    staff, _created = User.objects.get_or_create(
        email="benchmark@example.org", defaults={"is_staff": True, "is_superuser": True}
    )
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(staff)
    paths = []
    for row in (
        Meeting.objects.get(slug="2021-06-strategy-meeting"),
        Organisation.objects.get(slug="kp-csc"),
    ):
        page = f"admin:{row._meta.label_lower.replace('.', '_')}"
        paths += [reverse(f"{page}_changelist"), reverse(f"{page}_change", args=[row.pk])]
    for path in paths:
        times = []
        for _ in range(WARM_UP + REQUESTS):
            start = perf_counter()
            response = client.get(path)
            times.append(1000 * (perf_counter() - start))
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        if response.status_code != 200:
            raise SystemExit(f"{path} answered {response.status_code}")
        print(len(queries), f"{median(times[WARM_UP:]):.1f}", len(response.content), path)
    for path, name in zip(paths[1::2], ("title_fr", "name_fr"), strict=True):
        times = []
        for number in range(WARM_UP + REQUESTS):
            page = client.get(path).content.decode()
            form = next(one for one in sendings(path, page, {}) if "_continue" in one.data)
            data = form.content() | {name: f"Titre {number}"}
            start = perf_counter()
            response = client.post(path, data)
            times.append(1000 * (perf_counter() - start))
            if response.status_code != 302:
                raise SystemExit(f"saving {path} answered {response.status_code}")
        print(0, f"{median(times[WARM_UP:]):.1f}", 0, f"save {path}")


if __name__ == "__main__":
    main()
