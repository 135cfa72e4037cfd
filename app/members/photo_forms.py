"""The forms of the picture of a person."""

from __future__ import annotations

from app.kernel.forms import BaseForm, CheckField, PictureField
from app.kernel.i18n import _l
from app.kernel.uploads import LARGEST_MEGABYTES


class OwnPhotoForm(BaseForm):
    """Who chooses their own picture agrees to it."""

    photo = PictureField(
        _l("Picture"),
        hint=_l("JPEG or PNG, %(size)s MB at most. A small square around its middle is kept.", size=LARGEST_MEGABYTES),
    )

    @property
    def is_agreed(self) -> bool:
        return True


class PhotoForm(OwnPhotoForm):
    """The picture of somebody else."""

    agreed = CheckField(_l("The person agrees to have this picture on their file"), required=True)

    @property
    def is_agreed(self) -> bool:
        return bool(self.agreed.data)
