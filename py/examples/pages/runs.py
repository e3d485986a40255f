"""The examples, and what running one gives."""

from __future__ import annotations

import ast
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Example:
    """An example: its file, and what it is called with to write its pictures. `{}` is a folder."""

    name: str
    argument: str | None = None


@dataclass(frozen=True)
class Run:
    """An example that has run."""

    name: str
    title: str
    source: str
    output: str
    # Pages with pictures, by their names.
    pictures: dict[str, str]


EXAMPLES = (
    Example("five_minutes", "{}/report.html"),
    Example("guard_an_agent", "{}/run.html"),
    Example("prove_what_happened", "{}/graph.html"),
    Example("trust_network", "{}"),
)


def ran(example: Example) -> Run:
    """Runs an example. One that fails is an error, and no page."""
    path = HERE / f"{example.name}.py"
    source = path.read_text(encoding="utf-8")
    title = (ast.get_docstring(ast.parse(source)) or example.name).partition("\n")[0]
    with tempfile.TemporaryDirectory() as folder:
        arguments = [] if example.argument is None else [example.argument.format(folder)]
        done = subprocess.run([sys.executable, path, *arguments], capture_output=True, text=True, timeout=120)
        if done.returncode != 0:
            raise SystemExit(f"{path.name} failed:\n{done.stderr}")
        pictures = {page.stem: page.read_text(encoding="utf-8") for page in sorted(Path(folder).glob("*.html"))}
        output = done.stdout.replace(f"{folder}/", "")
    return Run(example.name, title.partition(": `")[0].rstrip("."), source, output, pictures)
