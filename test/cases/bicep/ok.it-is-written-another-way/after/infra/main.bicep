// what the shop runs on
param location string = resourceGroup().location
param keepArchive bool = true

resource archive 'Microsoft.Storage/storageAccounts@2023-05-01' = if (keepArchive) {
  name: 'archive${uniqueString(resourceGroup().id)}'
  location: location
  sku: { name: 'Standard_ZRS' }
  tags: {
    team: 'shop'
  }
  kind: 'StorageV2'
  properties: {
    allowBlobPublicAccess: false
  }
}
resource sqlServer 'Microsoft.Sql/servers@2023-08-01-preview' = {
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

