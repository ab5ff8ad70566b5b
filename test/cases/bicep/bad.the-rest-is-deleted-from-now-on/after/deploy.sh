#!/bin/sh
az deployment group create --resource-group shop --mode Complete --template-file infra/main.bicep
