"""The reference record: the strategy meeting of 2 June 2021, its campaign and organisations."""

import tomllib
from pathlib import Path
from typing import Any

RECORD: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text())
