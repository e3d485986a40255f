"""Writes a page for each example, and one that lists them: `python -m pages FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

from pages.render import listed, rendered
from pages.runs import EXAMPLES, ran


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    titles = {}
    for example in EXAMPLES:
        run = ran(example)
        titles[example.name] = run.title
        (folder / f"{example.name}.html").write_text(rendered(run), encoding="utf-8")
        print(f"wrote {folder / example.name}.html")
    (folder / "index.html").write_text(listed(titles), encoding="utf-8")
    print(f"wrote {folder / 'index.html'}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m pages FOLDER")
    main(Path(sys.argv[1]))
