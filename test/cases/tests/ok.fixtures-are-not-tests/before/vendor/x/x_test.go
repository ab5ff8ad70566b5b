# vendor/x/x_test.go
