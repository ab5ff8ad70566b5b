def test_total(): assert True
