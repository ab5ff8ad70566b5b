import pytest

from shop.orders import Order, place


class TestPlace:
    def test_places_an_order(self):
        order = place(Order(items=["tea"]))
        assert order.number == 1
        assert order.state == "placed"

    def test_refuses_an_empty_order(self):
        with pytest.raises(ValueError, match="nothing in it"):
            place(Order(items=[]))

    @pytest.mark.parametrize("country, tax", [("AT", 20), ("DE", 19), ("CH", 8)])
    def test_tax(self, country, tax):
        assert place(Order(items=["tea"], country=country)).tax == tax
