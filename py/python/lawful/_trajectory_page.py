"""Plots of trajectories: one page with an inline SVG, which needs nothing else."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from lawful._core import TrustLevel
from lawful._show import show
from lawful._trajectory import Trajectory, TrajectoryPoint
from lawful.errors import InvalidInput

WIDTH, HEIGHT = 720, 320
LEFT, RIGHT, TOP, BOTTOM = 48, 108, 16, 40
MOST_ROWS = 200

Line = tuple[str, str, Callable[[TrajectoryPoint], float]]
LINES: tuple[Line, ...] = (
    ("T3 average", "#1b6ac9", lambda point: point.t3_average),
    ("talent", "#7a5195", lambda point: point.talent),
    ("training", "#bc5090", lambda point: point.training),
    ("temperament", "#ef8a1d", lambda point: point.temperament),
    ("V3 average", "#2f9e62", lambda point: point.v3_average),
)

STYLE = """
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
svg { height: auto; max-width: 100%; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { border-bottom: 1px solid #8884; padding: .2rem .8rem .2rem 0; text-align: left; }
"""


def svg(trajectory: Trajectory) -> str:
    """Returns the plot. Equal trajectories give equal texts."""
    points = trajectory.points
    if not points:
        raise InvalidInput(f"the trajectory of `{show(trajectory.entity_id)}` has no points to plot")
    first, last = points[0].time, points[-1].time
    span = (last - first).total_seconds()
    inner_width, inner_height = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM

    def x(number: int) -> float:
        if span > 0:
            share = (points[number].time - first).total_seconds() / span
        else:
            share = number / max(len(points) - 1, 1)
        return LEFT + share * inner_width

    def y(score: float) -> float:
        return TOP + (1 - score) * inner_height

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'font-family="system-ui, sans-serif" font-size="11" fill="currentColor">',
        f"<title>Trust in {escape(trajectory.entity_id)} over time</title>",
    ]
    for level in TrustLevel.all():
        at = y(level.threshold)
        parts.append(
            f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{at:.1f}" y2="{at:.1f}" '
            'stroke="currentColor" stroke-opacity=".2"/>'
            f'<text x="{LEFT - 6}" y="{at + 4:.1f}" text-anchor="end">{level.threshold:.1f}</text>'
            f'<text x="{LEFT + 4}" y="{at - 4:.1f}" opacity=".6">{level}</text>'
        )
    for row, (name, color, read) in enumerate(LINES):
        line = " ".join(f"{x(n):.1f},{y(read(point)):.1f}" for n, point in enumerate(points))
        width = 2.5 if row == 0 else 1.2
        at = TOP + 12 + 18 * row
        parts.append(
            f'<polyline fill="none" stroke="{color}" stroke-width="{width}" points="{line}"/>'
            f'<line x1="{WIDTH - RIGHT + 10}" x2="{WIDTH - RIGHT + 26}" y1="{at - 4}" y2="{at - 4}" '
            f'stroke="{color}" stroke-width="{width}"/>'
            f'<text x="{WIDTH - RIGHT + 30}" y="{at}">{name}</text>'
        )
    for time, at, anchor in ((first, LEFT, "start"), (last, WIDTH - RIGHT, "end")):
        parts.append(
            f'<text x="{at}" y="{HEIGHT - BOTTOM + 18}" text-anchor="{anchor}">'
            f"{time:%Y-%m-%d %H:%M}</text>"
        )
    parts.append("</svg>")
    return "\n".join(parts)


def page(trajectory: Trajectory) -> str:
    """Returns the page. Of long trajectories the table shows some rows, evenly."""
    name = escape(trajectory.entity_id)
    plot = svg(trajectory)
    points = trajectory.points
    step = -(-len(points) // MOST_ROWS)
    shown = [*points[::step], *([] if (len(points) - 1) % step == 0 else [points[-1]])]
    rows = "\n".join(
        f"<tr><td>{point.time.isoformat()}</td><td>{point.level}</td>"
        + "".join(f"<td>{read(point):.4f}</td>" for _, _, read in LINES)
        + f"<td>{point.confidence:.4f}</td></tr>"
        for point in shown
    )
    heads = "".join(f"<th>{head}</th>" for head, _, _ in LINES)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Trust in {name}</title>
<style>{STYLE}</style>
</head>
<body>
<h1>Trust in {name}</h1>
{plot}
<table>
<thead><tr><th>Time</th><th>Level</th>{heads}<th>Confidence</th></tr></thead>
<tbody>
{rows}
</tbody>
</table>
</body>
</html>
"""
