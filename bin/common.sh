# Read by the scripts in bin/ (POSIX sh): settings' defaults, and commands that stop when they are told to.

cd "$(dirname "$0")/.." || exit 1
PYTHON_IN_VENV=.venv/bin/python

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

# Run a command that ends with us: SIGTERM, which a shell would keep to itself until the command is done, is handed on.
attend() {
    "$@" &
    attended=$!
    trap 'kill -TERM "$attended" 2>/dev/null; wait "$attended"; exit 143' TERM HUP
    trap 'kill -TERM "$attended" 2>/dev/null; wait "$attended"; exit 130' INT
    wait "$attended"
    set -- $?
    trap - TERM HUP INT
    return "$1"
}

# macOS: Python does not look where Homebrew puts Pango.
if [ "$(uname -s)" = Darwin ]; then
    for folder in /opt/homebrew/lib /usr/local/lib; do
        [ -d "$folder" ] && DYLD_FALLBACK_LIBRARY_PATH="${DYLD_FALLBACK_LIBRARY_PATH:+$DYLD_FALLBACK_LIBRARY_PATH:}$folder"
    done
    export DYLD_FALLBACK_LIBRARY_PATH
fi
