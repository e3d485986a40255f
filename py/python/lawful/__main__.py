"""`python -m lawful` is the command `lawful`."""

from lawful.cli import run

if __name__ == "__main__":
    run()
