"""Drawn stand-ins for photos: a street scene before and after. Nobody could take them for real ones."""

import io
import random
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 960, 720
Draw = ImageDraw.ImageDraw
SKIES = ((196, 214, 226), (214, 222, 214), (226, 214, 200))


def picture(*, scene: str, is_after: bool, seed: int) -> bytes:
    """A JPEG of the scene, 960 × 720."""
    chance = random.Random(seed)
    dark = scene == "lamp" and not is_after
    image = Image.new("RGB", (WIDTH, HEIGHT), (38, 44, 60) if dark else chance.choice(SKIES))
    draw = ImageDraw.Draw(image)
    _street(draw, chance, dark)
    SCENES[scene](draw, is_after, chance)
    image = image.filter(ImageFilter.GaussianBlur(1.1))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=82)
    return out.getvalue()


def _street(draw: Draw, chance: random.Random, dark: bool) -> None:
    tone = 60 if dark else 0
    left = 0
    while left < WIDTH:
        wide, high = chance.randint(120, 220), chance.randint(180, 360)
        grey = chance.randint(150, 190) - tone
        draw.rectangle((left, 470 - high, left + wide, 470), fill=(grey, grey - 6, grey - 16))
        for row in range(500 - high, 440, 46):
            for column in range(left + 16, left + wide - 24, 38):
                lit = dark and chance.random() < 0.3
                draw.rectangle((column, row, column + 18, row + 24), fill=(236, 214, 140) if lit else (92, 108, 122))
        left += wide + chance.randint(2, 14)
    draw.rectangle((0, 470, WIDTH, 540), fill=(168 - tone, 164 - tone, 156 - tone))
    draw.rectangle((0, 540, WIDTH, HEIGHT), fill=(96 - tone // 2, 98 - tone // 2, 102 - tone // 2))
    for left in range(20, WIDTH, 150):
        draw.rectangle((left, 625, left + 80, 635), fill=(220 - tone, 220 - tone, 214 - tone))


def _lamp(draw: Draw, is_after: bool, chance: random.Random) -> None:
    draw.rectangle((470, 150, 482, 500), fill=(60, 64, 70))
    draw.rectangle((470, 150, 580, 160), fill=(60, 64, 70))
    draw.ellipse((560, 152, 604, 180), fill=(255, 236, 160) if is_after else (44, 46, 50))


def _hole(draw: Draw, is_after: bool, chance: random.Random) -> None:
    box = (380, 575, 620, 665)
    draw.ellipse(box, fill=(70, 72, 76) if is_after else (28, 24, 22))
    if not is_after:
        draw.ellipse((420, 592, 590, 650), fill=(64, 46, 34))


def _water(draw: Draw, is_after: bool, chance: random.Random) -> None:
    if is_after:
        draw.rectangle((430, 590, 560, 630), fill=(64, 66, 70))
        for left in range(436, 556, 14):
            draw.rectangle((left, 594, left + 6, 626), fill=(30, 32, 34))
        return
    draw.ellipse((160, 550, 820, 700), fill=(112, 132, 146))
    for _ripple in range(14):
        left, top = chance.randint(220, 700), chance.randint(570, 680)
        draw.arc((left, top, left + 60, top + 14), 180, 360, fill=(176, 196, 206), width=2)


def _litter(draw: Draw, is_after: bool, chance: random.Random) -> None:
    draw.rectangle((690, 430, 760, 540), fill=(34, 110, 90))
    for _bag in range(0 if is_after else 46):
        left, top, size = chance.randint(320, 680), chance.randint(470, 600), chance.randint(18, 58)
        colour = chance.choice(((60, 60, 64), (196, 184, 150), (150, 62, 54), (84, 110, 150), (212, 212, 206)))
        draw.ellipse((left, top, left + size, top + size * 0.7), fill=colour)


def _tree(draw: Draw, is_after: bool, chance: random.Random) -> None:
    draw.rectangle((468, 300, 496, 545), fill=(96, 70, 48))
    for _leaf in range(60):
        left, top = chance.randint(360, 560), chance.randint(140, 320)
        draw.ellipse(
            (left, top, left + 60, top + 46), fill=(50 + chance.randint(0, 40), 110 + chance.randint(0, 40), 60)
        )
    if not is_after:
        draw.line((482, 360, 720, 590), fill=(96, 70, 48), width=16)
        for _leaf in range(26):
            left, top = chance.randint(610, 760), chance.randint(520, 620)
            draw.ellipse((left, top, left + 46, top + 34), fill=(66, 118, 62))


def _road(draw: Draw, is_after: bool, chance: random.Random) -> None:
    colour = (232, 232, 226) if is_after else (128, 128, 126)
    for left in range(300, 700, 56):
        draw.polygon(((left, 545), (left + 30, 545), (left + 18, 715), (left - 18, 715)), fill=colour)
    if not is_after:
        for _crate in range(7):
            left = chance.randint(260, 700)
            draw.rectangle(
                (left, 500, left + 54, 548), fill=chance.choice(((176, 120, 60), (150, 60, 50), (60, 96, 140)))
            )


def _wall(draw: Draw, is_after: bool, chance: random.Random) -> None:
    draw.rectangle((300, 180, 680, 545), fill=(206, 194, 174))
    draw.rectangle((430, 330, 550, 545), fill=(92, 74, 60))
    for _sheet in range(0 if is_after else 26):
        left, top = chance.randint(306, 640), chance.randint(190, 500)
        colour = chance.choice(((240, 232, 120), (236, 236, 232), (214, 90, 74), (110, 170, 210)))
        draw.rectangle((left, top, left + 32, top + 24), fill=colour)


def _park(draw: Draw, is_after: bool, chance: random.Random) -> None:
    draw.rectangle((0, 470, WIDTH, 560), fill=(112, 148, 92))
    for left in (330, 520):
        draw.line((left, 540, left + 40, 330, left + 80, 540), fill=(40, 96, 150), width=10)
    draw.line((370, 335, 560, 335), fill=(40, 96, 150), width=10)
    end = 500 if is_after else 540
    draw.line((420, 335, 420, end), fill=(70, 74, 80), width=5)
    draw.line((500, 335, 500 if is_after else 560, 500), fill=(70, 74, 80), width=5)
    draw.rectangle((405, end, 515, end + 12) if is_after else (560, 545, 660, 557), fill=(196, 70, 50))


SCENES: dict[str, Callable[[Draw, bool, random.Random], None]] = {
    "lamp": _lamp,
    "hole": _hole,
    "water": _water,
    "litter": _litter,
    "tree": _tree,
    "road": _road,
    "wall": _wall,
    "park": _park,
}
