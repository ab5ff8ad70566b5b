import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

// the orders of the shop
const orders = new aws.rds.Instance(
  "orders",
  {
    engine: "postgres",
    instanceClass: "db.t3.medium",
    allocatedStorage: 80,
    deletionProtection: true,
    backupRetentionPeriod: 14,
  },
  { protect: true },
);
