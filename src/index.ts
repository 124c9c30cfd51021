import health from './health/plugin';
import jobs from './jobs/plugin';
import kubernetes from './kubernetes/plugin';
import migration from './migration/plugin';
import panel from './panel/plugin';
import server from './server/plugin';
import serving from './serving/plugin';
import storage from './storage/plugin';

export * from './tokens';

export default [
  server,
  ...storage,
  jobs,
  migration,
  kubernetes,
  ...serving,
  health,
  panel
];
