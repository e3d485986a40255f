"""The speed table as a page with plots."""

from __future__ import annotations

import html
import math
import platform
import sys
from collections.abc import Sequence

from measure import Row

STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
:root { color-scheme: light dark; }
section { margin: 1.5rem 0; } h2 { font-size: 1rem; margin: 0; }
svg text { font-size: 12px; fill: currentColor; }
.ours { fill: #2a7de1; } .peer { fill: #9aa5b1; } .limit { stroke: #c62828; stroke-dasharray: 4 3; }
"""
WIDTH, LABEL, LINE = 860, 160, 22


def page(rows: Sequence[Row]) -> str:
    """Returns a page that needs nothing else."""
    machine = f"{platform.machine()}, Python {sys.version.split()[0]}"
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Speed</title>'
        f"<style>{STYLE}</style><h1>Speed</h1><p>Medians, shorter is better, logarithmic; dashed: the limit. "
        f"{html.escape(machine)}.</p>{''.join(map(_section, rows))}</html>"
    )


def _section(row: Row) -> str:
    figures = [*row.medians.values(), *([row.limit] if row.limit is not None else [])]
    low = math.log10(min(figures)) - 0.3
    span = math.log10(max(figures)) - low or 1.0

    def place(figure: float) -> float:
        return (WIDTH - LABEL - 190) * (math.log10(figure) - low) / span

    bars = []
    for at, (name, figure) in enumerate(row.medians.items()):
        y, kind = at * LINE, "peer" if at else "ours"
        ratio = f", {figure / row.ours:.1f} x" if at else ""
        bars.append(
            f'<text x="0" y="{y + 14}">{html.escape(name)}</text>'
            f'<rect class="{kind}" x="{LABEL}" y="{y + 3}" width="{place(figure):.1f}" height="14" rx="2"/>'
            f'<text x="{LABEL + place(figure) + 8:.1f}" y="{y + 14}">{row.shown(figure)}{ratio}</text>'
        )
    height = len(row.medians) * LINE
    if row.limit is not None:
        x = LABEL + place(row.limit)
        bars.append(f'<line class="limit" x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{height}"/>')
    title = html.escape(row.name)
    return (
        f'<section><h2>{title}</h2><svg role="img" aria-label="{title}" viewBox="0 0 {WIDTH} {height}">'
        f"{''.join(bars)}</svg></section>"
    )
