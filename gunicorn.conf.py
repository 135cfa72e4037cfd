"""How the web server runs; gunicorn reads this file from the folder it is started in.

One process of eight threads, about 100 MB: enough for a cooperative. On a larger machine set `WEB_PROCESSES` to the
number of cores; the application is then loaded once, before they are forked, yet each costs a further 60 MB: Python writes
to whatever it reads (its counts of references), and what is written to is no longer shared.

Settings from the environment: `HOST` and `PORT`, or `WEB_SOCKET` for the descriptor of a socket that is already open
(bin/serve.py), or `WEB_BIND` for what gunicorn itself understands (`unix:/run/moucharaka/web.sock`, in production);
`WEB_PROCESSES` and `WEB_THREADS`.
"""

import ctypes
import gc
import os
import sys
from pathlib import Path

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8


def _give_freed_memory_back() -> None:
    """Checking a passphrase takes 19 MB for a moment; the C library would keep them in every thread (mallopt(3))."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:  # GNU's
        mallopt(_M_MMAP_THRESHOLD, 256 * 1024)
        mallopt(_M_TRIM_THRESHOLD, 128 * 1024)
        mallopt(_M_ARENA_MAX, 2)


def _bind() -> str:
    if descriptor := os.environ.get("WEB_SOCKET"):
        return f"fd://{descriptor}"
    if given := os.environ.get("WEB_BIND"):
        return given
    host = os.environ.get("HOST", "127.0.0.1")
    return f"{f'[{host}]' if ':' in host else host}:{os.environ.get('PORT', '5000')}"


_give_freed_memory_back()

wsgi_app = "wsgi:app"
bind = _bind()
worker_class = "gthread"
workers = int(os.environ.get("WEB_PROCESSES", "1"))
threads = int(os.environ.get("WEB_THREADS", "8"))
preload_app = workers > 1
timeout = 60  # seconds without a sign of life after which a process is killed and replaced
graceful_timeout = 10  # seconds that requests under way get when the server stops
keepalive = 5
umask = 0o007  # of a Unix socket: whoever may open it may say who the visitor is, so its group and no others

# Addresses hold tokens (check, invitation, reset), so no access log; what goes wrong is logged by the application.
accesslog = None
errorlog = "-"
loglevel = "warning"

# Forwarded headers are the application's to judge (TRUSTED_PROXY_COUNT); gunicorn would believe any local process.
forwarded_allow_ips = ""
secure_scheme_headers: dict[str, str] = {}
forwarder_headers = ""

# gunicorn 27 opens a control socket below $HOME, which two installations would share.
control_socket_disable = True

if Path("/dev/shm").is_dir() and os.access("/dev/shm", os.W_OK):
    worker_tmp_dir = "/dev/shm"  # signs of life are written here: never wait for a disk


def when_ready(server: object) -> None:
    """Leave what is loaded out of garbage collection: pages that nobody writes to stay shared between processes."""
    gc.collect()
    gc.freeze()


def post_worker_init(worker: object) -> None:
    """The application stays: searching it again and again for what could go would cost as much as answering."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)  # a page makes some thousands of objects, and drops them without being asked


def post_fork(server: object, worker: object) -> None:
    """A process opens its own database connections: one opened before the fork would be spoken on by two."""
    application = getattr(sys.modules.get("wsgi"), "app", None)
    if application is None or "sqlalchemy" not in application.extensions:
        return
    with application.app_context():
        for engine in application.extensions["sqlalchemy"].engines.values():
            engine.dispose(close=False)
