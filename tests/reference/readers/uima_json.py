"""UIMA JSON CAS through dkpro-cassis."""
import warnings
from pathlib import Path

import cassis

PACKAGES = ["dkpro-cassis==0.12.0"]
FORMAT = "uima-json"

NAMED_ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"


def spans(cas):
    for structure in cas.select_all():
        kind = structure.type
        is_ours = kind.name.startswith("custom.") or kind.name == NAMED_ENTITY
        if is_ours and kind.get_feature("begin") and not kind.get_feature("Governor"):
            yield [structure.begin, structure.end, structure.value, structure.get_covered_text()]


def read(folder):
    warnings.simplefilter("ignore")
    folder = Path(folder)
    for path in sorted(folder.rglob("*.json")):
        with path.open("rb") as file:
            cas = cassis.load_cas_from_json(file)
        annotator = None if path.parent == folder else path.parent.name
        yield {"annotator": annotator, "text": cas.sofa_string or "", "spans": list(spans(cas))}
