module "db" {
  source   = "./db"
  for_each = toset(["eu"])
}
