"""核对数字: the figures of a draft, held against themselves and against the selection's data; and documents of cases."""

import streamlit as st

from pages._parts import case_documents, frame, verifying

source, chosen = frame.seen()
top = st.container()  # the sentence stands above the draft that it follows from
draft = verifying.drop()
every = verifying.found(source, chosen, draft)
with top:
    frame.headline(verifying.headline(draft, every))
if every:
    shown = verifying.picked(every)
    verifying.by_sentence(shown, every)
    verifying.table(shown, source, chosen)
else:
    verifying.meanings()
case_documents.show(source, chosen)
