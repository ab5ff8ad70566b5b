variable "replicas" {
  type = number
}

resource "aws_rds_cluster_instance" "reader" {
  count              = var.replicas
  cluster_identifier = "orders"
  instance_class     = "db.r6g.large"
}
