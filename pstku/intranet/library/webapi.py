"""WebAPI BPS: fetch figures as proposals, watch the progress, say which table belongs to which indicator."""

from typing import Any

from flask import Response, current_app, flash, request
from flask_babel import gettext as _
from wtforms import HiddenField, SelectField, StringField

from pstku.accounts.queries import names_of
from pstku.core.actor import Role
from pstku.core.errors import Conflict, InvalidInput
from pstku.core.text import N_, fold
from pstku.http.access import current_actor, current_office, requires
from pstku.http.domain_refusals import flash_refusals
from pstku.http.forms import Form, offer
from pstku.http.pages import redirect_to, render_page
from pstku.http.processes import start_command
from pstku.http.webapi import bps_client
from pstku.intranet import blueprint
from pstku.library.queries.pages import indicators
from pstku.library.queries.places import region_names
from pstku.pulling.models import WebapiPull
from pstku.pulling.operations import FIGURES, TABLES, start_pull
from pstku.pulling.operations.linking import drop_link, save_link
from pstku.pulling.queries import is_alive, last_pull, link_lines, newest_releases, own_links
from pstku.pulling.rules import CENTRE, HEADLINE, TABLE, Link, is_headline_of

MOST_FOUND = 20
SOURCE = ("kind", "domain", "var", "part", "place", "region_code")
POWERS = (
    ("0", N_("apa adanya")),
    ("3", N_("ribu: × 1.000")),
    ("6", N_("juta: × 1.000.000")),
    ("-3", N_("dibagi 1.000")),
)


class LinkForm(Form):
    """One source and the indicator it belongs to."""

    kind = HiddenField(default=TABLE)
    domain = SelectField(N_("Domain"))
    var = StringField(N_("Nomor tabel"))
    indicator_key = SelectField(N_("Indikator"))
    part = StringField(N_("Rincian (turvar)"), default="0")
    place = StringField(N_("Baris (vervar)"))
    region_code = SelectField(N_("Wilayah baris itu"))
    power = SelectField(N_("Satuan tabel"), choices=offer(POWERS))
    series = StringField(N_("Deret"))

    def __init__(self) -> None:
        super().__init__()
        office = current_office()
        self.domain.choices = offer(
            [
                (office.code, f"{office.region_name} ({office.code})"),
                (office.province_code, f"{office.province_name} ({office.province_code})"),
                (CENTRE, f"Indonesia ({CENTRE})"),
            ]
        )
        pages = indicators(office.id)
        self.indicator_key.choices = offer([(page.key, page.short or page.title) for page in pages], empty=_("pilih"))
        self.region_code.choices = offer(region_names(office).items(), empty=_("semua yang dikenal"))
        self.power.choices = offer([(value, _(label)) for value, label in POWERS])
        if not self.is_submitted():
            self.process(request.args)

    def link(self) -> Link:
        """What was typed; raises InvalidInput for a unit that is not offered."""
        if self.power.data not in dict(POWERS):
            raise InvalidInput("power", N_("Pilih satuan tabelnya dari daftar."))
        return Link(
            kind=self.kind.data or TABLE,
            domain=self.domain.data or "",
            var=self.var.data or "",
            indicator_key=self.indicator_key.data or "",
            part=self.part.data or "",
            place=self.place.data or "",
            region_code=self.region_code.data or "",
            power=int(self.power.data),
            series=self.series.data or "",
        )


@blueprint.get("/belajar/webapi")
@requires(Role.EDITOR)
def webapi() -> Response:
    """The state of the key and of the last pull, the links, and a search in the office's tables."""
    return _page(LinkForm())


@blueprint.post("/belajar/webapi/ambil")
@requires(Role.EDITOR)
def webapi_start() -> Response:
    """Start a pull in a process of its own; the page only shows its progress."""
    if not current_app.config["BPS_KEY"]:
        flash(_("Kunci WebAPI belum diisi di server. Sampai itu ada, angka diisi tangan."), "error")
        return redirect_to("intranet.webapi")
    kind = TABLES if request.form.get("kind") == TABLES else FIGURES
    with flash_refusals(Conflict):
        pull_id = start_pull(current_office().id, kind, actor=current_actor())
        start_command("webapi-pull", "--pull", str(pull_id))
    return redirect_to("intranet.webapi")


@blueprint.post("/belajar/webapi/tautan")
@requires(Role.EDITOR)
def webapi_link() -> Response:
    """Say that a source belongs to an indicator."""
    form = LinkForm()
    with form.refusals():
        if not form.indicator_key.data:
            raise InvalidInput("indicator_key", N_("Pilih indikatornya dari daftar."))
        save_link(current_actor(), form.link())
        flash(_("Tautan disimpan. Angkanya ikut pada pengambilan berikutnya."), "success")
        return redirect_to("intranet.webapi")
    return _page(form, status=form.http_status)


@blueprint.post("/belajar/webapi/tautan/matikan")
@requires(Role.EDITOR)
def webapi_link_off() -> Response:
    """Switch off a link that a pack brought."""
    kind, domain, var, part, place, region = (request.form.get(name, "") for name in SOURCE)
    save_link(current_actor(), Link(kind, domain, var, "", part, place, region))
    flash(_("Tautan dimatikan."), "success")
    return redirect_to("intranet.webapi")


@blueprint.post("/belajar/webapi/tautan/<int:link_id>/hapus")
@requires(Role.EDITOR)
def webapi_link_drop(link_id: int) -> Response:
    """Remove a link the office entered."""
    drop_link(current_actor(), link_id)
    flash(_("Tautan dihapus; yang dibawa paket berlaku lagi."), "success")
    return redirect_to("intranet.webapi")


def _page(form: LinkForm, status: int = 200) -> Response:
    office, client = current_office(), bps_client()
    pull = last_pull(office.id)
    if request.headers.get("HX-Target") == "pull" and not (pull and is_alive(pull)):
        return Response(status=200, headers={"HX-Refresh": "true"})  # it ended: the whole page has news
    lines = link_lines(office)
    tables, tables_at = client.kept("var", office.code)
    asked = fold(request.args.get("cari", ""))[:80]
    found = [item for item in tables if all(word in fold(str(item.get("title"))) for word in asked.split())]
    return render_page(
        "intranet/library/webapi.html",
        fragments=("pull",),
        form=form,
        has_key=bool(current_app.config["BPS_KEY"]),
        pull=pull,
        alive=pull is not None and is_alive(pull),
        troubles=_troubles(pull),
        names=names_of(office.id, [pull.started_by_id if pull else None]),
        lines=lines,
        off_or_own=any(line.is_own for line in lines),
        own_ids={link.source: link.id for link in own_links(office.id)},
        unlinked=_unlinked([line.link for line in lines]),
        region_names=region_names(office),
        asked=request.args.get("cari", ""),
        tables=found[:MOST_FOUND] if asked else [],
        found=len(found),
        tables_total=len(tables),
        tables_at=tables_at,
        releases=newest_releases(office.id, 5),
        status=status,
    )


def _troubles(pull: WebapiPull | None) -> dict[str, list[str]]:
    """Sentence -> what it is about; the same trouble of ten tables is told once."""
    troubles: dict[str, list[str]] = {}
    for what, words, values in pull.troubles if pull else []:
        troubles.setdefault(_(words, **values), []).append(_(what))
    return troubles


def _unlinked(links: list[Link]) -> list[dict[str, Any]]:
    """Headlines of the last replies that no link speaks of."""
    office, client, waiting = current_office(), bps_client(), []
    for domain, region in ((office.province_code, office.province_code), (CENTRE, CENTRE)):
        mine = [link for link in links if link.kind == HEADLINE and link.domain == domain]
        for item in client.kept("indicators", domain)[0]:
            if not any(is_headline_of(item, link) for link in mine):
                title = str(item.get("title") or "")
                start = title.rsplit(",", 1)[0].strip()  # without the period
                waiting.append({"domain": domain, "region": region, "title": title, "start": start, "item": item})
    return waiting
