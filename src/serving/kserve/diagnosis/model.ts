import type { TranslationBundle } from '@jupyterlab/translation';
import { StorageUri } from '../../../storageuri';
import { doubled } from '../quantity';
import {
  otherSettings,
  otherVersion,
  type CauseOfModel,
  type Explain,
  type IAsked
} from './types';
import type { IFailureFacts, Remedy } from '../../service/types';
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
    ? [{ kind: 'one-file', label: trans.__('Serve one of them…'), files }]
    : [];
}

/** What is wrong with the model, or with how the server takes it. */
export const modelExplanations: Record<CauseOfModel, Explain> = {
  'several-model-files': asked => {
    const { facts, trans } = asked;
    return {
      title: trans.__('There is more than one model file'),
      cause: trans.__(
        'The server loads the one model file that it finds in the folder. Here it found more, so it stopped. Starting it again does not help.'
      ),
      found: [placeOf(facts), ...modelFiles(asked)],
      advice: trans.__(
        'Serve a version with one model file: save model and preprocessing as one pipeline, or the companions as artifacts. Both files stay where they are.'
      ),
      remedies: [
        ...oneFile(asked),
        otherVersion(trans),
        {
          kind: 'copy',
          label: trans.__('Copy code that saves it anew'),
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
      title: trans.__('Its address is a file, not a directory'),
      cause: trans.__(
        'KServe mounts the directory that the storageUri names. A file cannot be mounted in its place.'
      ),
      found: [facts.service.storageUri ?? ''],
      advice: directory
        ? trans.__('Serve the directory that the file is in.')
        : trans.__(
            'The file lies in the root of the volume. Convert the model to versions, then serve a version.'
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
    title: trans.__('There is no model file'),
    cause: trans.__(
      'The server found nothing that it can load at the path of the storageUri. A path that does not exist is made there, empty, when the pod starts.'
    ),
    found: [placeOf(facts), ...(facts.files ?? [])],
    advice: trans.__('Serve a version that is on the volume.'),
    remedies: [otherVersion(trans)]
  }),
  'not-loaded': ({ facts, trans }) => ({
    title: trans.__('The server runs, but has no model'),
    cause: trans.__(
      'Kubernetes calls the pod ready because its port is open. The server itself says that it has not loaded the model: mostly the path does not exist or holds no model file, or the runtime gives the model another name.'
    ),
    found: [placeOf(facts), ...(facts.files ?? [])],
    advice: trans.__(
      'Serve a version that is on the volume, with a runtime whose readiness check asks for the model, such as sklearn-pvc-runtime.'
    ),
    remedies: [otherVersion(trans), otherSettings(trans)]
  }),
  'path-traversal': ({ facts, trans }) => ({
    title: trans.__('Its path leaves the volume'),
    cause: trans.__(
      'The path of the storageUri holds “..” or an empty part. Kubernetes refuses such a pod.'
    ),
    found: [facts.service.storageUri ?? ''],
    advice: trans.__('Serve a version that is on the volume.'),
    remedies: [otherVersion(trans)],
    log: false
  }),
  uri: ({ facts, trans }) => ({
    title: trans.__('KServe cannot read from there'),
    cause: trans.__('The storageUri is of a kind that KServe does not know.'),
    found: [facts.service.storageUri ?? ''],
    advice: trans.__('Serve a version from the volume.'),
    remedies: [otherVersion(trans)],
    log: false
  }),
  versions: ({ skew, facts, trans }) => ({
    title: trans.__('The model does not fit the libraries of the server'),
    cause: trans.__(
      'A pickle can be read only by libraries that are near to those that wrote it.'
    ),
    found: (skew.length > 0
      ? skew
      : Object.entries(facts.libraries)
          .filter(([library]) => /^(scikit-learn|numpy|python)$/.test(library))
          .map(([library, saved]) => ({ library, saved, loaded: null }))
    ).map(({ library, saved, loaded }) =>
      trans.__(
        '%1: saved with %2, the server has %3',
        library,
        saved ?? trans.__('a version that is not recorded'),
        loaded ?? trans.__('another version')
      )
    ),
    advice: trans.__(
      'Train or save the model again with the versions that the server has, or serve it with a runtime whose image has yours.'
    ),
    remedies: [
      ...installCommand(skew, trans),
      otherVersion(trans),
      otherSettings(trans)
    ]
  }),
  'module-missing': ({ failure, trans }) => ({
    title: trans.__('The server lacks a module'),
    cause: trans.__(
      'To load the model the server has to import a module that its image does not have: %1.',
      failure.words
    ),
    advice: trans.__(
      'Use a runtime whose image has the module, or save a model that needs only what the image has.'
    ),
    remedies: [otherSettings(trans), otherVersion(trans)]
  }),
  'code-missing': ({ failure, trans }) => ({
    title: trans.__('The server lacks code of yours'),
    cause: trans.__(
      'The model holds a class or function from a notebook, which the server does not have: %1.',
      failure.words
    ),
    advice: trans.__(
      'Leave such code out of the model, or serve it with an image that has it as a module.'
    ),
    remedies: [otherVersion(trans)]
  }),
  permission: ({ facts, trans }) => ({
    title: trans.__('The server may not read the model'),
    cause: trans.__(
      'The server runs as another user than the one who wrote the files, and they are open to that one only (mode 0600, for example).'
    ),
    found: [placeOf(facts), ...(facts.files ?? [])],
    advice: trans.__(
      'Open files and directories for reading, then restart the service. What another user has written only that user can open.'
    ),
    remedies: [
      ...(facts.service.model
        ? [
            {
              kind: 'permissions',
              label: trans.__('Open them and restart…')
            } as const,
            {
              kind: 'copy',
              label: trans.__('Copy the command'),
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
      title: trans.__('It ran out of memory'),
      cause: trans.__(
        'The container took more memory than its limit allows and was ended.'
      ),
      found: limit ? [trans.__('limit: %1', limit)] : [],
      advice: trans.__(
        'Give it more memory: loading takes several times the size of the file.'
      ),
      remedies: more
        ? [
            {
              kind: 'change',
              label: trans.__('Give it %1', more),
              change: { memory: more }
            }
          ]
        : [otherSettings(trans)]
    };
  },
  probe: ({ trans }) => ({
    title: trans.__('Its readiness check fails'),
    cause: trans.__(
      'The container runs, but does not answer its check, so that it gets no requests.'
    ),
    advice: trans.__(
      'See in the log whether the model is still being loaded; a large one may need more CPU or memory.'
    ),
    remedies: [otherSettings(trans)]
  }),
  crash: ({ failure, trans }) => ({
    title: trans.__('The server ends by itself'),
    cause: trans.__('It was started and ended again: %1.', failure.words),
    advice: trans.__('The end of its log says why.'),
    remedies: [otherVersion(trans)]
  }),
  unclear: ({ failure, trans }) => ({
    title: trans.__('It cannot start'),
    cause: trans.__('The cluster says: %1', failure.words),
    advice: trans.__(
      'See the events and the log; show them to your platform engineer if they do not help.'
    )
  })
};

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
          label: trans.__('Copy the install command'),
          text: `pip install ${wanted.map(name => JSON.stringify(name)).join(' ')}`
        }
      ]
    : [];
}
