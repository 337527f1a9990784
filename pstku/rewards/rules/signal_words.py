"""What a signal is called and what it says, in sentences somebody outside statistics can check. Frozen with the award."""

from pstku.core.numbers import format_number, format_percent
from pstku.core.text import N_
from pstku.rewards.rules.finding import Finding

NAMES = {
    "denied": N_("Uji petik: tamu menyangkal"),
    "staff_phone": N_("Nomor HP pegawai"),
    "staff_browser": N_("Peramban pegawai"),
    "makers_device": N_("Tautan dibuka pembuatnya"),
    "one_device": N_("Satu perangkat, banyak tamu"),
    "no_contact": N_("Tanpa kontak"),
    "no_need": N_("Tanpa data yang dicari"),
    "incomplete": N_("Rincian belum lengkap"),
    "no_form": N_("Buku tamu diisi pegawai"),
    "alone": N_("Tanpa rekan bertugas"),
    "thin": N_("Jejak tipis"),
    "skipped": N_("Tidak diundang menilai"),
    "declined": N_("Lewati"),
    "handed_late": N_("Diserahkan menjelang selesai"),
    "left": N_("Tamu pergi saat dilayani"),
    "short_service": N_("Layanan singkat"),
    "quick_tap": N_("Sentuhan cepat"),
    "burst": N_("Beruntun"),
    "channel_gap": N_("Lebih tinggi di luar tablet"),
}

_FACTS = {
    "staff_phone": "Nomor HP tamu sama dengan nomor pegawai",
    "staff_browser": "Dikirim dari peramban tempat pegawai sedang masuk",
    "makers_device": "Tautan menilai dibuka di perangkat pegawai yang membuatnya",
    "one_device": "Satu HP atau komputer dipakai menilai beberapa tamu yang tidak datang bersama",
}
_SHARES = {
    "no_contact": "Penilaian dari tamu tanpa nomor HP dan e-mail",
    "no_need": "Penilaian dari kunjungan tanpa catatan data yang dicari",
    "incomplete": "Penilaian dari kunjungan yang rinciannya belum lengkap",
    "no_form": "Penilaian dari tamu konter yang buku tamunya diisi pegawai",
    "alone": "Penilaian pada hari tidak ada rekan lain yang bertugas atau melayani",
    "thin": "Penilaian dari kunjungan yang kehilangan tiga jejak atau lebih (kontak, data yang dicari, rincian, isian tamu, rekan)",
    "skipped": "Tamu konter yang tidak diundang menilai",
    "declined": "Undangan menilai yang ditutup dengan Lewati",
    "handed_late": "Tamu yang diserahkan kepada rekan ketika layanan hampir selesai",
    "left": "Tamu yang ditandai pergi saat sedang dilayani",
    "short_service": "Penilaian dari layanan yang lebih singkat dari seperempat tersingkat milik rekan",
    "quick_tap": "Penilaian yang disentuh lebih cepat dari seperempat tercepat milik rekan",
}


def words_of(finding: Finding) -> str:
    """One sentence with the counts and what was to be expected."""
    if finding.code == "denied":
        return f"Uji petik: {finding.visits} dari {finding.of} tamu yang menjawab menyatakan tidak pernah dilayani."
    if finding.is_deterministic:
        return f"{_FACTS[finding.code]}: {finding.visits} penilaian."
    if finding.p is None or finding.observed is None or finding.expected is None:
        return "Belum dapat dibandingkan: tidak ada data yang setara."
    if finding.code == "burst":
        usual = format_number(finding.expected, 1)
        return f"Paling banyak {finding.visits} penilaian dalam 10 menit; karena kebetulan saja sekitar {usual}."
    if finding.code == "channel_gap":
        points, side = format_number(abs(finding.points), 0), "di atas" if finding.points >= 0 else "di bawah"
        return f"Rata-rata {finding.visits} penilaian di luar tablet {points} angka {side} yang di tablet."
    usual = format_percent(100 * finding.expected, 0)
    return f"{_SHARES[finding.code]}: {finding.visits} dari {finding.of}; pada rekan yang setara {usual}."
