# pkg/cart_test.go
