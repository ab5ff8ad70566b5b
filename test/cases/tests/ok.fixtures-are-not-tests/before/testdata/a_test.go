# testdata/a_test.go
