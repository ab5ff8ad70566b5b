#!/bin/sh
set -e
# never: dropdb shop
echo "do not run terraform destroy"
terraform plan -destroy
