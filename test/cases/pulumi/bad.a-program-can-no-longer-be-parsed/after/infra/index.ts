import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const orders = new aws.rds.Instance(
  "orders",
  {
    engine: "post{{{