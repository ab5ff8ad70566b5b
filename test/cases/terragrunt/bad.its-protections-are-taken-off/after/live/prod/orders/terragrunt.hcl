include "root" {
  path = find_in_parent_folders("root.hcl")
}

terraform {
  source = "../../modules/orders-db?ref=v2"
}

inputs = {
  engine              = "postgres"
  deletion_protection = false
  allocated_storage   = 50
}
