"""How gunicorn serves the portal: `gunicorn --config kpcsc/gunicorn_conf.py kpcsc.wsgi`."""

import os

bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WORKERS", "2"))
preload_app = True  # the workers share the memory of what is loaded before they start
accesslog = None  # an access log would keep addresses: who reads what is nobody's business
errorlog = "-"
loglevel = "warning"
timeout = 30
