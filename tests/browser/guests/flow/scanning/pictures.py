"""Pictures of officers' QR as a tablet's camera takes them, drawn from a seed: the same ones on every machine.

Each is 640 x 480 and grey, has modules of 2.5 to 6 px, and lies up to 15 degrees askew on a grey desk whose light is
uneven. One thing makes it hard, its kind:

| kind  | range |
|-------|-------|
| blur  | Gaussian, sigma of 0.10 to 0.40 module |
| tilt  | the card leans back or to a side by 0 to 35 degrees, seen from 2.5 times its width |
| glare | white spots over 2 to 10 % of the code, none on a finder |
| light | 5 to 100 % of full light, with the grain of a sensor: sigma 0.6 + 3.5 * sqrt(light) of 255 |
| size  | modules of 2.5 to 4 px, the lower half of the range |
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import qrcode
from PIL import Image, ImageChops, ImageDraw, ImageFilter

WIDTH, HEIGHT = 640, 480
KINDS = ("blur", "tilt", "glare", "light", "size")
A_KIND = 40
SEED = 2611
QUIET = 4
CELL = 8  # px of a module before it is seen by the camera
FINDER = 8  # modules of a corner that glare leaves alone
TOKEN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
HOSTS = ("https://pst.bpsgorontalo.example", "https://pst7571.bps.example", "http://192.168.10.21:8000")
Point = tuple[float, float]


@dataclass(frozen=True)
class Shot:
    """One picture: what makes it hard, what it says, its grey pixels row by row."""

    kind: str
    text: str
    image: Image.Image


def shots(seed: int = SEED, a_kind: int = A_KIND) -> Iterator[Shot]:
    """The pictures, kind by kind."""
    for kind in KINDS:
        for number in range(a_kind):
            chance = Random(f"{seed} {kind} {number}")
            text = f"{chance.choice(HOSTS)}/n/{''.join(chance.choices(TOKEN, k=chance.choice((22, 30))))}"
            yield Shot(kind, text, _take(kind, text, (number + 0.5) / a_kind, chance))


def _take(kind: str, text: str, hardness: float, chance: Random) -> Image.Image:
    """`hardness` from 0 to 1 walks evenly through the range of the kind."""
    card = _card(text)
    if kind == "glare":
        _spoil(card, 0.02 + 0.08 * hardness, chance)
    module = chance.uniform(2.5, 6) if kind != "size" else 4 - 1.5 * hardness
    lean = math.radians(35 * hardness) if kind == "tilt" else 0.0
    seen = _seen(card, module, lean, chance)
    if kind == "blur":
        seen = seen.filter(ImageFilter.GaussianBlur((0.10 + 0.30 * hardness) * module))
    light = 1 - 0.95 * hardness if kind == "light" else chance.uniform(0.6, 1)
    return _lit(seen, light, 0.6 + 3.5 * math.sqrt(light) if kind == "light" else 1.5, chance)


def _card(text: str) -> Image.Image:
    """The code as we draw it, with its quiet zone, on the white of a card."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=QUIET, box_size=CELL, mask_pattern=2)
    code.add_data(text)
    code.make(fit=True)
    return code.make_image().get_image().convert("L").point(lambda v: 235 if v else 25)


def _spoil(card: Image.Image, share: float, chance: Random) -> None:
    """White spots over `share` of the code, none on a finder."""
    side = card.width - 2 * QUIET * CELL
    edge = FINDER * CELL
    spots = chance.randint(1, 3)
    radius = math.sqrt(share * side * side / spots / math.pi)
    draw = ImageDraw.Draw(card)
    done = 0
    while done < spots:
        x, y = (chance.uniform(radius, side - radius) for _ in range(2))
        corners = ((0, 0), (side - edge, 0), (0, side - edge))
        if any(_touches(x, y, radius, left, top, edge) for left, top in corners):
            continue
        at = QUIET * CELL
        draw.ellipse((at + x - radius, at + y - radius, at + x + radius, at + y + radius), fill=255)
        done += 1


def _touches(x: float, y: float, radius: float, left: float, top: float, edge: float) -> bool:
    """Does the spot reach into the square?"""
    near_x, near_y = min(max(x, left), left + edge), min(max(y, top), top + edge)
    return math.hypot(x - near_x, y - near_y) < radius


def _seen(card: Image.Image, module: float, lean: float, chance: Random) -> Image.Image:
    """The card as the camera sees it: small, askew, leaning, somewhere in the picture."""
    side = card.width / CELL * module
    turn, towards = math.radians(chance.uniform(-15, 15)), chance.uniform(0, 2 * math.pi)
    corners = [_place(x, y, side, turn, lean, towards) for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
    reach = max(max(abs(x), abs(y)) for x, y in corners)
    centre = (
        WIDTH / 2 + chance.uniform(-1, 1) * max(0.0, WIDTH / 2 - reach - 4),
        HEIGHT / 2 + chance.uniform(-1, 1) * max(0.0, HEIGHT / 2 - reach - 4),
    )
    goals = [(centre[0] + x, centre[1] + y) for x, y in corners]
    smaller = card.resize((round(side * 2),) * 2, Image.Resampling.BOX) if side * 2 < card.width else card
    sources = [(0, 0), (smaller.width, 0), (smaller.width, smaller.height), (0, smaller.height)]
    how = _perspective(goals, sources)
    big = (WIDTH, HEIGHT)
    code = smaller.transform(big, Image.Transform.PERSPECTIVE, how, Image.Resampling.BICUBIC)
    mask = Image.new("L", smaller.size, 255).transform(big, Image.Transform.PERSPECTIVE, how)
    return Image.composite(code, Image.new("L", big, chance.randint(60, 150)), mask)


def _place(x: float, y: float, side: float, turn: float, lean: float, towards: float) -> Point:
    """A corner of the card after it was turned in its plane and leant back about the axis `towards`."""
    x, y = x * side / 2, y * side / 2
    along = x * math.cos(towards) + y * math.sin(towards)
    across = -x * math.sin(towards) + y * math.cos(towards)
    distance = 2.5 * side
    scale = distance / (distance + across * math.sin(lean))
    along, across = along * scale, across * math.cos(lean) * scale
    x, y = (
        along * math.cos(towards) - across * math.sin(towards),
        along * math.sin(towards) + across * math.cos(towards),
    )
    return x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn)


def _perspective(goals: list[Point], sources: list[Point]) -> list[float]:
    """Pillow's eight numbers that take each goal's pixel from its source."""
    rows = []
    for (x, y), (u, v) in zip(goals, sources, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    for column in range(8):
        best = max(range(column, 8), key=lambda row: abs(rows[row][column]))
        rows[column], rows[best] = rows[best], rows[column]
        rows[column] = [value / rows[column][column] for value in rows[column]]
        for row in range(8):
            if row != column:
                factor = rows[row][column]
                rows[row] = [mine - factor * other for mine, other in zip(rows[row], rows[column], strict=True)]
    return [row[8] for row in rows]


def _lit(seen: Image.Image, light: float, grain: float, chance: Random) -> Image.Image:
    """Less light, a third less of it on one side, and grain of `grain` levels on every pixel."""
    slope = Image.linear_gradient("L").rotate(chance.choice((0, 90, 180, 270))).resize(seen.size)
    shade = slope.point(lambda v: round(255 * light * (1 - v / 255 / 3)))
    dark = ImageChops.multiply(seen, shade)
    size = WIDTH * HEIGHT
    first, second, third = (Image.frombytes("L", seen.size, chance.randbytes(size)) for _ in range(3))
    noise = Image.blend(ImageChops.add(first, second, 2), third, 1 / 3)  # mean 127.5, sigma 42.5
    factor = grain / 42.5
    return ImageChops.add(dark, noise.point(lambda v: round(128 + (v - 127.5) * factor)), 1, -128)
