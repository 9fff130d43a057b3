"""Firms: finding them, and the card of one."""
