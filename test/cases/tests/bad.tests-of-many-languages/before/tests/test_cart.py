# tests/test_cart.py
