"""QR codes as SVG."""

import qrcode
from django.utils.safestring import SafeString
from qrcode.image.svg import SvgPathImage


def svg(*, text: str) -> SafeString:
    """The text as an inline SVG of one path, black on transparent."""
    image = qrcode.make(text, image_factory=SvgPathImage, box_size=10, border=1)
    drawn: str = image.to_string(encoding="unicode")
    return SafeString(drawn)
