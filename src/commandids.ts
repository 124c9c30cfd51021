/** Ids of the commands: `models:<verb>-<noun>`. */
export const CommandIDs = {
  openPanel: 'models:open-panel',
  refreshModels: 'models:refresh-models',
  showModel: 'models:show-model',
  deployModel: 'models:deploy-model',
  deleteVersion: 'models:delete-version',
  tryService: 'models:try-service',
  deleteService: 'models:delete-service',
  copyStorageUri: 'models:copy-storage-uri'
} as const;
