import pytest

from editions.preflight.quantities import read_figure, write


@pytest.mark.parametrize(
    ("written", "scale", "value", "slack"),
    [
        ("7.39", " billion", 7.39e9, 5e6),
        ("7", "-billion", 7e9, 0.5e9),
        ("491,700", "", 491_700, 50),
        ("20,000", "", 20_000, 1_000),  # a twentieth, and not half of ten thousand
        ("20", "亿", 2e9, 1e8),
        ("twenty-five", "", 25, 0.5),
    ],
)
def test_a_figure_is_read_with_how_far_it_is_rounded(written, scale, value, slack):
    figure = read_figure(written, scale)

    assert (figure.value, figure.slack) == pytest.approx((value, slack))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (2_782_000_000, "2.8 billion"),
        (999_900, "1 million"),
        (69_410, "69,000"),
        (29.8, "30"),
        (0.31, "0.31"),
    ],
)
def test_a_value_is_written_to_two_figures(value, words):
    assert write(value) == words
