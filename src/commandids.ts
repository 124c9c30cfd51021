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
  openService: 'models:open-service',
  tryService: 'models:try-service',
  openHealth: 'models:open-health',
  showLogs: 'models:show-logs',
  changeVersion: 'models:change-version',
  scaleService: 'models:scale-service',
  restartService: 'models:restart-service',
  stopService: 'models:stop-service',
  startService: 'models:start-service',
  deleteService: 'models:delete-service'
} as const;
