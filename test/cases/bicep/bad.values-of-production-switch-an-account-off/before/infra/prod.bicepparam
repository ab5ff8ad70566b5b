using './main.bicep'

param keepArchive = true
