# test/cart_test.exs
