"""The job worker: `python -m app.worker`, in the foreground until it is told to stop.

Not a command of `flask`, which would keep the library of migrations in memory beside it.
"""

from __future__ import annotations

from app.kernel import jobs


def main() -> None:
    from wsgi import app

    jobs.work(app)


if __name__ == "__main__":
    main()
