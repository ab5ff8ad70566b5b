# orders of the shop
include "root" {
  path = find_in_parent_folders("root.hcl")
}

terraform {
  source = "../../modules/orders-db?ref=v3"
}

prevent_destroy = true

inputs = {
  engine              = "postgres"
  deletion_protection = true
  allocated_storage   = 80
}
