"""Damaged files, a few hundred of the 10,000 of `make fuzz`."""

from tests.loaders import mutants


def test_every_damaged_file_is_refused_with_a_sentence_or_keeps_every_row(tmp_path):
    said, faults = mutants.run(300, tmp_path)
    assert faults == []
    assert said.total() == 300
    assert said["accepted"] > 30
    assert len(said) > 5


def test_the_same_seed_makes_the_same_files():
    content = mutants.samples()["台账.xlsx"]
    (first, second), (again, _) = ([mutants.mutant(content, seed) for seed in (1, 2)] for _ in range(2))
    assert (first == again, first == second) == (True, False)
