owner    = "shop"
replicas = 3
