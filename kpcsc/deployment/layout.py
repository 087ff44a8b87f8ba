"""Where everything lies on the server."""

from pathlib import Path

USER = "portal"
WEB_SERVER_GROUP = "www-data"  # nginx's, who speaks to the portal's socket

CODE = Path("/opt/portal")
RELEASES = CODE / "releases"
CURRENT = CODE / "current"  # a link to the release that runs
LOCK = CODE / "upgrade.lock"  # the services wait for it before they start
COMMAND = Path("/usr/local/sbin/portal")

CONFIGURATION = Path("/etc/portal")
SETTINGS = CONFIGURATION / "portal.env"
RCLONE = CONFIGURATION / "rclone.conf"
CERTIFICATE = CONFIGURATION / "tls"  # a link to the folder with the certificate and its key

DATA = Path("/var/lib/portal")
DATABASE = DATA / "db.sqlite3"
LEDGER = DATA / "ledger"
DOCUMENTS = DATA / "documents"
BACKUPS = Path("/var/backups/portal")
LOGS = Path("/var/log/portal")
ACME = Path("/var/www/portal-acme")  # what proves to the certificate's authority whose the name is

SOCKET = Path("/run/portal.sock")
UNITS = Path("/etc/systemd/system")
NGINX_SITE = Path("/etc/nginx/conf.d/portal.conf")
LOG_ROTATION = Path("/etc/logrotate.d/portal")
