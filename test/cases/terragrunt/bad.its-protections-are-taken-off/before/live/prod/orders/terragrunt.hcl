include "root" {
  path = find_in_parent_folders("root.hcl")
}

terraform {
  source = "../../modules/orders-db?ref=v2"
}

prevent_destroy = true

inputs = {
  engine              = "postgres"
  deletion_protection = true
  allocated_storage   = 50
}
