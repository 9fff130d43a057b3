"""企业查询: the firms of the selection, looked for by name or code, or those behind a figure; a page at a time."""

from pages._parts import firms, frame

source, chosen = frame.seen()
wanted = firms.wanted()
found = firms.found(source, chosen.where, wanted)

frame.headline(firms.headline(found, wanted, chosen.year))
firms.controls(wanted)
if found.total:
    firms.table(found, wanted)
else:
    firms.nothing(source, wanted)
