from aws_cdk import Duration, RemovalPolicy, Stack
from aws_cdk import aws_s3 as s3, aws_rds as rds


class ShopStack(Stack):
    def __init__(self, scope, construct_id, **kwargs):
        super().__init__(scope, construct_id, **kwargs)
        s3.Bucket(self, "Receipts", removal_policy=RemovalPolicy.DESTROY, auto_delete_objects=True)
        rds.DatabaseInstance(self, "Db", deletion_protection=True, storage_encrypted=True)
