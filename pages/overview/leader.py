"""大屏: the headline pages on a wall screen, one after another."""

from pages._parts import frame, wall

wall.show(*frame.seen())
