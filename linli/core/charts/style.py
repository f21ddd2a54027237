"""Colours of a chart that is a file; in a page `static/css/components/chart.css` says the same in tokens."""

FONTS = (
    "'Noto Sans SC','Noto Sans CJK SC','Source Han Sans SC','PingFang SC','HarmonyOS Sans SC','Microsoft YaHei',"
    "'WenQuanYi Micro Hei','Segoe UI',Roboto,Arial,sans-serif"
)
COLOURS = ("#0b6158", "#9a4a08", "#1d558f", "#71807b")
INK, SOFT, GRID, GROUND, PALE, BAR = "#14211e", "#465853", "#d3dbd8", "#ffffff", "#a9b8b3", "#6fb3a8"
SHADES = ("#eef6f4", "#b5d9d2", "#6fb3a8", "#2c8176", "#063c36")
BANDS = {"green": "#d3efd9", "blue": "#a5c8ef", "yellow": "#c0951c", "orange": "#b35a12", "red": "#771910"}

_SERIES = "".join(
    f".chart-line-{at}{{stroke:{colour}}}.chart-fill-{at}{{fill:{colour}}}.chart-hatch-{at}{{stroke:{colour}}}"
    for at, colour in enumerate(COLOURS, 1)
)
_SHADES = "".join(
    f".chart-shade-{shade}{{fill:{colour}}}.chart-halo-{shade}{{stroke:{colour}}}"
    for shade, colour in [*enumerate(SHADES, 1), *BANDS.items()]
)
STYLE = (
    f"text{{font-family:{FONTS};fill:{INK}}}"
    f".chart-ground,.chart-tint{{fill:{GROUND}}}.chart-soft{{fill:{SOFT}}}"
    f".chart-grid{{stroke:{GRID}}}.chart-base{{stroke:{SOFT}}}"
    ".chart-line{fill:none;stroke-width:2.5;stroke-linejoin:round;stroke-linecap:butt}"
    f".chart-compared{{fill:none;stroke:{SOFT};stroke-width:1.6;stroke-dasharray:3 3}}"
    f".chart-level{{stroke:{INK};stroke-width:1.4;stroke-dasharray:8 4}}"
    f".chart-halo{{paint-order:stroke;stroke:{GROUND};stroke-width:4;stroke-linejoin:round}}.chart-bar{{fill:{BAR}}}"
    f".chart-pale{{fill:{PALE}}}.chart-whisker{{fill:none;stroke:{INK};stroke-width:1.4}}"
    f".chart-whisker-edge{{fill:none;stroke:{GROUND};stroke-width:4}}.chart-edge{{stroke:{GROUND};stroke-width:1}}.chart-hollow{{fill:{GROUND};stroke-width:2}}"
    f".chart-bracket{{fill:none;stroke:{INK}}}.chart-hit{{fill:none;pointer-events:all}}"
    f".chart-border{{stroke:{SOFT};stroke-width:1}}.chart-open{{fill:none}}.chart-on-dark{{fill:{GROUND}}}{_SHADES}"
    f"{_SERIES}"
)
