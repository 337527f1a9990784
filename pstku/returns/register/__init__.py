"""Register kunjungan: one row for each visit, read and written as a stream."""
