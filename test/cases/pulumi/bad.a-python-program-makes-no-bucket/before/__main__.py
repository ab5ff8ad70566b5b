import pulumi
import pulumi_gcp as gcp

files = gcp.storage.Bucket(
    "files",
    location="EU",
    opts=pulumi.ResourceOptions(protect=True),
)
