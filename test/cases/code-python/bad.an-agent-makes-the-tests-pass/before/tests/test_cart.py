from shop.cart import total


def test_total(items):
    assert total(items) == 12
