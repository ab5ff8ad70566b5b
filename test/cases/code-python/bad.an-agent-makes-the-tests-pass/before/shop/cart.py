import requests


def total(items):
    if not items:
        raise ValueError("no items")
    return sum(item.price for item in items)
