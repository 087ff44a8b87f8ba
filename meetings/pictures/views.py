"""The files of pictures, in the sizes and formats that browsers choose from."""

from functools import partial
from typing import cast
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from kpcsc.foundation.http import read_only
from kpcsc.foundation.record_files import RecordFileStorage
from kpcsc.foundation.viewer import Viewer
from meetings.documents.picture_sizes import QUALITY, variant, widths_of
from meetings.models import CampaignPicture


@read_only
def picture_file(request: HttpRequest, key: str, width: int, form: str) -> HttpResponse:
    """A picture for those who may see its page; made when it is first asked for."""
    pictures = CampaignPicture.objects.visible_to(Viewer.of(request.user))
    picture = get_object_or_404(pictures, file=key)
    if form not in QUALITY or width not in widths_of(picture.width):
        raise Http404
    make = partial(variant, width=width, form=form)
    try:
        storage = cast(RecordFileStorage, picture.file.storage)
        path = storage.made(key, f"{width}.{form}", make)
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise Http404 from error
    headers = {"Content-Type": f"image/{form}", "ETag": f'"{path.name}"'}
    if prefix := settings.ACCEL_REDIRECT:
        return HttpResponse(headers=headers | {"X-Accel-Redirect": prefix + quote(path.name)})
    return HttpResponse(content, headers=headers)
