package main

import (
	"fmt"
	"os"
)

func main() {
	f, err := os.Open("a")
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	_ = f.Close()
}
