param location string = resourceGroup().location
param keepArchive bool = true

resource archive 'Microsoft.Storage/storageAccounts@2023-05-01' = if (keepArchive) {
  name: 'archive${uniqueString(resourceGroup().id)}'
  location: location
  sku: { name: 'Standard_ZRS' }
  kind: 'StorageV2'
  properties: {
    allowBlobPublicAccess: false
  }
}
