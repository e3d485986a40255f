"""A PostgreSQL server of its own for the tests."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

# The databases are numbered, so that each test has one of its own.
NUMBERS = itertools.count()


def binaries() -> Path | None:
    """Returns the folder of the newest server that is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


class Server:
    """A running server in a folder of its own, reached through a socket in it."""

    def __init__(self, programs: Path) -> None:
        self.programs = programs
        self.folder = Path(tempfile.mkdtemp(prefix="lawful-pg-", dir="/tmp"))
        # The server refuses to run as root.
        self.user = []
        if os.getuid() == 0:
            self.user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
            shutil.chown(self.folder, "postgres", "postgres")
        data = str(self.folder / "data")
        self._run("initdb", "-D", data, "-U", "lawful", "-A", "trust", "-N")
        options = f"-k {self.folder} -h '' -F -c max_connections=100"
        self._run("pg_ctl", "-D", data, "-w", "-o", options, "-l", str(self.folder / "log"), "start")

    def _run(self, program: str, *arguments: str) -> None:
        command = [*self.user, str(self.programs / program), *arguments]
        subprocess.run(command, check=True, cwd="/tmp", stdout=subprocess.DEVNULL, timeout=120)

    def database(self) -> str:
        """Makes an empty database and returns its address."""
        name = f"d{next(NUMBERS)}"
        self._run("createdb", "-U", "lawful", "-h", str(self.folder), name)
        return f"postgresql://lawful@{quote(str(self.folder), safe='')}/{name}"

    def stop(self) -> None:
        """Stops the server and removes its folder."""
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)
