"""Streamlit entry: navigation and the shared frame, nothing else."""

from pages._parts import frame

frame.set_up()
frame.show(frame.navigation())
