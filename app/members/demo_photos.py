"""Pictures of the demonstration: drawn figures, of nobody."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw

from app.kernel.upload_child import PORTRAIT_SIDE
from app.kernel.uploads import JPEG, Upload
from app.members import photo_services
from app.members.models import Member

COLOURS = (
    ("#d8ebe6", "#1f6f5c", "#8c5a3c"),
    ("#f1e3d3", "#7a3e1d", "#b98260"),
    ("#dfe6f3", "#2c4a86", "#a06a48"),
    ("#efe0ea", "#7b2f63", "#c99673"),
)


def load(members: Sequence[Member]) -> None:
    """One in three of them agreed to have one."""
    for rank, member in enumerate(members):
        if rank % 3 == 0:
            photo_services.keep_photo(member, figure(rank), is_agreed=True)


def figure(rank: int) -> Upload:
    """A head and shoulders, in one of a few colours."""
    ground, clothes, skin = COLOURS[rank % len(COLOURS)]
    picture = Image.new("RGB", (PORTRAIT_SIDE, PORTRAIT_SIDE), ground)
    drawing, unit = ImageDraw.Draw(picture), PORTRAIT_SIDE / 16
    drawing.ellipse((2 * unit, 10 * unit, 14 * unit, 24 * unit), fill=clothes)
    drawing.ellipse((5 * unit, 3 * unit, 11 * unit, 11 * unit), fill=skin)
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=80, optimize=True)
    return Upload(content=written.getvalue(), media_type=JPEG)
