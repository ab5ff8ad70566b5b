import pulumi
import pulumi_gcp as gcp

# nothing is left
