"""Values in the URL, and the widgets that follow them."""

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from rnn_demo.ui.address.linked import choice, number, several, switch
from rnn_demo.ui.address.params import Param
from rnn_demo.words.markdown import literal
from tests.ui.opening import open_part, warnings


def unit() -> None:
    st.text(number("Hidden unit", Param.UNIT, low=2, high=1_200, default=3))


def axes() -> None:
    st.text(choice("Axes", Param.AXES, {"2": "2-D", "3": "3-D"}))


def layer() -> None:
    st.text(choice("Layer", Param.LAYER, {"0": "1", "1": "2"}, default="1", widget=st.selectbox))


def relative(is_on: bool = False) -> None:
    st.text(switch("Relative", Param.RELATIVE, default=is_on))


def units() -> None:
    st.text(", ".join(several("Units", Param.UNITS, {"a-0": "a 0", "a-1": "a 1", "b-0": "b 0"}, placeholder="")))


def value(page: AppTest) -> str:
    return page.text[0].value


# Numbers


def test_without_a_number_in_the_url_the_default_is_used() -> None:
    page = open_part(unit)
    assert value(page) == "3"
    assert page.number_input[0].value == 3
    assert page.query_params == {}
    assert not warnings(page)


@pytest.mark.parametrize("chosen", [2, 7, 1_200])
def test_a_number_in_the_url_is_used(chosen: int) -> None:
    page = open_part(unit, f"unit={chosen}")
    assert value(page) == str(chosen)
    assert page.number_input[0].value == chosen
    assert not warnings(page)


@pytest.mark.parametrize("text", ["1", "1201", "abc", "-3", "4.5", "1e3", "٣٤٥٦", "9" * 5000, "²"])
def test_another_number_gets_a_sentence_and_the_default_is_used(text: str) -> None:
    page = open_part(unit, f"unit={text}")
    assert value(page) == "3"
    (sentence,) = warnings(page)
    assert sentence.startswith("The link says unit=")
    assert sentence.endswith(", but it can be 2 to 1,200. You see 3.")
    assert len(sentence) < 200
    assert page.query_params == {"unit": text}  # the sentence stays as long as the URL says so


def test_choosing_a_number_puts_it_into_the_url_and_the_default_takes_it_out() -> None:
    page = open_part(unit, "unit=abc")
    page.number_input[0].set_value(9).run()
    assert page.query_params == {"unit": "9"}
    assert value(page) == "9"
    assert not warnings(page)
    page.number_input[0].set_value(3).run()
    assert page.query_params == {}
    assert value(page) == "3"


# Names


def test_the_first_name_is_the_default() -> None:
    page = open_part(axes)
    assert value(page) == "2"
    assert page.segmented_control[0].value == "2"
    assert page.segmented_control[0].options == ["2-D", "3-D"]


def test_a_name_in_the_url_is_used() -> None:
    page = open_part(axes, "axes=3")
    assert value(page) == "3"
    assert not warnings(page)


def test_another_name_gets_a_sentence_and_the_default_is_used() -> None:
    page = open_part(axes, "axes=3-D")  # the label is no name
    assert value(page) == "2"
    assert warnings(page) == ["The link says axes=3-D, but it can be 2, 3. You see 2."]


def test_choosing_a_name_puts_it_into_the_url_and_the_default_takes_it_out() -> None:
    page = open_part(axes)
    page.segmented_control[0].set_value("3").run()
    assert page.query_params == {"axes": "3"}
    page.segmented_control[0].set_value("2").run()
    assert page.query_params == {}


def test_a_list_with_a_default_of_its_own() -> None:
    page = open_part(layer)
    assert value(page) == "1"
    page.selectbox[0].set_value("0").run()
    assert page.query_params == {"layer": "0"}
    page.selectbox[0].set_value("1").run()
    assert page.query_params == {}


# Switches


def test_a_switch_is_off_at_first() -> None:
    page = open_part(relative)
    assert value(page) == "False"
    page.toggle[0].set_value(True).run()
    assert page.query_params == {"relative": "on"}
    assert value(page) == "True"
    page.toggle[0].set_value(False).run()
    assert page.query_params == {}


def test_a_switch_may_be_on_at_first() -> None:
    page = open_part(relative, is_on=True)
    assert value(page) == "True"
    page.toggle[0].set_value(False).run()
    assert page.query_params == {"relative": "off"}
    page.toggle[0].set_value(True).run()
    assert page.query_params == {}


def test_a_switch_knows_on_and_off_only() -> None:
    assert value(open_part(relative, "relative=on")) == "True"
    page = open_part(relative, "relative=yes")
    assert value(page) == "False"
    assert warnings(page) == ["The link says relative=yes, but it can be on, off. You see off."]


# Text from outside


@pytest.mark.parametrize("script", [unit, axes])
def test_markdown_in_a_link_is_shown_as_text(script: object) -> None:
    name = "unit" if script is unit else "axes"
    (sentence,) = warnings(open_part(script, f"{name}=[x](http://evil) **b** $x$"))  # type: ignore[arg-type]
    assert literal("[x](http://evil) **b** $x$") in sentence


def test_long_and_broken_lines_are_shortened() -> None:
    (sentence,) = warnings(open_part(axes, "axes=" + "a%0A%0A" * 500))
    assert "\n" not in sentence
    assert len(sentence) < 150
    assert "…, but" in sentence


# Several of some names


def test_several_names_stand_in_the_url_in_the_order_of_choosing() -> None:
    page = open_part(units, "units=b-0,a-1,b-0")
    assert value(page) == "b-0, a-1"
    page.multiselect[0].set_value(["a-1", "a-0"]).run()
    assert page.query_params == {"units": "a-1,a-0"}
    page.multiselect[0].set_value([]).run()
    assert page.query_params == {}
    assert value(page) == ""
    assert not warnings(page)


def test_of_several_names_those_that_do_not_exist_are_left_out_with_a_sentence() -> None:
    page = open_part(units, "units=a-1,c-7,,9")
    assert value(page) == "a-1"
    (sentence,) = warnings(page)
    assert sentence == literal(
        "The link says units=c-7,,9, but there are only a-0 to b-0 here. That part of it is left out."
    )
