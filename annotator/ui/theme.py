"""Colours: one light and one dark theme, and the shades of a label in each.

Colours are ``#rrggbb`` texts, so nothing here needs Qt. Shades are mixed in OKLab, in which
equal steps look equal and a colour keeps its hue while it gets lighter or darker.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import dist

from annotator.core.palette import PALETTE as PALETTE

LEAST_CONTRAST = 4.5
"""The contrast that every label's name and bar keep on paper (WCAG 2, level AA)."""


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of the window and of the page in it."""

    name: str
    dark: bool
    paper: str
    """The ground of the text."""
    panel: str
    """The ground of everything around it."""
    card: str
    """The ground of fields and list entries."""
    ink: str
    muted: str
    """Ink for what is said in passing; still readable on paper and panel."""
    line: str
    selection: str
    focus: str
    """The ring around what has the keyboard."""
    accent: str
    warning: str
    """The ground of a message that needs attention."""
    done: str
    match: str
    """The ground of what find has found."""
    match_current: str
    strength: float
    """How much of a label's colour its fill has."""


LIGHT = Theme(
    name="light", dark=False, paper="#fdfcfa", panel="#f3f2ee", card="#ffffff", ink="#23262d",
    muted="#666a73", line="#dcdad4", selection="#cddffb", focus="#1d4ed8", accent="#2458b8",
    warning="#fbeec8", done="#0b7a55", match="#fbe7a1", match_current="#ffcb3d", strength=0.15,
)  # fmt: skip
DARK = Theme(
    name="dark", dark=True, paper="#16181d", panel="#1c1e24", card="#23262e", ink="#e3e5e9",
    muted="#9298a4", line="#333843", selection="#2b4777", focus="#8ab4ff", accent="#86aef7",
    warning="#4d3f17", done="#4fc58f", match="#51471d", match_current="#765b0c", strength=0.24,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LabelShades:
    """How a label's colour appears in one theme; all opaque."""

    fill: str
    """The ground under marked words."""
    strong: str
    """The ground under the picked span's words."""
    bar: str
    name: str


@lru_cache(maxsize=4096)
def label_shades(color: str, theme: Theme) -> LabelShades:
    """Give the shades of a label's colour.

    Name and bar have a contrast of at least `LEAST_CONTRAST` on paper, the name also on the
    fill; ink is readable on both fills.
    """
    lifted = _lighter(color, 0.2) if theme.dark else color
    fill = mixed(lifted, theme.paper, theme.strength)
    return LabelShades(
        fill=fill,
        strong=_strong(lifted, theme),
        bar=_readable(lifted, (theme.paper,)),
        name=_readable(lifted, (theme.paper, fill)),
    )


def _strong(color: str, theme: Theme) -> str:
    """Give the strongest fill, up to twice the usual one, on which ink is still readable."""
    share = theme.strength * 2
    while share > theme.strength and contrast(theme.ink, mixed(color, theme.paper, share)) < 5:
        share -= 0.03
    return mixed(color, theme.paper, share)


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours as WCAG 2 defines it, from 1 to 21.

    >>> round(contrast("#000000", "#ffffff"))
    21
    """
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mixed(color: str, ground: str, share: float) -> str:
    """Give the opaque colour that a share (0 to 1) of a colour on a ground looks like.

    >>> mixed("#000000", "#ffffff", 0.5)
    '#808080'
    """
    pairs = zip(_channels(color), _channels(ground), strict=True)
    return _hex(tuple(c * share + g * (1 - share) for c, g in pairs))


# How linear RGB looks with all cones, without the long, without the middle ones (Machado,
# Oliveira and Fernandes 2009, severity 1).
_SIGHTS = (
    ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216),
     (-0.003882, -0.048116, 1.051998)),
    ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413),
     (-0.011820, 0.042940, 0.968881)),
)  # fmt: skip


@lru_cache(maxsize=16384)
def distance(one: str, other: str) -> float:
    """Give how far two colours are apart in OKLab, for the sight that tells them apart least.

    Sights: all cones, no long, no middle cone. About 0.05 is enough to tell two bars apart.
    """
    return min(dist(_seen(one, sight), _seen(other, sight)) for sight in range(len(_SIGHTS)))


@lru_cache(maxsize=4096)
def _seen(color: str, sight: int) -> tuple[float, float, float]:
    rgb = tuple(map(_linear, _channels(color)))
    channels = (sum(w * c for w, c in zip(row, rgb, strict=True)) for row in _SIGHTS[sight])
    return _lab_of(*(min(max(channel, 0.0), 1.0) for channel in channels))


def _readable(color: str, grounds: tuple[str, ...]) -> str:
    """Give a colour made darker (or on a dark ground lighter) until it can be read."""
    step = -0.01 if _luminance(grounds[0]) > 0.5 else 0.01
    for _ in range(100):
        if all(contrast(color, ground) >= LEAST_CONTRAST for ground in grounds):
            break
        color = _lighter(color, step)
    return color


def _lighter(color: str, by: float) -> str:
    lightness, a, b = _to_oklab(color)
    wanted = min(max(lightness + by, 0.0), 1.0)
    for share in (1.0, 0.85, 0.7, 0.55, 0.4, 0.2, 0.0):  # less colour until the screen has it
        rgb = _from_oklab(wanted, a * share, b * share)
        if all(-0.004 <= channel <= 1.004 for channel in rgb):
            break
    return _hex(tuple(_companded(min(max(channel, 0.0), 1.0)) for channel in rgb))


def _channels(color: str) -> tuple[float, float, float]:
    return tuple(int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))  # type: ignore[return-value]


def _hex(channels: tuple[float, ...]) -> str:
    return "#" + "".join(f"{int(channel * 255 + 0.5):02x}" for channel in channels)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _companded(channel: float) -> float:
    return channel * 12.92 if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055


def _luminance(color: str) -> float:
    red, green, blue = map(_linear, _channels(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _to_oklab(color: str) -> tuple[float, float, float]:
    """Give lightness, green to red, blue to yellow (Ottosson 2020)."""
    return _lab_of(*map(_linear, _channels(color)))


def _lab_of(r: float, g: float, b: float) -> tuple[float, float, float]:
    long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    medium = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    short = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def _from_oklab(lightness: float, a: float, b: float) -> tuple[float, float, float]:
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
