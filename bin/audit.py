"""Look up known vulnerabilities of the locked libraries with pip-audit, and say what could not be looked up.

Exit status: 0 every library was looked up and none is known to be vulnerable, 1 some are, 2 some could not be looked up.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.txt", "requirements-dev.txt")
SERVICES = ("pypi", "osv")  # asked in this order; the second only for what the first does not answer


def main() -> int:
    left = dict(sorted(locked().items()))
    vulnerable: list[str] = []
    for service in SERVICES:
        answered, found = ask(service, left)
        vulnerable += found
        left = {name: version for name, version in left.items() if name not in answered}
        if not left:
            break
    total = len(locked())
    print(f"{total - len(left)} of {total} locked libraries were looked up ({', '.join(SERVICES)}).")
    if left:
        print(f"NOT looked up, so nothing is known of these {len(left)}:")
        print("  " + "\n  ".join(f"{name}=={version}" for name, version in left.items()))
    for line in vulnerable:
        print(line)
    return 1 if vulnerable else 2 if left else 0


def locked() -> dict[str, str]:
    from check_lock import pins_of

    return {name: version for lock in LOCKS for name, version in pins_of(ROOT / lock).items()}


def ask(service: str, libraries: dict[str, str]) -> tuple[set[str], list[str]]:
    """The names that were really looked up, and a line for each known vulnerability."""
    report = run_pip_audit(service, libraries)
    answered = {item["name"] for item in report if "vulns" in item and "skip_reason" not in item}
    lines = []
    for item in report:
        for flaw in item.get("vulns", ()):
            fixed = ", ".join(flaw["fix_versions"]) or "no version yet"
            lines.append(f"VULNERABLE {item['name']}=={item['version']}: {flaw['id']}, fixed in {fixed}")
    return answered, lines


def run_pip_audit(service: str, libraries: dict[str, str]) -> list[dict[str, Any]]:
    """What pip-audit reports, library by library; nothing when it cannot reach its service."""
    wanted = "".join(f"{name}=={version}\n" for name, version in libraries.items())
    command = [
        sys.executable,
        "-m",
        "pip_audit",
        "--disable-pip",
        "--no-deps",
        "--format=json",
        "--progress-spinner=off",
    ]
    done = subprocess.run(
        [*command, f"--vulnerability-service={service}", "--requirement=/dev/stdin"],
        input=wanted,
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        report: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        reason = done.stderr.strip().splitlines()[-1:] or [f"status {done.returncode}"]
        print(f"{service}: no answer ({reason[0][:200]})")
        return []
    return report


if __name__ == "__main__":
    sys.exit(main())
