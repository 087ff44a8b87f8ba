"""How gunicorn serves the portal: `gunicorn --config kpcsc/gunicorn_conf.py kpcsc.wsgi`."""

import os
from pathlib import Path

bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WORKERS", "2"))
preload_app = True  # the workers share the memory of what is loaded before they start
accesslog = None  # an access log would keep addresses: who reads what is nobody's business
errorlog = "-"
loglevel = "error"  # a warning of a malformed request names its address
timeout = 30
control_socket_disable = True  # nobody steers it but systemd
forwarder_headers = ""  # no header says at what address somebody asks: pages would hold false links
# With --reload: templates and styles are read once, so a change of either needs a new start.
reload_extra_files = [
    str(path)
    for folder in ("templates", "static/css")
    for path in Path(folder).rglob("*")
    if path.is_file()
]
