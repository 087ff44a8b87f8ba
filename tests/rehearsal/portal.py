"""The portal on a Debian server: installed, filled, read and posted to as from outside."""

import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPSConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from tests.rehearsal.server import DebianServer, run

ROOT = Path(__file__).resolve().parents[2]
HOST = "portal.example.org"
# To what install.sh asks; the key of the backups is made.
TYPED = f"""{HOST}
secretariat@example.org
smtp://127.0.0.1:2525
portal@example.org
sqlite

"""
# The demonstration has no place among real records, so it is loaded as on a desk.
AS_PORTAL = "cd /opt/portal/current && setpriv --reuid portal --regid portal --init-groups env"
DEMO = (
    "DEMO=true DATABASE_URL=sqlite:////var/lib/portal/db.sqlite3 LEDGER=/var/lib/portal/ledger "
    "MEDIA_ROOT=/var/lib/portal/documents LOG_FILE=/dev/null "
    'SECRET_KEY="$(sed -n \'s/^SECRET_KEY="\\(.*\\)"/\\1/p\' /etc/portal/portal.env)"'
)
PYTHON = ".venv/bin/python"
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"https://{HOST}"}
PATIENCE = 300  # seconds
LINKS = 1_000  # each of them answers once
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')

MAKE_LINKS = """
from itertools import count
import tests.factories
from django.db import transaction
from surveys.invitations.links import link_path
from tests.factories import make_invitation, make_question, make_survey, make_user
tests.factories.numbers = count({first})
with transaction.atomic():
    survey = make_survey(confidentiality="anonymous")
    print("field", f"q{{make_question(survey, 'short_text', position=1).pk}}")
    for _ in range({number}):
        print("link", link_path(make_invitation(survey, person=make_user())))

"""
MAKE_RESPONSES = """
from tests.benchmarks import surveys
surveys.RESPONSES = {number}
surveys.load()
"""
TEXTS = """
from surveys.models import Answer
print("\\n".join(f"text {text}" for text in Answer.objects.values_list("text", flat=True)))
"""
CONTENT = """
from kpcsc.backups.content import database_content
tables = sorted(database_content("default").items())
ours = {"meetings", "organisations", "surveys"}
print("\\n".join(f"table {name} {table}" for name, table in tables if name.split(".")[0] in ours))
"""


class PortalServer(DebianServer):
    """A Debian server with the portal."""

    secret_key = ""  # which opens its backups

    def copy_code(self, name: str, commit: str = "") -> Path:
        """Copies this checkout, or a commit, to a folder of root's there; gives it as seen from
        here."""
        target = self.root / "root" / name
        shutil.rmtree(target, ignore_errors=True)
        if commit:
            target.mkdir()
            archive = run("git", "-C", ROOT, "archive", commit)
            subprocess.run(["tar", "--extract"], cwd=target, input=archive, check=True)
            return target
        listed = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        for file in filter(None, run("git", "-C", ROOT, *listed).decode().split("\0")):
            if (ROOT / file).exists():
                (target / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / file, target / file)
        return target

    def install(self, commit: str = "") -> None:
        """Installs this checkout, or a commit, as a volunteer would."""
        self.copy_code("portal", commit)
        hosts = f"127.0.0.1 localhost\n127.0.0.1 {HOST}\n"
        (self.root / "etc/hosts").write_text(hosts)
        said = self.shell("sh portal/kpcsc/deployment/install.sh", typed=TYPED)
        if shown := re.search(r"AGE-SECRET-KEY-\w+", said):
            self.secret_key = shown[0]

    def demonstrate(self, scale: int = 0) -> None:
        """Loads the demonstration, and so many invented meetings."""
        self.shell(f"{AS_PORTAL} {DEMO} {PYTHON} manage.py demo --scale {scale}")

    def python(self, code: str) -> str:
        """Runs code in the portal, with the tests' own factories; gives what it printed."""
        tests = self.root / "srv/rehearsal/tests"
        shutil.rmtree(tests, ignore_errors=True)
        shutil.copytree(ROOT / "tests", tests)
        command = f"{AS_PORTAL} PYTHONPATH=/srv/rehearsal {PYTHON} manage.py shell --no-imports"
        return self.shell(command, typed=code)

    def load_responses(self, number: int) -> None:
        """Loads a survey with so many answers."""
        self.python(MAKE_RESPONSES.format(number=number))

    def make_posts(self) -> "Posts":
        """Many people with a link each to a survey of their own."""
        known = self.python("from organisations.models import User; print(User.objects.count())")
        first = int(known) * 10  # no number is used twice
        printed = self.python(MAKE_LINKS.format(first=first, number=LINKS))
        [field_name] = lines(printed, "field")
        return Posts(field_name, lines(printed, "link"), mark=f"After {first}")

    def texts(self) -> set[str]:
        """The texts of all answers."""
        return set(lines(self.python(TEXTS), "text"))

    def content(self) -> list[str]:
        """What the portal's tables hold, as counts and sums."""
        return lines(self.python(CONTENT), "table")


def lines(printed: str, kind: str) -> list[str]:
    """What follows the word in the lines that begin with it."""
    return [line[len(kind) + 1 :] for line in printed.splitlines() if line.startswith(f"{kind} ")]


def ask(path: str, form: dict[str, str] | None = None) -> tuple[int, bytes]:
    """The status and the body with which the portal answers over TLS; 0 without an answer."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # it signed its own
    browser = HTTPSConnection(HOST, 443, timeout=PATIENCE, context=context)
    browser._create_connection = _to_this_machine
    try:
        if form is None:
            browser.request("GET", path)
        else:
            browser.request("POST", path, urlencode(form), FORM)
        response = browser.getresponse()
        return response.status, response.read()
    except (OSError, HTTPException):
        return 0, b""
    finally:
        browser.close()


def _to_this_machine(_address: object, timeout: float, _source: object) -> socket.socket:
    return socket.create_connection(("127.0.0.1", 443), timeout)


def public_pages() -> dict[str, bytes]:
    """Every page of the site's map, and the map, by its path."""
    _status, site_map = ask("/sitemap.xml")
    paths = sorted({urlsplit(at).path for at in re.findall(r"https://[^<\"]+", site_map.decode())})
    assert len(paths) > 20
    pages = {}
    for path in ["/sitemap.xml", *(path for path in paths if path)]:
        status, pages[path] = ask(path)
        assert status in {200, 302}, path
    return pages


@dataclass
class Posts:
    """Answers to a survey, sent one after another by people who have a link each."""

    field_name: str
    links: list[str]
    mark: str  # by which these are told from others
    sent: list[str] = field(default_factory=list)
    refused: list[tuple[str, int]] = field(default_factory=list)
    slowest: float = 0

    def send(self, number: int) -> None:
        """Opens a form and sends it, as a browser does."""
        text = f"{self.mark}: {number}"
        start = time.monotonic()
        _status, page = ask(self.links[number])
        form = dict(HIDDEN.findall(page.decode())) | {self.field_name: text}
        status, _page = ask(self.links[number], form)
        self.slowest = max(self.slowest, time.monotonic() - start)
        if status in {200, 302, 303}:
            self.sent.append(text)
        else:
            self.refused.append((text, status))

    @contextmanager
    def arriving(self, a_second: int) -> Iterator[None]:
        """Sends so many a second; on leaving, each has had its answer."""
        is_over = threading.Event()
        waiting: list[Future[None]] = []

        def keep_sending(threads: ThreadPoolExecutor) -> None:
            for number in range(len(self.links)):
                if is_over.wait(1 / a_second):
                    return
                waiting.append(threads.submit(self.send, number))

        with ThreadPoolExecutor(200) as threads:
            clock = threading.Thread(target=keep_sending, args=[threads])
            clock.start()
            try:
                yield
            finally:
                is_over.set()
                clock.join()
                for one in waiting:
                    one.result()
