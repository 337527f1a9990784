"""What people read, found in templates and code: is it marked for translation, and is it whole?"""

MARKS = {"_", "gettext", "ngettext", "sentence_with", "N_", "sentence"}

# Names and notations that are the same in every language; a template may print them as they are.
NO_SENTENCE = {
    "PSTku",
    "Indonesia",
    "Cookie",
    "Accept",
    "Encoding",
    "WhatsApp",
    "WA",
    "WebAPI",
    "SK",
    "MB",
    "kB",
    "mm",
    "age",
    "tar",
    "txt",
    "xlsx",
    "xz",
    "pstku",
    "flask",
    "demo",
}

# Texts in code that no page shows as they are.
NOT_SHOWN = {
    "Tablet ",  # the name of a demo tablet, stored; an admin may change it
    "Warga",  # the name of a guest who gave none, stored
    "Tanggal rilis belum diisi; lihat jadwal rilis di situs",  # words of a page, stored and edited as such
    "staff or device",  # a kind of access
}
