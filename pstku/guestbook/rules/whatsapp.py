"""Format WA: the text the office sends to a guest who wrote."""

ASKED = ("Nama", "Umur", "Jenis kelamin", "Pendidikan", "Pekerjaan", "Instansi", "Data yang dicari", "Untuk keperluan")


def whatsapp_form(office_name: str) -> str:
    """The text to send: greeting, one line per question, and what happens to the answers."""
    lines = [f"Halo, ini Pelayanan Statistik Terpadu {office_name}.", "Mohon balas pesan ini dengan mengisi:", ""]
    lines += [f"{label}:" for label in ASKED]
    lines += ["", "Isian ini dipakai untuk layanan Anda dan dihapus setelah 12 bulan. Boleh dikosongkan selain nama."]
    return "\n".join(lines)
