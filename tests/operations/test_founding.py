"""Another office is founded from its own file; faults are told in words."""

import pytest
import yaml

from pstku.accounts.operations import add_person
from pstku.accounts.queries import actor_of
from pstku.commands.offices import found_from
from pstku.core.actor import Role
from pstku.core.errors import Conflict, InvalidInput
from pstku.library.operations.regions import add_region
from pstku.library.queries.places import places
from pstku.offices.operations import found_office
from pstku.packs.whole import read_whole, take_whole
from tests.people import PASSWORD, ROOT


def definition(**changes):
    shipped = yaml.safe_load((ROOT / "content" / "offices" / "7571.yaml").read_text(encoding="utf-8"))
    return {**shipped, "code": "7501", "name": "BPS Kabupaten Boalemo", **changes}


def test_a_faulty_file_founds_nothing_and_says_what_is_wrong(app):
    faults = {
        "code": definition(code="75.01"),
        "province_code": definition(province_code="75"),
        "timezone": definition(timezone="WITA"),
        "hours": definition(hours={0: {"opens": 480, "closes": 930}}),  # 15:30 without quotation marks
        "holidays": definition(holidays={"besok": "Libur"}),
        "services": definition(services=[{"name": "Konsultasi"}]),
        "whatsapp": definition(whatsapp=""),
    }
    for field, faulty in faults.items():
        with pytest.raises(InvalidInput) as fault:
            found_office(faulty, {})
        assert fault.value.field == field
    with pytest.raises(InvalidInput):
        found_office(["bukan daftar isian"], {})
    with pytest.raises(Conflict):
        found_office(definition(code="7571"), {})
    assert found_office(definition(), {}).region_name == "Kota Gorontalo"


def test_commands_say_what_is_missing(app, tmp_path):
    runner = app.test_cli_runner()
    broken = tmp_path / "kantor.yaml"
    broken.write_text("code: [", encoding="utf-8")
    refused = runner.invoke(args=["pstku", "office-init", str(broken)])
    assert refused.exit_code == 1 and "kantor.yaml tidak terbaca sebagai YAML" in refused.output
    app.config["OFFICE_CODE"] = "9999"
    for command in (
        ["add-admin", "rina", "--password", "kucing-besar-77"],
        ["nightly"],
        ["verify-audit"],
        ["demo-remove"],
    ):
        refused = runner.invoke(args=["pstku", *command])
        assert refused.exit_code == 1 and "office-init" in refused.output, command


def test_a_new_office_has_its_places_and_an_editor_adds_those_below(app, own_folder, tmp_path):
    file = tmp_path / "7501.yaml"
    own = definition(region_name="Kabupaten Boalemo")
    file.write_text(yaml.safe_dump(own, allow_unicode=True), encoding="utf-8")
    office_id = found_from(file)
    codes = ["0000", "7500", "7501"]
    assert [(place.code, place.parent_code) for place in places(office_id)] == list(
        zip(codes, [None, *codes], strict=False)
    )
    editor = add_person(office_id, username="edi", name="Edi", call_name="Edi", password=PASSWORD, roles={Role.EDITOR})
    add_region(actor_of(editor), "7501010", "Tilamuta", "kecamatan", "7501")
    report = take_whole(office_id, read_whole(ROOT / "content" / "definisi-inti"))
    assert not report.kept and places(office_id)[-1].name == "Tilamuta"
