"""The words by which a question is understood, folded; the phone gets the same lists."""

from pstku.library.rules.places import NATION, PROVINCE


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _spelled(lines: str) -> dict[str, str]:
    pairs = (line.split(":") for line in lines.strip().splitlines())
    return {typed: standard.strip() for standard, forms in pairs for typed in forms.split()}


# Chat, abbreviations and Gorontalo Malay: how a word is typed -> how it is written.
SPELLINGS = _spelled("""
    berapa: brp brapa brpa berp brapo
    jumlah: jml jmlh jlh jumlh
    penduduk: pddk pdduk pndk pnddk
    tahun: thn th taon tahon
    bulan: bln
    tanggal: tgl
    sekarang: skrg skrang skarang skrng
    kemarin: kmrn kamaring kamareng
    gorontalo: gtlo gto grtlo
    kabupaten: kab
    provinsi: prov propinsi prop
    tingkat: tk tkt
    menganggur: nganggur
    pengangguran: pangangguran
    kemiskinan: kamiskinan
    pertumbuhan: pertumb pertumbhn
    perempuan: parampuan
    kerja: karja
    bekerja: bakarja
    dengan: dgn deng dg
    untuk: utk untk
    terhadap: thd thdp trhdp
    bagaimana: bgmn gmn gimana gmana bagimana
    sampai: sampe hingga
    terakhir: trakhir terahir trakir
    kenapa: knp knapa kiapa
    tidak: tdk gak ga nggak ngga enggak ndak nda nyanda tarada
    naik: nae naek
    lebih: lebe
    banyak: banya
    beli: bli
    mau: mo mao
    kalau: kalo klo
    keluar: kaluar klwr
    kapan: kpn
    yang: yg
    juga: jg
    dari: dr dri
    pada: pd
    dalam: dlm
    tersebut: tsb
    orang: org
    sama: sm
    lagi: lg
    per kapita: perkapita
    menginap: nginap
    rata rata: rata2 rerata
    masih: msh
    sudah: sdh udah udh
    belum: blm
    saya: sy sya
    mahasiswa: mhs mhsw
    informasi: info
    atau: ato
    harga: hrg
    bekerja: bkrja
    januari: jan january
    februari: feb february pebruari
    maret: mar march
    april: apr
    mei: may
    juni: jun june
    juli: jul july
    agustus: agu agt ags august aug
    september: sep sept
    oktober: okt october oct
    november: nov nopember
    desember: des december dec
    triwulan: tw trw kuartal
    semester: smt
""")

# Said in a question without saying what is asked for; taken out of names too.
FILLERS = _words(
    "berapa berapakah apa apakah itu ini yang di ke dari dalam pada untuk dengan dan atau ada adalah tolong mohon minta "
    "siapa siapakah saja aja boleh softcopy pdf excel butuh perlu buat sejak mulai paling "
    "saya aku kami kita ingin mau tahu tau lihat cari carikan kasih beri berikan tampilkan bandingkan dibanding dibandingkan vs "
    "antara bisa dapat punya lagi juga sampai sd menurut data angka nilai persen persentase besar besarnya "
    "tingkatnya terbaru terakhir sekarang terkini lalu kemarin tahun bulan tanggal triwulan semester "
    "serta hari kota kabupaten city nya sih kah dong deh kak mas mbak ya pak bu bapak ibu bps kenapa mengapa bagaimana "
    "pst the of what is are how much many latest in and live there does me please current"
)
# Manners, people who ask and their errands, particles of speech and of Gorontalo Malay: silent outside a whole name.
CHAT = _words(
    "tanya bertanya nanya izin ijin permisi numpang maaf mengganggu halo hai hello selamat pagi siang sore malam "
    "assalamualaikum assalamu alaikum wr wb salam terima kasih makasih min admin kaka bang bro nih tuh kok lah lho loh toh kan "
    "kira sudah belum tadi nanti sedang pernah jika kalau agar supaya sebagai oleh tentang mengenai terkait soal "
    "perihal seputar sekitar bahan rapat sambutan segera harap silakan sekali banget cuma hanya pun masih akan bakal harus anda "
    "dia mereka kamu beliau katanya memang jadi begitu begini seperti yakni ialah merupakan kemudian terus setahun sepanjang "
    "selama tadi mana sini situ kirim kirimkan sebutkan jelaskan jawab baru barusan lama2 bareng sama bikin pakai "
    "utama resmi nomornya gitu begitulah yaa yah iya iyo deng pe depe dorang torang ngana ngoni so somo da ba te ti bo dang kang "
    "uti ka kase lia jo no kwa olo tre pa lengkap versi pengen ingin nak posisi masuk awal depan besok mana waktu setaon kita sebutkan"
)
# Part of many names; nothing is missing from an answer that leaves them out.
PLAIN = _words(
    "tingkat jumlah laju indeks rasio rata total banyak banyaknya statistik perkembangan kondisi keadaan tren trend "
    "tabel grafik informasi daerah wilayah per orang naik turun kenaikan penurunan peningkatan rate "
    "mahasiswa skripsi tesis disertasi penelitian kuliah tugas"
)
# Said often enough and on no page: never a slip of another word.
SPELLED = (
    PLAIN
    | CHAT
    | _words(
        "peringkat ranking prediksi ramalan perkiraan tertinggi terendah terbesar terkecil perbandingan target capaian"
    )
)
MEANING = _words(
    "arti artinya berarti maksud maksudnya dimaksud disebut dihitung pengertian definisi meaning definition"
)
DEFINITION = MEANING | _words(
    "beda bedanya perbedaan difference rumus cara membaca menghitung hitung termasuk tergolong kategori golongan"
)
WHAT_IS = (
    ("apa", "itu"),
    ("itu", "apa"),
    ("yang", "bagaimana"),
    ("itu", "bagaimana"),
    ("seperti", "apa"),
)  # neighbours that ask for a meaning as well
UNIT_WORDS = _words(
    "jiwa kilometer persegi km hektare hektar rupiah juta miliar triliun ribu rp dolar poin unit satuan"
)
SOURCES = _words("sensus susenas sakernas survei brs publikasi hasil")  # where a figure comes from, beside its name
JOINS = _words("dan serta vs atau dengan dibanding dibandingkan")  # more than one thing is asked about
# Between two things of which one may move the other.
RELATIONS = _words(
    "pengaruh hubungan terhadap kaitan korelasi dampak regresi keterkaitan dibanding dibandingkan perbandingan bandingkan"
)
COMPARED = _words(
    "dibanding dibandingkan daripada banding selisih perubahan bertambah berkurang meningkat menurun naik turun lebih "
    "kenaikan penurunan peningkatan "
    "perbandingan bandingkan beda bedanya tinggi rendah bagus baik buruk sedikit kecil"
)
AGAINST = _words("dibanding dibandingkan daripada dari banding vs dengan terhadap")  # before: tahun lalu
RELEASE = _words("jadwal kapan rilis dirilis terbit diterbitkan diumumkan")
WHEN, OUT = _words("kapan jadwal"), _words("keluar")  # kapan ipm keluar
NOT_OUT = _words("penduduk migrasi orang barang masuk")  # before keluar: somebody leaves
BELOW = _words("kelurahan kecamatan desa kel kec rt rw dusun lingkungan")
KINDS = (_words("kota city"), _words("kabupaten"))  # the office's own region is one, the other says: elsewhere
KIND_WORDS = KINDS[0] | KINDS[1]
REGIONS = {
    "provinsi": PROVINCE,
    "province": PROVINCE,
    "nasional": NATION,
    "indonesia": NATION,
    "ri": NATION,
}
MONTHS = {
    name: number
    for number, name in enumerate(
        [
            "januari",
            "februari",
            "maret",
            "april",
            "mei",
            "juni",
            "juli",
            "agustus",
            "september",
            "oktober",
            "november",
            "desember",
        ],
        1,
    )
}
NUMBERS = {
    name: number
    for number, name in enumerate(
        ["satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas"], 1
    )
}
PART_NUMBERS = {"1": 1, "2": 2, "3": 3, "4": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4}
BACK = {"ini": 0, "lalu": 1, "kemarin": 1, "sebelumnya": 1, "depan": -1}  # tahun lalu, bulan ini, bulan depan
YEAR_WORDS, MONTH_WORDS = _words("tahun"), _words("bulan")
UNTIL = _words("sampai sd ke ka")  # 2019 sampai 2023
SINCE = _words("sejak mulai")  # sejak 2020: up to the newest
LATEST = _words("terakhir belakangan")  # 5 tahun terakhir
EACH = _words("tiap setiap masing")  # tiap bulan
SERIES = _words("deret runtun tren trend perkembangan series time deretan berkala")
QUARTER, SEMESTER = _words("triwulan"), _words("semester")

# How many there are, and which part of all.
COUNTED = _words("jumlah banyak banyaknya total")
PEOPLE = _words("orang jiwa banyak ribu")  # after "berapa": a number of people is asked for
SHARE = _words("persen persentase rate tingkat")

# A part of the whole that a figure of all does not tell.
BREAKDOWNS = _words(
    "laki perempuan pria wanita gender kelamin umur usia muda pemuda remaja anak lansia pendidikan sd smp sma smk sarjana "
    "agama suku disabilitas difabel kecamatan kelurahan sektor lapangan usaha pertanian perdagangan industri makanan minuman "
    "perkotaan perdesaan pedesaan desa komoditas kelompok jenjang"
)
BY = _words("menurut berdasarkan per tiap setiap")  # menurut pendidikan

# A part of a sentence that tells of the asker or of circumstances, where another part names an indicator.
SELF = _words("saya aku kami sy")
PURPOSE = _words("untuk buat bahan guna sebagai mau")
CIRCUMSTANCE = _words("waktu saat ketika semasa sewaktu gara karena akibat")

# A word of each side makes a question about somebody: UU 16/1997 Pasal 21.
PERSONS = _words(
    "orang warga keluarga tangga penerima penduduk responden pengusaha pemilik tetangga teman saudara seseorang mantan pacar "
    "pedagang karyawan siswa pasien pelanggan"
)
FIRMS = _words("perusahaan pt cv ud toko warung hotel usaha pabrik")
PARTICULARS = _words("nama daftar alamat nomor telepon telp hp nik")
MONEY = _words("omzet omset penjualan pendapatan penghasilan laba gaji laporan utang produksi")
PRIVATE = (
    (PARTICULARS, PERSONS),
    (
        _words("siapa siapakah"),
        _words("orang warga keluarga tangga penerima miskin menganggur penganggur pengangguran"),
    ),
    (_words("individu individual perorangan"), _words("data nama perusahaan tabel responden")),
    (_words("by"), _words("name address")),
    (MONEY, _words("tetangga teman saudara seseorang responden")),
)
ONE_FIRM = _words("pt cv ud toko warung")  # followed by a name
ONE_OF = (("salah", "satu"), ("perusahaan", "tertentu"), ("perusahaan", "itu"), ("perusahaan", "x"))
OFFICIALS = _words("wali walikota bupati gubernur presiden camat lurah kepala menteri pejabat pns asn")
CALLED, NO_NAME = _words("pak bapak bu ibu"), _words("rumah")  # pendapatan pak rusdi, not: ibu rumah tangga
OF_A_PERSON = _words("nama alamat nomor telepon pendapatan penghasilan gaji omzet omset utang")

# Days on which the office serves or not.
DAYS_OFF = _words("libur liburan merah cuti")
OPEN = _words("buka tutup masuk")
WEEKDAYS = {name: at for at, name in enumerate("senin selasa rabu kamis jumat sabtu minggu".split())} | {"ahad": 6}
FROM_TODAY = {"besok": 1, "lusa": 2}
TODAY = ("hari", "ini")

# Every word that is read by a rule: never a slip of another.
READ = frozenset().union(
    FILLERS, CHAT, SPELLED, DEFINITION, RELATIONS, COMPARED, RELEASE, BELOW, KIND_WORDS, REGIONS, MONTHS, NUMBERS, SERIES, SHARE,
    BREAKDOWNS, BY, CIRCUMSTANCE, PERSONS, FIRMS, PARTICULARS, MONEY, OFFICIALS, CALLED, UNIT_WORDS, SOURCES, LATEST, EACH, COUNTED,
    PEOPLE, OUT, UNTIL, BACK, DAYS_OFF, OPEN, WEEKDAYS,
)  # fmt: skip
