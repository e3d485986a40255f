"""An MCP server with one tool, which writes down that it ran. Run as a process."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from mcp.server.mcpserver import MCPServer


def build(runs: Path, **more: object) -> MCPServer:
    server = MCPServer("touching", **more)  # type: ignore[arg-type]

    @server.tool()
    def touch(n: int) -> str:
        """Writes down that it ran."""
        with runs.open("a") as file:
            file.write(json.dumps({"n": n}) + "\n")
        return f"touched {n}"

    return server


if __name__ == "__main__":
    build(Path(sys.argv[1])).run("stdio")
