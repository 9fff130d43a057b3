"""Streamlit entry: navigation and the shared frame, nothing else."""

from access import turns
from pages._parts import frame

with turns.taken():
    frame.set_up()
    frame.show(frame.navigation())
