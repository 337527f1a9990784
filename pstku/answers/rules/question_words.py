"""The words by which a question is understood, folded; the phone gets the same lists."""

from pstku.learning.rules.places import NATION, PROVINCE


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Said in a question without saying what is asked for.
FILLERS = _words(
    "berapa brp berapakah apa apakah itu ini yang di ke dari dalam pada untuk dengan dan atau ada adalah tolong mohon minta "
    "siapa siapakah saja aja boleh softcopy pdf excel butuh perlu buat sejak mulai paling "
    "saya aku kami kita ingin mau tahu tau lihat cari carikan kasih beri berikan tampilkan bandingkan dibanding dibandingkan vs "
    "antara bisa dapat punya lagi juga sampai hingga sd menurut data angka nilai persen persentase besar besarnya "
    "tingkatnya terbaru terakhir sekarang terkini lalu kemarin kmrn tahun bulan tanggal tgl tw triwulan kuartal semester smt th "
    "thn bln "
    "serta hari kota kabupaten kab city nya sih kah dong deh kak mas mbak ya pak bu bapak ibu bps kenapa mengapa bagaimana gimana "
    "pst the of what is are how much many latest in and live there does me please current"
)
# Part of many names; nothing is missing from an answer that leaves them out.
PLAIN = _words(
    "tingkat jumlah jml jmlh laju indeks rasio rata total banyak banyaknya statistik perkembangan kondisi keadaan tren trend "
    "tabel grafik info informasi daerah wilayah per orang naik turun rate "
    "mahasiswa skripsi tesis disertasi penelitian kuliah tugas"
)
# Said often enough and on no page: never a slip of another word.
SPELLED = PLAIN | _words(
    "peringkat ranking prediksi ramalan perkiraan tertinggi terendah terbesar terkecil perbandingan target capaian"
)
MEANING = _words(
    "arti artinya berarti maksud maksudnya dimaksud disebut dihitung pengertian definisi meaning definition"
)
DEFINITION = MEANING | _words(
    "beda bedanya perbedaan difference rumus cara membaca menghitung hitung termasuk tergolong"
)
WHAT_IS = (("apa", "itu"), ("itu", "apa"))  # neighbours that ask for a meaning as well
JOINS = _words("dan serta vs atau dengan dibanding dibandingkan")  # more than one thing is asked about
RELEASE = _words("jadwal kapan rilis dirilis terbit diterbitkan diumumkan")
WHEN, OUT = _words("kapan jadwal"), _words("keluar")  # kapan ipm keluar; but migrasi keluar
BELOW = _words("kelurahan kecamatan desa kel kec rt rw dusun lingkungan")
KINDS = (_words("kota city"), _words("kabupaten kab"))  # the office's own region is one, the other says: elsewhere
KIND_WORDS = KINDS[0] | KINDS[1]
REGIONS = {
    "provinsi": PROVINCE,
    "prov": PROVINCE,
    "province": PROVINCE,
    "nasional": NATION,
    "indonesia": NATION,
    "ri": NATION,
}
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari jan january", "februari feb february", "maret mar march", "april apr", "mei may", "juni jun june",
            "juli jul july", "agustus agu agt august aug", "september sep sept", "oktober okt october oct",
            "november nov", "desember des december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
PART_NUMBERS = {"1": 1, "2": 2, "3": 3, "4": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4}
BACK = {"ini": 0, "lalu": 1, "kemarin": 1, "kmrn": 1}  # tahun lalu, bulan ini
YEAR_WORDS, MONTH_WORDS = _words("tahun thn th"), _words("bulan bln")
SINCE = _words("sejak mulai")  # sejak 2020: the newest too
LATEST = _words("terakhir belakangan")  # 5 tahun terakhir: the newest, its card draws the series
QUARTER, SEMESTER = _words("triwulan tw kuartal"), _words("semester smt")

# A word of each side makes a question about somebody: UU 16/1997 Pasal 21.
_PERSON, _FIRM = "orang warga keluarga tangga penerima", "perusahaan pt cv ud toko warung"
PRIVATE = (
    (
        _words("nama daftar alamat nomor telepon telp hp nik"),
        _words(f"{_PERSON} penduduk responden pengusaha pemilik {_FIRM}"),
    ),
    (_words("siapa siapakah"), _words(f"{_PERSON} miskin menganggur penganggur pengangguran")),
    (_words("omzet omset penjualan pendapatan penghasilan laba gaji laporan"), _words(_FIRM)),
    (_words("individu individual perorangan"), _words("data nama perusahaan tabel responden")),
    (_words("by"), _words("name address")),
)
UNCOUNTED = (_words("data"), _words("perusahaan pt cv"))  # about somebody unless they are counted or a year is named
COUNTED = _words("jumlah jml jmlh banyak banyaknya total")
CALLED, NO_NAME = _words("pak bapak bu ibu"), _words("rumah")  # pendapatan pak rusdi, not: ibu rumah tangga
OF_A_PERSON = _words("nama alamat nomor telepon pendapatan penghasilan gaji omzet omset utang")
