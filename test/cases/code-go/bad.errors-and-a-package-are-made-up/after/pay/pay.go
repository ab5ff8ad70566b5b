package pay

import (
	"net/http"

	"github.com/acme/quickpay"
)

func Charge(id string) error {
	if err := quickpay.Send(id); err != nil {
		return nil
	}
	return nil
}

func Ping(url string) {
	_, _ = http.Get(url)
}
