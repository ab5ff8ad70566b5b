using './main.bicep'

param keepArchive = false
