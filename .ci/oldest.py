"""Prints what pip is to keep to, so that it takes the oldest of each package that is admitted."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text())["project"]
for requirement in [*project["dependencies"], *project["optional-dependencies"]["test"]]:
    print(re.sub(r"^([\w-]+)>=([\d.]+).*$", r"\1==\2", requirement))
