"""A Debian server of its own: a fresh Debian in a folder, booted by systemd in namespaces.

It shares the machine's network, so that packages can be installed, and ports 80 and 443 have to be
free. Needs root, debootstrap, unshare and nsenter.
"""

import os
import pty
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

SUITE = "trixie"
INCLUDED = "systemd,systemd-sysv,dbus,procps,ca-certificates"  # what each server of Debian's has
BOOT = """
set -e
mount --bind "$1" "$1"
mount -t proc proc "$1/proc"
mount --rbind /sys "$1/sys"
mount -t tmpfs tmpfs "$1/sys/fs/cgroup"
mount -t cgroup2 cgroup2 "$1/sys/fs/cgroup"
mount -t tmpfs tmpfs "$1/run"
mount --bind /dev "$1/dev"
mount -t tmpfs tmpfs "$1/dev/shm"
cd "$1"
pivot_root . .  # and no chroot, within which systemd could not part the users of its services
umount --lazy .
exec env -i container=rehearsal PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --system
"""
NAMESPACES = ("--mount", "--pid", "--cgroup", "--uts", "--ipc")
# What reaches the package mirrors from here has to reach them from there.
FROM_THIS_MACHINE = ("etc/resolv.conf", "etc/ssl/certs/ca-certificates.crt", "etc/pip.conf")
SECONDS_TO_BOOT = 60


class DebianServer:
    """A server in a folder, made from a fresh Debian that is kept beside it."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "root"
        self.base = folder / "debian"
        self.pid = 0

    def make(self) -> None:
        """Makes it anew."""
        if not self.base.exists():
            new = self.base.with_suffix(".new")
            shutil.rmtree(new, ignore_errors=True)
            run("debootstrap", "--variant=minbase", f"--include={INCLUDED}", SUITE, new)
            new.rename(self.base)
        shutil.rmtree(self.root, ignore_errors=True)
        run("cp", "--archive", self.base, self.root)
        for name in FROM_THIS_MACHINE:
            if (file := Path("/") / name).exists():
                shutil.copy(file, self.root / name)
        (self.root / "etc/hosts").write_text("127.0.0.1 localhost\n")

    def boot(self) -> None:
        """Has systemd start it."""
        unshare = ["unshare", *NAMESPACES, "--fork", "--kill-child", "sh", "-c", BOOT, "boot"]
        self.process = subprocess.Popen(
            [*unshare, self.root],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + SECONDS_TO_BOOT
        while time.monotonic() < until and self.process.poll() is None:
            self.pid = child_of(self.process.pid)
            said = self.run("systemctl", "is-system-running", check=False) if self.pid else ""
            if said.strip() in {"running", "degraded"}:
                return
            time.sleep(0.2)
        raise TimeoutError("The server did not boot.")

    def power_off(self) -> None:
        """Ends all its processes at once, as a power failure does."""
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)  # the first process of the namespace takes all along
        self.process.wait()
        self.pid = 0

    def run(self, *command: str | Path, check: bool = True, typed: str = "") -> str:
        """Runs a command there as root, and gives what it printed, errors among it."""
        done = subprocess.run(
            [*self.entering(), *command],
            input=typed,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert not check or done.returncode == 0, f"{command}\n{done.stdout}"
        return done.stdout

    def shell(self, line: str, *, check: bool = True, typed: str = "") -> str:
        """Runs a line as somebody would type it."""
        return self.run("bash", "-c", line, check=check, typed=typed)

    def answer_prompts(self, line: str, answers: list[str]) -> str:
        """Runs a line in a terminal, and types each answer once it is asked for; gives what was
        shown. A prompt ends with a colon and a blank."""
        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            [*self.entering(), "TERM=dumb", "bash", "-c", line],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        shown = b""
        waiting = list(answers)
        with suppress(OSError):  # the terminal is gone once the program has ended
            while some := os.read(ours, 1024):
                shown += some
                if waiting and shown.endswith(b": "):
                    os.write(ours, waiting.pop(0).encode() + b"\n")
        os.close(ours)
        assert process.wait() == 0, shown.decode()
        return shown.decode()

    def entering(self) -> list[str]:
        """What runs a command inside."""
        inside = ["nsenter", "--target", str(self.pid), *NAMESPACES, "--root", "--wdns=/root"]
        return [
            *inside,
            "env",
            "-i",
            "PATH=/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME=/root",
        ]


def run(*command: str | Path) -> bytes:
    """Runs a program of this machine, and gives what it printed; fails with what it said where it
    does."""
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, f"{command}\n{(done.stdout + done.stderr).decode()}"
    return done.stdout


def child_of(pid: int) -> int:
    """The process that another one started; 0 where there is none."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except FileNotFoundError:
        return 0
    return int(children[0]) if children else 0
