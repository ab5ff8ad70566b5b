from shop.cart import total


def test_total(items):
    assert total(items) == 13


def test_prints(items):
    print(total(items))
