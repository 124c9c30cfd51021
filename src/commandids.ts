/** Ids of the commands: `models:<verb>-<noun>`. */
export const CommandIDs = {
  openPanel: 'models:open-panel',
  refreshModels: 'models:refresh-models',
  deployModel: 'models:deploy-model',
  copyStorageUri: 'models:copy-storage-uri',
  tryService: 'models:try-service',
  deleteService: 'models:delete-service'
} as const;
