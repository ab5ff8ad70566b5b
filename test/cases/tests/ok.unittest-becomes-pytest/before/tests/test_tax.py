import unittest

from shop.tax import tax_of


class TaxTest(unittest.TestCase):
    def setUp(self):
        self.net = 1000

    def test_austria(self):
        self.assertEqual(tax_of(1000, "AT"), 200)
        self.assertIsNone(tax_of(1000, "XX"))

    def test_nothing(self):
        with self.assertRaises(ValueError):
            tax_of(None, "AT")
