"""How many respondents a round needs: Krejcie and Morgan (1970) with χ² = 3,841, P = 0,5 and d = 0,05. Pure."""

from fractions import Fraction

from pstku.core.numbers import round_half_up

CHI_SQUARE, P, ERROR = Fraction(3841, 1000), Fraction(1, 2), Fraction(1, 20)


def sample_size(population: int) -> int:
    """Respondents needed of so many users; rounded to the nearest, as the published table is."""
    if population < 1:
        return 0
    spread = CHI_SQUARE * P * (1 - P)
    return int(round_half_up(spread * population / (ERROR**2 * (population - 1) + spread), 0))
