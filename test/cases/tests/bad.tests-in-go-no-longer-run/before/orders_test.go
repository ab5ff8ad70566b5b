package orders

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPlace(t *testing.T) {
	order, err := Place([]string{"tea"})
	require.NoError(t, err)
	require.Equal(t, 1, order.Number)
}

func TestPlaceNothing(t *testing.T) {
	if _, err := Place(nil); err == nil {
		t.Fatal("an empty order was placed")
	}
}
