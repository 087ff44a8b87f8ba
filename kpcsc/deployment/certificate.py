"""The certificate with which nginx answers over TLS."""

import socket
import subprocess
from pathlib import Path

from kpcsc.deployment.layout import ACME, CERTIFICATE, CONFIGURATION
from kpcsc.deployment.machine import DeploymentError, run, systemctl, tell

SELF_SIGNED = CONFIGURATION / "self-signed"
DAYS = 3650


def ensure_certificate(host: str) -> None:
    """Makes sure that there is one, of the portal's own where none of an authority's is there."""
    if not CERTIFICATE.exists():
        _make_self_signed(host)
        _use(SELF_SIGNED)


def request_certificate(host: str, contact: str) -> None:
    """Has Let's Encrypt certify the host name, where it leads to this machine; renewed by certbot.

    Raises DeploymentError where it refuses.
    """
    if not leads_here(host):
        tell(
            f"{host} does not lead to this server yet, so browsers will warn of its certificate. "
            "Once it does: portal certificate"
        )
        return
    tell(f"Requesting a certificate for {host}.")
    run(
        *("certbot", "certonly", "--non-interactive", "--agree-tos", "--email", contact),
        *("--webroot", "--webroot-path", ACME, "--domain", host, "--keep-until-expiring"),
        *("--deploy-hook", "systemctl reload nginx"),
    )
    _use(Path("/etc/letsencrypt/live") / host)
    systemctl("reload", "nginx.service")


def leads_here(host: str) -> bool:
    """Whether the host name has an address that is one of this machine's."""
    try:
        found = {entry[4][0] for entry in socket.getaddrinfo(host, 443)}
        own = subprocess.run(
            ["hostname", "--all-ip-addresses"],  # noqa: S607 (Debian's)
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
    except (OSError, subprocess.CalledProcessError):
        return False
    return bool(found & set(own))


def _make_self_signed(host: str) -> None:
    SELF_SIGNED.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        run(
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", str(DAYS)),
            *("-subj", f"/CN={host}", "-addext", f"subjectAltName=DNS:{host}"),
            *("-keyout", SELF_SIGNED / "privkey.pem", "-out", SELF_SIGNED / "fullchain.pem"),
        )
    except DeploymentError as error:
        raise DeploymentError(f"No certificate could be made. {error}") from error


def _use(folder: Path) -> None:
    new = CERTIFICATE.with_name("tls.new")
    new.unlink(missing_ok=True)
    new.symlink_to(folder)
    new.replace(CERTIFICATE)
