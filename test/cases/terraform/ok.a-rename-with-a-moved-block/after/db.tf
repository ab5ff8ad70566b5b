resource "aws_db_instance" "orders" {
  identifier = "orders"
  engine     = "postgres"
}
moved {
  from = aws_db_instance.db
  to   = aws_db_instance.orders
}
