owner    = "shop"
replicas = 1
