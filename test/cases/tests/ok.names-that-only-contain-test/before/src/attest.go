# src/attest.go
