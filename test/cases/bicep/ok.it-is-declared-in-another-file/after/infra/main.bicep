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

