package tax

import "testing"

func TestOf(t *testing.T) {
	tests := []struct {
		country string
		want    int
	}{
		{"AT", 200},
		{"DE", 190},
	}
	for _, tt := range tests {
		t.Run(tt.country, func(t *testing.T) {
			if got := Of(1000, tt.country); got != tt.want {
				t.Errorf("got %d", got)
			}
		})
	}
}
