"""An example as a page: its text, its code, what it prints and its pictures. The page needs nothing else."""

from __future__ import annotations

from html import escape

from pages.runs import Run
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

_FORMATTER = HtmlFormatter(nowrap=True)
_STYLE = """
body { font: 16px/1.6 system-ui, sans-serif; max-width: 56rem; margin: 2rem auto; padding: 0 1rem; color: #1c2733; }
pre { background: #f5f7f9; padding: .8rem 1rem; border-radius: 6px; overflow-x: auto; font-size: 14px; line-height: 1.45; }
pre.output { background: #14202b; color: #dfe8ef; }
iframe { width: 100%; height: 36rem; border: 1px solid #d5dde4; border-radius: 6px; }
"""


def rendered(run: Run) -> str:
    """Returns the page of an example."""
    parts = [f"<h1>{escape(run.title)}</h1>"]
    for text, code in _paragraphs(run.source):
        if text:
            parts.append(f"<p>{escape(text)}</p>")
        if code:
            parts.append(f'<pre class="code">{highlight(code, PythonLexer(), _FORMATTER)}</pre>')
    parts.append(f'<h2>What it prints</h2><pre class="output">{escape(run.output)}</pre>')
    for name, page in run.pictures.items():
        parts.append(f'<h2>{escape(name)}</h2><iframe title="{escape(name)}" srcdoc="{escape(page)}"></iframe>')
    return _page(run.title, "".join(parts))


def listed(titles: dict[str, str]) -> str:
    """Returns the page that links the others."""
    links = "".join(f'<li><a href="{name}.html">{escape(title)}</a></li>' for name, title in titles.items())
    return _page("Examples", f"<h1>Examples</h1><ul>{links}</ul>")


def _page(title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}{HtmlFormatter().get_style_defs('.code')}</style>{body}</html>"
    )


def _paragraphs(source: str) -> list[tuple[str, str]]:
    """Splits a source at the comments that stand alone: each is the text before some code."""
    _, _, body = source.partition('"""\n')
    found: list[tuple[list[str], list[str]]] = [([], [])]
    for line in body.splitlines():
        if line.startswith("# "):
            if found[-1][1]:
                found.append(([], []))
            found[-1][0].append(line.removeprefix("# "))
        elif line or found[-1][1]:
            found[-1][1].append(line)
    return [(" ".join(text), "\n".join(code).strip("\n")) for text, code in found]
