"""Label Studio's tasks through the converter of its SDK, with the labelling configuration that is written beside them.

The converter looks at annotations alone: predictions, which have the same shape, are handed to it as some. It knows only
accounts, so that whose an annotation is stands under its number.
"""

import json
import pathlib
import tempfile

PACKAGES = ["label-studio-sdk==2.1.2"]
FORMAT = "label-studio"


def read(folder):
    from label_studio_sdk.converter import Converter

    folder = pathlib.Path(folder)
    tasks = json.loads((folder / "tasks.json").read_text(encoding="utf-8"))
    annotators = {}
    for task in tasks:
        for number, prediction in enumerate(task.pop("predictions", [])):
            task["annotations"].append({**prediction, "id": f"prediction {task['id']} {number}"})
        for annotation in task["annotations"]:
            annotators[annotation["id"]] = (annotation.get("annotator") or {}).get("id")
    with tempfile.TemporaryDirectory() as scratch:
        path = pathlib.Path(scratch) / "tasks.json"
        path.write_text(json.dumps(tasks), encoding="utf-8")
        converter = Converter(str(folder / "config.xml"), scratch)
        for item in converter.iter_from_json_file(str(path)):
            text = item["input"]["text"]
            spans = []
            for regions in item["output"].values():
                for region in regions:
                    for label in region.get("labels", []):
                        covered = text[region["start"] : region["end"]]
                        assert covered == region["text"], region
                        spans.append([region["start"], region["end"], label, covered])
            yield {"annotator": annotators.get(item["annotation_id"]), "text": text, "spans": spans}
