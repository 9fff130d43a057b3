"""Timings, as ratios against doing the bare minimum by hand. Never asserted in tests: machines are shared."""
