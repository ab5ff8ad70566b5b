resource "aws_db_instance" "db" {
  identifier = "orders"
  engine     = "postgres"
}
