"""Files as full as the template: what a test stored, changed or swept away disturbs no other test."""

from __future__ import annotations

import pickle
import shutil
from pathlib import Path

Content = dict[str, tuple[int, bytes | None]]  # mode and bytes by path below the folder; no bytes for a folder


class KeptFiles:
    """All that stands in a folder (a few small files), kept by name in another one and put back on demand."""

    def __init__(self, folder: Path, shared: Path) -> None:
        self.folder, self.shared = folder, shared
        self._known: dict[str, Content] = {}

    def keep(self, name: str) -> None:
        (self.shared / f"{name}.files").write_bytes(pickle.dumps(self._content()))

    def put_back(self, name: str) -> None:
        """Byte for byte; nothing is written where nothing has changed."""
        if name not in self._known:
            self._known[name] = pickle.loads((self.shared / f"{name}.files").read_bytes())
        kept = self._known[name]
        if self._content() == kept:
            return
        for path in self.folder.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        for relative, (mode, content) in kept.items():
            path = self.folder / relative
            path.mkdir() if content is None else path.write_bytes(content)
            path.chmod(mode)

    def _content(self) -> Content:
        """Folders stand before what is in them."""
        return {
            str(path.relative_to(self.folder)): (path.stat().st_mode, None if path.is_dir() else path.read_bytes())
            for path in sorted(self.folder.rglob("*"))
        }
