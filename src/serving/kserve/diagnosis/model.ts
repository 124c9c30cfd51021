import type { TranslationBundle } from '@jupyterlab/translation';
import { StorageUri } from '../../../storageuri';
import { doubled } from '../quantity';
import {
  otherSettings,
  otherVersion,
  type Explain,
  type IAsked
} from './types';
import type { IFailureFacts, Remedy } from '../../servicetypes';
import type { ISkew } from './versionskew';

/** The path of the model where the user sees it, or else on the volume. */
function placeOf({ service, root }: IFailureFacts): string {
  const path = StorageUri.parse(service.storageUri)?.path ?? '';
  return root === null || !service.model ? path : `${root}/${path}`;
}

/** Model files among the names: what the servers look for. */
const MODEL_FILE = /\.(joblib|pkl|pickle|bst|json|ubj|pmml)$/;

/** The files that the server named, or else those on the volume. */
function modelFiles({ facts, failure }: IAsked): string[] {
  const named = /model_dir[^[]*\[([^\]]*)\]/.exec(failure.evidence)?.[1];
  const names = [
    ...(named ?? '').matchAll(
      /[^\s/'"(),]+\.(?:joblib|pkl|pickle|bst|json|ubj|pmml)/g
    )
  ].map(match => match[0]);
  return names.length > 0
    ? names
    : (facts.files ?? []).filter(name => MODEL_FILE.test(name));
}

/** A version with one of the files alone; only what is on our volume can be saved anew. */
function oneFile(asked: IAsked): Remedy[] {
  const { facts, trans } = asked;
  const files = modelFiles(asked).filter(
    name => facts.files?.includes(name) ?? false
  );
  return facts.service.model && files.length > 1
    ? [{ kind: 'one-file', label: trans.__('Serve one file…'), files }]
    : [];
}

/** What is wrong with the model, or with how the server takes it. */
export const modelExplanations = {
  'several-model-files': asked => {
    const { facts, trans } = asked;
    return {
      title: trans.__('The directory contains more than one model file'),
      cause: trans.__(
        'The model server expects exactly one model file in the directory. It found several and exited. A restart does not help.'
      ),
      found: [placeOf(facts), ...modelFiles(asked)],
      advice: trans.__(
        'Serve a version with one model file. Save the model and its preprocessing as one pipeline, or save the other files as artifacts. The existing files are not changed.'
      ),
      remedies: [
        ...oneFile(asked),
        otherVersion(trans),
        {
          kind: 'copy',
          label: trans.__('Copy code to save it again'),
          text: [
            'import joblib',
            'from model_storage_helpers import save_model_to_pvc',
            '',
            `model = joblib.load(${JSON.stringify(`${placeOf(facts)}/${modelFiles(asked)[0] ?? 'model.joblib'}`)})`,
            `save_model_to_pvc(model, ${JSON.stringify(facts.service.model?.name ?? facts.service.name)})`
          ].join('\n')
        }
      ]
    };
  },
  'not-directory': ({ facts, trans }) => {
    const directory = StorageUri.parse(facts.service.storageUri)?.parent;
    return {
      title: trans.__('The storageUri points to a file'),
      cause: trans.__(
        'KServe mounts the directory that the storageUri points to. It cannot mount a single file.'
      ),
      found: [facts.service.storageUri ?? ''],
      advice: directory
        ? trans.__('Serve the directory that contains the file.')
        : trans.__(
            'The file is in the root of the volume. Convert the model to versions, then serve a version.'
          ),
      remedies: directory
        ? [
            {
              kind: 'change',
              label: trans.__('Serve the directory'),
              change: { storageUri: directory.toString() }
            }
          ]
        : [otherVersion(trans)]
    };
  },
  'no-file': ({ facts, trans }) => ({
    title: trans.__('No model file was found'),
    cause: trans.__(
      'The model server did not find a model file at the path of the storageUri. If the path does not exist, an empty directory is created when the pod starts.'
    ),
    found: [placeOf(facts), ...(facts.files ?? [])],
    advice: trans.__('Serve a version that exists on the volume.'),
    remedies: [otherVersion(trans)]
  }),
  'not-loaded': ({ facts, trans }) => ({
    title: trans.__('The model server is running without a model'),
    cause: trans.__(
      'Kubernetes reports the pod as ready because its port is open, but the model server reports that it has not loaded the model. Usually the path does not exist or does not contain a model file, or the runtime uses a different name for the model.'
    ),
    found: [placeOf(facts), ...(facts.files ?? [])],
    advice: trans.__(
      'Serve a version that exists on the volume, with a runtime whose readiness probe checks the model, such as sklearn-pvc-runtime.'
    ),
    remedies: [otherVersion(trans), otherSettings(trans)]
  }),
  'path-traversal': ({ facts, trans }) => ({
    title: trans.__('The path points outside the volume'),
    cause: trans.__(
      'The path of the storageUri contains “..” or an empty segment. Kubernetes rejects such a pod.'
    ),
    found: [facts.service.storageUri ?? ''],
    advice: trans.__('Serve a version that exists on the volume.'),
    remedies: [otherVersion(trans)],
    log: false
  }),
  uri: ({ facts, trans }) => ({
    title: trans.__('KServe does not support this storageUri'),
    cause: trans.__('The scheme of the storageUri is not supported by KServe.'),
    found: [facts.service.storageUri ?? ''],
    advice: trans.__('Serve a version on the volume.'),
    remedies: [otherVersion(trans)],
    log: false
  }),
  versions: ({ skew, facts, trans }) => ({
    title: trans.__(
      'The model is incompatible with the libraries of the model server'
    ),
    cause: trans.__(
      'A pickle can only be loaded with similar library versions to those that wrote it.'
    ),
    found: (skew.length > 0
      ? skew
      : Object.entries(facts.libraries)
          .filter(([library]) => /^(scikit-learn|numpy|python)$/.test(library))
          .map(([library, saved]) => ({ library, saved, loaded: null }))
    ).map(({ library, saved, loaded }) =>
      trans.__(
        '%1: saved with %2, the model server has %3',
        library,
        saved ?? trans.__('an unknown version'),
        loaded ?? trans.__('a different version')
      )
    ),
    advice: trans.__(
      'Train or save the model again with the versions of the model server, or use a runtime whose image contains your versions.'
    ),
    remedies: [
      ...installCommand(skew, trans),
      otherVersion(trans),
      otherSettings(trans)
    ]
  }),
  'module-missing': ({ failure, trans }) => ({
    title: trans.__('The model server is missing a module'),
    cause: trans.__(
      'To load the model, the model server must import a module that its image does not contain: %1.',
      failure.words
    ),
    advice: trans.__(
      'Use a runtime whose image contains the module, or save a model that does not need it.'
    ),
    remedies: [otherSettings(trans), otherVersion(trans)]
  }),
  'code-missing': ({ failure, trans }) => ({
    title: trans.__('The model server is missing your code'),
    cause: trans.__(
      'The model uses a class or function from a notebook that the model server does not have: %1.',
      failure.words
    ),
    advice: trans.__(
      'Remove this code from the model, or use a runtime whose image contains it as a module.'
    ),
    remedies: [otherVersion(trans)]
  }),
  permission: ({ facts, trans }) => ({
    title: trans.__('The model server is not allowed to read the model'),
    cause: trans.__(
      'The model server runs as a different user than the owner of the files, and only the owner can read them (for example mode 0600).'
    ),
    found: [placeOf(facts), ...(facts.files ?? [])],
    advice: trans.__(
      'Make the files and directories readable, then restart the service. Only the owner of a file can change its permissions.'
    ),
    remedies: [
      ...(facts.service.model
        ? [
            {
              kind: 'permissions',
              label: trans.__('Fix permissions and restart…')
            } as const,
            {
              kind: 'copy',
              label: trans.__('Copy command'),
              text: `chmod -R a+rX ${JSON.stringify(placeOf(facts))}`
            } as const
          ]
        : []),
      {
        kind: 'change',
        label: trans.__('Restart'),
        change: { restart: true }
      }
    ]
  }),
  memory: ({ facts, trans }) => {
    const limit = facts.details.kubernetes?.memory;
    const more = doubled(limit ?? '');
    return {
      title: trans.__('The container ran out of memory'),
      cause: trans.__(
        'The container exceeded its memory limit and was terminated.'
      ),
      found: limit ? [trans.__('limit: %1', limit)] : [],
      advice: trans.__(
        'Increase the memory limit. Loading takes several times the size of the file.'
      ),
      remedies: more
        ? [
            {
              kind: 'change',
              label: trans.__('Increase to %1', more),
              change: { memory: more }
            }
          ]
        : [otherSettings(trans)]
    };
  },
  probe: ({ trans }) => ({
    title: trans.__('The readiness probe fails'),
    cause: trans.__(
      'The container is running but does not pass its readiness probe, so it gets no requests.'
    ),
    advice: trans.__(
      'Check in the log whether the model is still loading. A large model might need more CPU or memory.'
    ),
    remedies: [otherSettings(trans)]
  }),
  crash: ({ failure, trans }) => ({
    title: trans.__('The model server exits'),
    cause: trans.__(
      'The model server started and exited again: %1.',
      failure.words
    ),
    advice: trans.__('See the end of the log for the cause.'),
    remedies: [otherVersion(trans)]
  }),
  unclear: ({ failure, trans }) => ({
    title: trans.__('The service cannot start'),
    cause: trans.__('The cluster reports: %1', failure.words),
    advice: trans.__(
      'Check the events and the log. If they do not help, send them to your cluster administrator.'
    )
  })
} satisfies Record<string, Explain>;

/** The versions that the server has, for the place where the model is saved. */
function installCommand(skew: ISkew[], trans: TranslationBundle): Remedy[] {
  const wanted = skew
    .filter(({ loaded }) => loaded !== null)
    .map(({ library, loaded }) =>
      loaded!.includes('.')
        ? `${library}==${loaded}`
        : `${library}==${loaded}.*`
    );
  return wanted.length > 0
    ? [
        {
          kind: 'copy',
          label: trans.__('Copy install command'),
          text: `pip install ${wanted.map(name => JSON.stringify(name)).join(' ')}`
        }
      ]
    : [];
}
