"""`portal`: the command by which the portal is kept running on its server."""

import fcntl
import os
import signal
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from kpcsc.deployment.answers import Answers
from kpcsc.deployment.certificate import request_certificate
from kpcsc.deployment.install import install, portal_host, portal_settings, uninstall
from kpcsc.deployment.layout import SETTINGS
from kpcsc.deployment.machine import (
    DeploymentError,
    manage,
    manage_in_terminal,
    refuse_others,
    tell,
)
from kpcsc.deployment.move import move_database
from kpcsc.deployment.releases import delete_other_releases
from kpcsc.deployment.restore import restore
from kpcsc.deployment.services import restart_services
from kpcsc.deployment.upgrade import upgrade

RUNNING = Path("/run/portal-command.lock")
CODE = Path(__file__).resolve().parents[2]  # the code that is running


def run_install(options: Namespace) -> int:
    """Installs from the folder of this code."""
    answers = None
    if not SETTINGS.exists():
        if options.answers:
            answers = Answers.from_text(options.answers.read_text())
        else:
            answers = Answers.asked(input, tell)
    install(CODE, answers)
    return 0


def run_upgrade(options: Namespace) -> int:
    """Has the new code upgrade: it knows what it needs."""
    source = options.source.resolve()
    if not (source / "kpcsc/deployment").is_dir():
        raise DeploymentError(f"{source}: there is no portal's code in it. Nothing was changed.")
    if source != CODE:
        command = [sys.executable, "-P", "-m", "kpcsc.deployment", "upgrade", str(source)]
        os.execve(sys.executable, command, os.environ | {"PYTHONPATH": str(source)})  # noqa: S606 (ours)
    upgrade(source)
    return 0


def run_restore(options: Namespace) -> int:
    """Replaces the portal's data by a backup."""
    return restore(options.backup, options.key, is_sure=options.yes)


def run_confirm(_options: Namespace) -> int:
    """Deletes the former data and code."""
    tell(manage("delete_former").strip())
    tell(f"Former releases deleted: {delete_other_releases()}.")
    return 0


def run_certificate(_options: Namespace) -> int:
    """Requests a certificate for the portal's host name."""
    request_certificate(portal_host(), portal_settings()["CONTACT_EMAIL"])
    return 0


def run_move(options: Namespace) -> int:
    """Moves to another database."""
    move_database(options.target)
    return 0


def run_restart(_options: Namespace) -> int:
    """Has the settings read anew, where the portal can read them."""
    try:
        manage("check")
    except DeploymentError as error:
        raise DeploymentError(
            f"{error}\nNothing was restarted: the portal runs with its former settings."
        ) from error
    restart_services()
    tell("The portal uses its settings as they are now.")
    return 0


def run_uninstall(options: Namespace) -> int:
    """Removes the portal after a yes, and leaves its data."""
    if not options.yes and input("Remove the portal of this server? Type yes: ") != "yes":
        raise DeploymentError("Nothing was removed.")
    uninstall()
    return 0


def passed_on(*command: str) -> Callable[[Namespace], int]:
    """Runs a command of manage.py with whatever else was typed."""
    return lambda options: manage_in_terminal(*command, *options.rest)


def parser() -> ArgumentParser:
    """What can be typed."""
    root = ArgumentParser(prog="portal", description="Keeps the portal running on this server.")
    commands = root.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, action: Callable[[Namespace], int], text: str) -> ArgumentParser:
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(action=action, is_passed_on=False)
        return command

    def pass_on(name: str, text: str, *to: str, usage: str = "") -> None:
        command = add(name, passed_on(*to), text)
        command.set_defaults(is_passed_on=True)
        command.usage = f"portal {name} [-h] {usage}".rstrip()

    pass_on("backup", "Makes a backup, restores and checks it, and encrypts it.", "backup")
    back = add("restore", run_restore, "Replaces the portal's data by a backup, after a yes.")
    back.add_argument("backup", type=Path, help="the file, portal-….tar.gz.age")
    back.add_argument("--key", type=Path, help="a file with the secret key; else it is asked")
    back.add_argument("--yes", action="store_true", help="ask nothing")
    new = add("upgrade", run_upgrade, "Replaces the code by newer code, or leaves all as it is.")
    new.add_argument("source", type=Path, help="the folder of the new code")
    add(
        "confirm",
        run_confirm,
        "Deletes the former data and code, kept by an upgrade or a restore.",
    )
    pass_on("doctor", "Says what is wrong with the portal and what to do.", "doctor")
    pass_on(
        "log",
        "Shows what failed, or one failure by the code that somebody saw.",
        "log",
        usage="[CODE]",
    )
    move = add("move-database", run_move, "Moves everything to another database.")
    move.add_argument(
        "target",
        choices=["sqlite", "postgresql", "other"],
        help="on this server, or another, whose address is asked",
    )
    pass_on("send-offsite", "Sends backups and the ledger to another place.", "send_offsite")
    pass_on("fetch-ledger", "Brings the ledger back from there.", "fetch_ledger", usage="[LEDGER]")
    pass_on("open", "Opens a portal that was closed.", "open_portal")
    pass_on("administrator", "Makes somebody an administrator.", "createsuperuser")
    pass_on(
        "manage",
        "Runs any other command of manage.py, with what is typed behind it.",
        usage="COMMAND …",
    )
    add("restart", run_restart, f"Has the portal read {SETTINGS} anew.")
    add("certificate", run_certificate, "Requests a certificate for the host name.")
    end = add(
        "uninstall", run_uninstall, "Removes the portal, and leaves data, backups and settings."
    )
    end.add_argument("--yes", action="store_true", help="ask nothing")
    first = add("install", run_install, "Installs the portal of this folder (see install.sh).")
    first.add_argument("--answers", type=Path, help="a file of answers; else they are asked")
    return root


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Refuses a command while another one exchanges code or data. Raises DeploymentError."""
    with RUNNING.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise DeploymentError("Another portal command is running: wait for its end.") from error
        yield


def main() -> int:
    """Runs what was typed; gives the exit status."""
    known = parser()
    options, rest = known.parse_known_args()
    if rest and not options.is_passed_on:
        known.error(f"unrecognized arguments: {' '.join(rest)}")
    options.rest = rest
    refuse_others()
    os.umask(0o022)
    for number in (signal.SIGTERM, signal.SIGHUP):  # a key or a copy is deleted before the end
        signal.signal(number, lambda *_: sys.exit("Stopped."))
    try:
        with nullcontext() if options.is_passed_on else one_at_a_time():
            return options.action(options)
    except DeploymentError as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(f"{error.filename}: {error.strerror}.", file=sys.stderr)
    except (KeyboardInterrupt, EOFError):
        print("\nStopped.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
