#!/bin/sh
az deployment group create --resource-group shop --template-file infra/main.bicep
