resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_db_instance" "orders" {
  identifier = "orders"
  engine     = "postgres"
  tags       = { environment = "production" }
}

resource "aws_route53_record" "orders" {
  name    = "orders.shop.example"
  records = [aws_db_instance.orders.address]
}
