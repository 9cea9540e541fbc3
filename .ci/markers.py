"""Fails if a file has a conflict marker of git, and names each line: `markers.py [FOLDER]`.

The ledgers and transcripts of the tests are left out, since some have markers on purpose.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

folder = Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).parent.parent
listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
kept = ["--", ".", ":!tests/ledgers", ":!tests/transcripts"]
done = subprocess.run([*listing, *kept], cwd=folder, capture_output=True, check=True)
found = []
for name in sorted({*done.stdout.decode().split("\0")} - {""}):
    inside = False  # a line `=======` is a marker only after `<<<<<<<`
    path = folder / name
    for number, line in enumerate(path.read_bytes().splitlines() if path.is_file() else (), 1):
        if re.match(rb"(<<<<<<<|>>>>>>>) |=======$" if inside else rb"(<<<<<<<|>>>>>>>) ", line):
            found.append(f"{name}:{number}: {line.decode(errors='replace')}")
            inside = not line.startswith(b">")
sys.exit("\n".join(["these lines are conflict markers:", *found]) if found else 0)
