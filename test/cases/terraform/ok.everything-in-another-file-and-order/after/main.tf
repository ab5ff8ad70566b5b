resource "aws_route53_record" "orders" {
  name    = "orders.shop.example"
  records = [aws_db_instance.orders.address]
}
# moved here
resource "aws_db_instance" "orders" {
  identifier = "orders"
  engine     = "postgres"
  tags       = { environment = "production" }
}
