import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const orders = new aws.rds.Instance(
  "orders",
  {
    engine: "postgres",
    instanceClass: "db.t3.medium",
    allocatedStorage: 50,
    deletionProtection: false,
    backupRetentionPeriod: 14,
  },
);
