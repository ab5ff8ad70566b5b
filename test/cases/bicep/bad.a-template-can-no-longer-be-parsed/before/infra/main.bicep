param location string = resourceGroup().location
param keepArchive bool = true

resource server 'Microsoft.Sql/servers@2023-08-01-preview' = {
  name: 'orders'
  location: location
  properties: {
    publicNetworkAccess: 'Disabled'
    minimalTlsVersion: '1.2'
  }

  resource db 'databases' = {
    name: 'orders'
    location: location
  }
}

resource archive 'Microsoft.Storage/storageAccounts@2023-05-01' = if (keepArchive) {
  name: 'archive${uniqueString(resourceGroup().id)}'
  location: location
  sku: { name: 'Standard_ZRS' }
  kind: 'StorageV2'
  properties: {
    allowBlobPublicAccess: false
  }
}
