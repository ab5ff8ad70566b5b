package tax

import "testing"

func TestAustria(t *testing.T) {
	if got := Of(1000, "AT"); got != 200 {
		t.Errorf("got %d", got)
	}
}

func TestGermany(t *testing.T) {
	if got := Of(1000, "DE"); got != 190 {
		t.Errorf("got %d", got)
	}
}
