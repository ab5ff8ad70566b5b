package pay

func Charge(id string) error {
	return send(id)
}
