import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import { DisposableDelegate } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
import type {
  Capability,
  IDeployTarget,
  IJob,
  IJobs,
  IModelFormat,
  IModelRecord,
  IModelStore,
  IModelVersion,
  IServer,
  IServerStatus,
  IService,
  IServing
} from '../tokens';
import type { IPanelContext } from '../panel/shell/context';
import { JobNotices } from '../panel/notifications/notifications';
import { isOffered } from '../panel/resolvetargets';
import { Selection } from '../panel/shell/selection';

const trans = nullTranslator.load('jupyterlab-kserve');

// The providers are fakes here: the panel's own logic is under test, in states
// that real parts cannot be put into at will. The browser tests use real parts.

export function aStatus(changes: Partial<IServerStatus> = {}): IServerStatus {
  return {
    api: 2,
    version: '0.1.0',
    volumes: [
      {
        path: '/mnt/models',
        exists: true,
        writable: true,
        total: 10 * 1024 ** 3,
        used: 3 * 1024 ** 3,
        free: 7 * 1024 ** 3,
        claim: 'model-storage-pvc',
        problem: null
      }
    ],
    kubernetes: {
      state: 'ready',
      namespace: 'self-healing-platform',
      identity: 'service account notebook',
      server: 'https://127.0.0.1:6443',
      source: 'kubeconfig',
      reason: null,
      message: null,
      hint: null
    },
    formats: [
      aFormat('sklearn', 'scikit-learn', '.joblib', '.pkl', '.pickle'),
      aFormat('xgboost', 'XGBoost', '.ubj', '.json'),
      aFormat('lightgbm', 'LightGBM', '.bst'),
      aFormat('catboost', 'CatBoost', '.cbm'),
      aFormat('onnx', 'ONNX', '.onnx')
    ],
    ...changes
  };
}

function aFormat(
  name: string,
  label: string,
  ...extensions: string[]
): IModelFormat {
  return { name, framework: name, label, extensions };
}

export function aModel(changes: Partial<IModelRecord> = {}): IModelRecord {
  return {
    name: 'anomaly-detector',
    layout: 'versions',
    state: 'ok',
    problem: null,
    size: 4 * 1024 ** 2,
    created: new Date().toISOString(),
    framework: { name: 'sklearn', version: '1.5.2' },
    format: 'joblib',
    class: 'sklearn.ensemble.IsolationForest',
    uri: 'pvc://model-storage-pvc/anomaly-detector/1.0.0',
    version: '1.0.0',
    versions: ['1.0.0'],
    tags: [],
    text: '',
    ...changes
  };
}

export function aVersion(changes: Partial<IModelRecord> = {}): IModelVersion {
  const record = aModel(changes);
  return {
    record,
    card: {
      schema_version: 1,
      name: record.name,
      version: record.version ?? '',
      created: record.created ?? '',
      framework: record.framework,
      format: record.format,
      files: [{ path: 'model.joblib', size: 12, sha256: 'ab'.repeat(32) }],
      libraries: { python: '3.11.9', 'scikit-learn': '1.5.2' },
      metadata: { accuracy: 0.95, training_date: '2025-11-07' }
    },
    path: `/mnt/models/${record.name}/${record.version}`,
    uri: record.uri ?? ''
  };
}

export function aService(changes: Partial<IService> = {}): IService {
  return {
    target: 'cluster',
    name: 'anomaly-detector',
    namespace: 'self-healing-platform',
    model: { name: 'anomaly-detector', version: '1.0.0' },
    storageUri: 'pvc://model-storage-pvc/anomaly-detector/1.0.0',
    runtime: 'sklearn-pvc-runtime',
    protocols: ['v1', 'v2'],
    status: {
      phase: 'ready',
      label: trans.__('Ready'),
      detail: '',
      since: null
    },
    created: null,
    url: null,
    ...changes
  };
}

export function aJob(changes: Partial<IJob> = {}): IJob {
  return {
    id: 'one',
    kind: 'save',
    title: trans.__('Save iris'),
    state: 'running',
    created: '2026-01-01T00:00:00.000000Z',
    updated: '2026-01-01T00:00:01.000000Z',
    done: 0,
    total: 100,
    items: [],
    problem: null,
    result: null,
    ...changes
  };
}

/** Jobs whose news a test tells. */
export function fakeJobs() {
  const jobs = {
    state: 'ready',
    problem: null,
    jobs: [] as IJob[],
    watch: jest.fn(nothing),
    refresh: jest.fn(() => Promise.resolve()),
    find: (id: string) => jobs.jobs.find(job => job.id === id),
    save: jest.fn(() => Promise.resolve(aJob())),
    cancel: jest.fn(() => Promise.resolve()),
    retry: jest.fn(() => Promise.resolve(aJob())),
    tell: (...all: IJob[]) => {
      jobs.jobs = all;
      (jobs.changed as Signal<IJobs, void>).emit();
    }
  } as unknown as Mutable<IJobs> & { tell: (...all: IJob[]) => void };
  jobs.changed = new Signal(jobs);
  return jobs;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const nothing = () => new DisposableDelegate(() => undefined);

/** A target that accepts everything; tests replace what they need. */
export function fakeTarget() {
  const target = {
    id: 'cluster',
    label: trans.__('Cluster'),
    state: 'ready',
    problem: null,
    capabilities: new Set<Capability>([
      'address',
      'deploy',
      'events',
      'logs',
      'manifest',
      'remove',
      'restart',
      'roll',
      'scale',
      'stop',
      'usage'
    ]),
    services: [] as IService[],
    watch: nothing,
    deployer: jest.fn(),
    remove: jest.fn(() => Promise.resolve()),
    predict: jest.fn(),
    access: () => Promise.resolve({ access: 'allowed' as const, message: '' })
  } as unknown as Mutable<IDeployTarget> & { services: IService[] };
  target.changed = new Signal(target);
  return target;
}

/** A panel's context in the state that a test asks for. */
export function fakeContext(options: {
  status?: IServerStatus;
  models?: IModelRecord[];
  services?: IService[];
}) {
  const server = {
    state: 'ready',
    status: options.status ?? aStatus(),
    problem: null,
    check: jest.fn(() => Promise.resolve()),
    request: jest.fn()
  } as unknown as Mutable<IServer>;
  server.changed = new Signal(server);

  const store = {
    state: 'ready',
    problem: null,
    models: options.models ?? [],
    total: options.models?.length ?? 0,
    watch: jest.fn(nothing),
    refresh: jest.fn(() => Promise.resolve()),
    get: jest.fn((name: string, version: string) =>
      Promise.resolve(aVersion({ name, version }))
    )
  } as unknown as Mutable<IModelStore>;
  store.changed = new Signal(store);

  const target = fakeTarget();
  target.services = options.services ?? [];
  const serving = {
    targets: [target],
    deployTargets: [target],
    defaultTarget: target,
    services: options.services ?? [],
    target: () => target,
    watch: jest.fn(nothing)
  } as unknown as Mutable<IServing>;
  serving.changed = new Signal(serving);

  const jobs = fakeJobs();
  const selection = new Selection();
  const commands = new CommandRegistry();
  const context: IPanelContext = {
    server,
    store,
    serving,
    jobs,
    notices: new JobNotices({ jobs, commands, selection, trans, state: null }),
    selection,
    started: new Set(),
    offers: (wanted, needed) => isOffered({ serving }, wanted, needed),
    commands,
    editors: null,
    fileBrowser: null,
    status: null,
    trans
  };
  return { context, server, store, serving, jobs, target };
}
