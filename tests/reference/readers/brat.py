"""brat standoff, as the bioc library reads it."""

import io
import re
from pathlib import Path

PACKAGES = ["bioc==2.1"]
FORMAT = "brat"


def read(folder):
    from bioc import brat

    folder = Path(folder)
    for ann in sorted(folder.rglob("*.ann")):
        # The text as it lies there: no line end is translated.
        text = ann.with_suffix(".txt").read_bytes().decode("utf-8")
        with open(ann, encoding="utf-8", newline="\n") as lines:
            document = brat.load(io.StringIO(text, newline=""), lines)
        spans = []
        for entity in document.entities:
            start, end = entity.total_span
            spans.append([start, end, unescaped(entity.type), entity.text])
        annotator = ann.parent.name if ann.parent != folder else None
        yield {"annotator": annotator, "text": document.text, "spans": spans}


def unescaped(name):
    """Names of types have `_xHHHH_` for what brat does not allow."""
    units = re.sub(r"_x([0-9A-F]{4})_", lambda escape: chr(int(escape.group(1), 16)), name)
    return units.encode("utf-16", "surrogatepass").decode("utf-16")
