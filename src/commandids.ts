/** Ids of the commands: `models:<verb>-<noun>`. */
export const CommandIDs = {
  openPanel: 'models:open-panel',
  refreshModels: 'models:refresh-models',
  deployModel: 'models:deploy-model',
  openModel: 'models:open-model',
  saveFile: 'models:save-file',
  migrateModels: 'models:migrate-models',
  addVersion: 'models:add-version',
  convertModel: 'models:convert-model',
  copyStorageUri: 'models:copy-storage-uri',
  copyLoadCode: 'models:copy-load-code',
  insertLoadCode: 'models:insert-load-code',
  tryService: 'models:try-service',
  openHealth: 'models:open-health',
  deleteService: 'models:delete-service'
} as const;
