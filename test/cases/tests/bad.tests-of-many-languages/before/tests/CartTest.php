# tests/CartTest.php
