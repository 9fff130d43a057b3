"""Credit codes: what GB 32100 says, compared with an independent implementation."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from stdnum.cn import uscc

from loaders.resolvers import credit_codes
from loaders.resolvers.credit_codes import ALPHABET

DIGITS = "0123456789"
BODIES = st.tuples(
    st.text(DIGITS, min_size=8, max_size=8),
    st.text(ALPHABET, min_size=9, max_size=9),
).map("".join)
CODES = BODIES.map(lambda body: body + uscc.calc_check_digit(body))


@given(CODES)
@example("91110000600037341L")
def test_a_right_code_is_valid(code):
    assert credit_codes.is_valid(code)
    assert credit_codes.check_digit(code[:17]) == code[17]


@given(BODIES, st.sampled_from(ALPHABET))
def test_a_code_is_valid_exactly_when_the_independent_check_says_so(body, last):
    assert credit_codes.is_valid(body + last) == uscc.is_valid(body + last)


@given(st.lists(CODES | st.builds(str.__add__, BODIES, st.sampled_from(ALPHABET)) | st.text(max_size=20)))
@example([])
@example(["", "91110000600037341L", "91110000600037341L0", "9111000060003734", "91١١٠٠٠٠600037341L"])
def test_many_are_valid_exactly_when_each_is(codes):
    assume(not any("\0" in code for code in codes))
    assert credit_codes.are_valid(codes) == [credit_codes.is_valid(code) for code in codes]


@given(CODES, st.integers(0, 17), st.characters())
def test_any_single_wrong_character_is_found(code, place, wrong):
    assume(wrong != code[place])
    assert not credit_codes.is_valid(code[:place] + wrong + code[place + 1 :])


@given(CODES, st.integers(0, 16))
def test_two_neighbours_in_the_wrong_order_are_found(code, place):
    assume(code[place] != code[place + 1])
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert not credit_codes.is_valid(swapped)


@given(st.text())
@example("91١١٠٠٠٠600037341L")
def test_any_text_gets_an_answer(text):
    assert credit_codes.is_valid(credit_codes.normalise(text)) in (True, False)


@pytest.mark.parametrize("registry", ["A1", "N2", "Y1"])
def test_registries_with_a_letter_have_codes_too(registry):
    body = registry + "140100MA0000001"
    assert credit_codes.is_valid(body + credit_codes.check_digit(body))


@pytest.mark.parametrize("letter", "IOSVZ")
def test_letters_that_look_like_digits_are_not_in_a_code(letter):
    assert not credit_codes.has_shape("91110000600037341" + letter)


@pytest.mark.parametrize(
    "written",
    [
        "91110000600037341l",
        " 91110000600037341L ",
        "91110000 60003734 1L",
        "911100006-00037341-L",
        "９１１１００００６０００３７３４１Ｌ",
        "91110000600037341L\u3000",
    ],
)
def test_how_a_code_is_typed_does_not_matter(written):
    assert credit_codes.normalise(written) == "91110000600037341L"


@pytest.mark.parametrize("text", ["", "9111000060003734", "91110000600037341L0", "注册号110000001234567", "无"])
def test_other_lengths_and_texts_have_not_the_shape(text):
    assert not credit_codes.has_shape(credit_codes.normalise(text))


def organisation_digits(body: str) -> list[str]:
    """The 9th characters that are found right for the first 8 of an organisation code."""
    codes = [f"91110000{body}{sign}L" for sign in ALPHABET]
    wrong = credit_codes.wrong_organisations(codes)
    return [sign for at, sign in enumerate(ALPHABET) if at not in wrong]


def by_the_standard(body: str) -> str:
    weighed = sum(int(sign, 36) * weight for sign, weight in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    return "0123456789X"[-weighed % 11]


@pytest.mark.parametrize("organisation", ["D2143569X", "600037341", "000000000"])
def test_organisation_digit(organisation):
    assert organisation_digits(organisation[:8]) == [organisation[8]]


@given(st.lists(CODES))
@example(["91110000600037341L", "91110000600037342L"])
def test_wrong_organisation_digits_of_many_are_those_of_each(codes):
    wrong = [at for at, code in enumerate(codes) if by_the_standard(code[8:16]) != code[16]]
    assert credit_codes.wrong_organisations(codes) == wrong


@given(st.text(alphabet=ALPHABET, min_size=8, max_size=8))
def test_organisation_digit_by_the_weights_of_the_standard(organisation):
    assert organisation_digits(organisation) == [by_the_standard(organisation)]
