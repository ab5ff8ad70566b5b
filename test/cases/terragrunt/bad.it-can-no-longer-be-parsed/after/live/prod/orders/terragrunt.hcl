include "root" {
  path = find_in_parent_folders("root.hcl")
}

terraform {
  source = "../../modules/orders-db?ref=v2"
}

prevent_destroy = true

inp