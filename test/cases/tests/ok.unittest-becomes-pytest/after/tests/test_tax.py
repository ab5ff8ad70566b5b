import pytest

from shop.tax import tax_of


def test_austria():
    assert tax_of(1000, "AT") == 200
    assert tax_of(1000, "XX") is None


def test_nothing():
    with pytest.raises(ValueError):
        tax_of(None, "AT")
