"""SOP pemberian penghargaan: identity block, table of activities, flowchart, from the office's settings."""

from typing import Any

from pstku.awardpapers.flowchart import pages_of
from pstku.awardpapers.minutes import heads_of
from pstku.awardpapers.steps import steps_of
from pstku.documents.queries import Words
from pstku.offices.queries import Configuration


def sop_values(office: Configuration, words: Words) -> dict[str, Any]:
    """Everything the SOP prints but number and day."""
    steps = steps_of(office, words)
    return {
        "lines": heads_of(words),
        "title": f"SOP {words['sop_name']}",
        "name": words["sop_name"],
        "unit": ", ".join(part for part in (office.unit_name, office.name) if part),
        "laws": words.lines("sop_laws"),
        "qualified": words.lines("sop_qualified"),
        "related": words.lines("sop_related"),
        "equipment": words.lines("sop_equipment"),
        "warning": words.lines("sop_warning"),
        "recording": words.lines("sop_recording"),
        "signer_title": words["signer_title"],
        "signer": words["signer"],
        "steps": [
            [str(number), step.words, step.lane, step.needs, step.time, step.output, step.note or "–"]
            for number, step in enumerate(steps, 1)
        ],
        "pages": [page.to_json() for page in pages_of(steps)],
        "is_demo": False,
    }
