"""Web Annotations in plain Python, by the data model: code points, and the quote beside them."""

import json
import pathlib
import urllib.parse

PACKAGES = []
FORMAT = "w3c"


def _as_list(value):
    return value if isinstance(value, list) else [value]


def read(folder):
    for path in sorted(pathlib.Path(folder).rglob("*.jsonld")):
        by_creator = {}
        for annotation in json.loads(path.read_text(encoding="utf-8")):
            creator = annotation.get("creator", {}).get("nickname")
            spans = by_creator.setdefault(creator, [])
            targets = _as_list(annotation["target"])
            if not all(isinstance(target, dict) and "selector" in target for target in targets):
                continue
            pieces, quotes = [], []
            for target in targets:
                name = urllib.parse.unquote(target["source"])
                assert (path.parent / name).exists(), name
                selectors = {selector["type"]: selector for selector in target["selector"]}
                position = selectors["TextPositionSelector"]
                pieces.append((position["start"], position["end"]))
                quotes.append(selectors["TextQuoteSelector"]["exact"])
            tag = next(body["value"] for body in annotation["body"] if body["purpose"] == "tagging")
            start, end = pieces[0][0], pieces[-1][1]
            text = _text(path)
            assert [text[start:end] for start, end in pieces] == quotes, (pieces, quotes)
            covered = quotes[0] if len(quotes) == 1 else text[start:end]
            spans.append([start, end, tag, covered])
        for creator, spans in by_creator.items() or [(None, [])]:
            yield {"annotator": creator, "text": _text(path), "spans": spans}


def _text(path):
    text = path.with_suffix(".txt").read_bytes().decode("utf-8")
    return text[1:] if text.startswith("\ufeff") else text
