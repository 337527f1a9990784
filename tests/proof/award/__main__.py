"""`make proof-award`: the curve of every cheat beside the bars, then ten quarters through the product itself."""

import sys
from time import perf_counter

from tests.proof.award.curve import HONEST, Line, Table, curve, share, together
from tests.proof.award.product import compare_with_product
from tests.proof.award.world import OFFICES

SEEDS = range(5_000, 5_120)  # looked at once, for the table in docs/decisions; the rules were made with 0 to 999
MATTERS, FOUND, WRONGLY, LOSES = 20, 90, 5, 5  # points more wins; percent found; percent wrongly strong; points lost
HEAD = (
    "| cara | dosis | pelaku menang | terbaik menang | sesudah diperiksa | tanda kuat | + uji petik | bila masuk calon "
    "| perhatikan | juara di tiga urutan | jujur bertanda kuat, per petugas / per triwulan | jujur perhatikan | batas |"
)


def main(seeds: range = SEEDS) -> int:
    """Print everything as Markdown; 1 when the figures of the product and of the drawn rows differ."""
    began = perf_counter()
    found = curve(seeds)
    several = [office.name for office in OFFICES if office.officers > 1]
    print(f"## Semua kantor dengan beberapa petugas ({len(several) * len(seeds)} triwulan per baris)\n")
    print_table(together(found, several))
    for office in OFFICES:
        print(f"\n## {office.name[0].upper()}{office.name[1:]} ({len(seeds)} triwulan per baris)\n")
        print_table(found[office.name])
    print(f"\n{perf_counter() - began:.0f} detik\n")
    differences = compare_with_product(10)
    print("## Sepuluh triwulan lewat aplikasi\n")
    print("\n".join(differences) or "Semua angka sama: tanda, p, urutan, dan penilaian di bawah tiap tanda.")
    return 1 if differences else 0


def print_table(table: Table) -> None:
    """One line for each cheat and dose."""
    print(HEAD)
    print("|" + "---|" * (HEAD.count("|") - 1))
    honest = table[HONEST, 0]
    for line in table.values():
        print(row(line, honest))


def row(line: Line, honest: Line) -> str:
    """Percentages with 95 % intervals (Wilson), and which bars hold."""
    n = line.quarters
    cells = (
        line.cheat,
        line.dose or "–",
        share(line.cheat_wins, n),
        share(line.best_wins, n),
        share(line.best_wins_checked, n),
        share(line.strong, n),
        share(line.found, n),
        share(line.found_listed, line.listed),
        share(line.notable, n),
        share(line.leads_all, n),
        f"{share(line.honest_strong, line.honest_officers)} / {share(line.quarters_with_honest_strong, n)}",
        share(line.honest_notable, line.honest_officers),
        verdict(line, honest),
    )
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def verdict(line: Line, honest: Line) -> str:
    """Which bars hold; a dose that changes little who wins is measured, but has none."""
    n, faults = line.quarters, []
    if line.honest_officers and 100 * line.honest_strong > WRONGLY * line.honest_officers:
        faults.append("jujur bertanda")
    gain = 100 * (line.cheat_wins - honest.cheat_wins) / n
    if gain >= MATTERS:
        if 100 * line.found < FOUND * n:
            faults.append("tidak cukup ditemukan")
        if 100 * (honest.best_wins - line.best_wins_checked) > LOSES * n:
            faults.append("yang terbaik kalah")
    words = ", ".join(faults) if faults else "ya"
    return words if gain >= MATTERS or not line.dose else f"{words} (menang +{gain:.0f})"


if __name__ == "__main__":
    sys.exit(main(range(SEEDS.start, SEEDS.start + int(sys.argv[1])) if len(sys.argv) > 1 else SEEDS))
