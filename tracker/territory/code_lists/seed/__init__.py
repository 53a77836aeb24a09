"""Rules: the lists as they are shipped, one CSV file each; `flask code-lists load` reads the same files."""

from pathlib import Path

FOLDER = Path(__file__).parent
