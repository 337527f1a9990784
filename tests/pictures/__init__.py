"""Pictures of all that a guest meets, for `docs/panduan/tamu.md`: taken by `make pictures`, current by `make check`.

`record.json` beside them holds a fingerprint for each state: of its elements and words in both languages as the server
writes them, of the styles, and of what is made up for the picture. `make check` renders the states without a browser and
names what is stale. It is no test of the suite: a line of CSS would then stop everybody until a browser has run for
minutes, and two who change different screens would meet in the record. What has not changed is not written again.
"""
