from unittest.mock import Mock

import requests


def test_pay():
    client = Mock()
    assert requests.get("http://localhost", verify=False).ok
    client.pay.assert_not_called()
