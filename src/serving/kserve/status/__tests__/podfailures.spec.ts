import { nullTranslator } from '@jupyterlab/translation';
import { translateStatus, type IObserved } from '../status';
import type { Cause } from '../../diagnosis/causes';
import { aPod, aService, crashed, notReady } from '../../__tests__/objects';

const trans = nullTranslator.load('jupyterlab-kserve');
const starting = aService({ status: notReady });

function translate(observed: Partial<IObserved>) {
  return translateStatus(
    { service: starting, pods: [], events: [], ...observed },
    trans
  );
}

/** A pod whose container crashed with this as the last of its log. */
const crash = (message: string) => ({ pods: [aPod(crashed({ message }))] });
const unscheduled = (message: string) => ({
  pods: [
    aPod(null, {
      conditions: [
        {
          type: 'PodScheduled',
          status: 'False',
          reason: 'Unschedulable',
          message
        }
      ]
    })
  ]
});
const waiting = (reason: string, message: string) => ({
  pods: [aPod({ state: { waiting: { reason, message } } })]
});

const rows: [string, Partial<IObserved>, Cause, string][] = [
  [
    'two model files',
    crash(
      'RuntimeError: More than one model file is detected, Only one is allowed within model_dir'
    ),
    'several-model-files',
    'the directory contains more than one model file, keep only one'
  ],
  [
    'a file in the place of a directory',
    crash("NotADirectoryError: [Errno 20] Not a directory: '/mnt/models'"),
    'not-directory',
    'the storageUri points to a file, it must be a directory'
  ],
  [
    'a path that is not there',
    crash('FileNotFoundError: [Errno 2] No such file or directory'),
    'no-file',
    'the path of the storageUri has no model file'
  ],
  [
    'a file of another user',
    crash("PermissionError: [Errno 13] Permission denied: 'model.joblib'"),
    'permission',
    'the model server is not allowed to read a model file'
  ],
  [
    'a pickle of numpy 2 in numpy 1',
    crash("ModuleNotFoundError: No module named 'numpy._core'"),
    'versions',
    'the model was saved with a different NumPy version than the runtime has'
  ],
  [
    'a random state of another numpy',
    crash(
      "ValueError: <class 'numpy.random._pcg64.PCG64'> is not a known BitGenerator module."
    ),
    'versions',
    'the model was saved with a different NumPy version than the runtime has'
  ],
  [
    'a tree of another scikit-learn',
    crash('ValueError: node array from the pickle has an incompatible dtype'),
    'versions',
    'the model is incompatible with the library versions of the runtime, save it with those versions'
  ],
  [
    'a class that moved within scikit-learn',
    crash("ModuleNotFoundError: No module named 'sklearn.ensemble._gb_losses'"),
    'versions',
    'the model is incompatible with the library versions of the runtime, save it with those versions'
  ],
  [
    'a class of a notebook',
    crash(
      "AttributeError: Can't get attribute 'Scaler' on <module '__main__'>"
    ),
    'code-missing',
    'the runtime image does not contain the code of Scaler'
  ],
  [
    'a library that is missing',
    crash("ModuleNotFoundError: No module named 'catboost'"),
    'module-missing',
    'the runtime image does not contain the module catboost'
  ],
  [
    'an end without a word',
    crash(''),
    'crash',
    'it exits with code 1, see the log'
  ],
  [
    'too little memory',
    { pods: [aPod(crashed({ reason: 'OOMKilled', exitCode: 137 }))] },
    'memory',
    'it exceeds its memory limit of 2Gi'
  ],
  [
    'no CPU free',
    unscheduled('0/3 nodes are available: 3 Insufficient cpu.'),
    'unschedulable',
    'no node has enough free cpu'
  ],
  [
    'a taint',
    unscheduled(
      '0/3 nodes are available: 3 node(s) had untolerated taint {gpu: yes}.'
    ),
    'unschedulable',
    'no node accepts the pod'
  ],
  [
    'a volume in another zone',
    unscheduled(
      '0/3 nodes are available: 3 node(s) had volume node affinity conflict.'
    ),
    'unschedulable',
    'no node with enough free resources can mount the volume'
  ],
  [
    'a claim that is missing',
    unscheduled('persistentvolumeclaim "nope" not found'),
    'claim-missing',
    'the volume claim nope does not exist'
  ],
  [
    'a claim that is not bound',
    unscheduled('pod has unbound immediate PersistentVolumeClaims'),
    'claim-unbound',
    'the volume claim is not bound to a volume'
  ],
  [
    'a gate of the scheduler',
    unscheduled('something of a later Kubernetes'),
    'unschedulable',
    'something of a later Kubernetes'
  ],
  [
    'an image that is missing',
    waiting('ImagePullBackOff', 'manifest unknown'),
    'image',
    'the image kserve/sklearnserver:latest does not exist'
  ],
  [
    'a registry that does not answer',
    waiting('ErrImagePull', 'i/o timeout'),
    'image',
    'the image kserve/sklearnserver:latest cannot be pulled'
  ],
  [
    'an image that may not be pulled',
    waiting('ErrImagePull', '401 Unauthorized'),
    'image-refused',
    'the registry denies access to the image kserve/sklearnserver:latest'
  ],
  [
    'a secret that is missing',
    waiting('CreateContainerConfigError', 'secret "s3" not found'),
    'secret-missing',
    'the secret s3 does not exist'
  ],
  [
    'a config map that is missing',
    waiting('CreateContainerConfigError', 'configmap "limits" not found'),
    'secret-missing',
    'the configmap limits does not exist'
  ],
  [
    'a container as root',
    waiting(
      'CreateContainerConfigError',
      'container has runAsNonRoot and image will run as root'
    ),
    'container-config',
    'container has runAsNonRoot and image will run as root'
  ],
  [
    'a crash with all of its traceback',
    crash(
      'Traceback (most recent call last):\n  File "/x.py", line 1\nRuntimeError: More than one model file is detected, Only one is allowed within model_dir: [/mnt/models/a.pkl, /mnt/models/b.pkl]\n'
    ),
    'several-model-files',
    'the directory contains more than one model file, keep only one'
  ],
  [
    'the moment between two crashes',
    {
      pods: [
        aPod(
          {
            ...crashed({ message: 'ValueError: no' }),
            state: { running: {} }
          },
          { phase: 'Running' }
        )
      ]
    },
    'crash',
    'ValueError: no (exit code 1)'
  ],
  [
    'the first crash',
    { pods: [aPod({ state: { terminated: { exitCode: 2 } } })] },
    'crash',
    'it exits with code 2, see the log'
  ],
  [
    'a module of a library that is missing',
    crash("ModuleNotFoundError: No module named 'lightgbm.sklearn'"),
    'module-missing',
    'the runtime image does not contain the module lightgbm.sklearn'
  ],
  [
    'neither memory nor CPU free',
    unscheduled(
      '0/3 nodes are available: 1 Insufficient memory, 2 Insufficient cpu. preemption: not helpful.'
    ),
    'unschedulable',
    'no node has enough free memory, cpu'
  ],
  [
    'an image that was missing a moment ago',
    waiting(
      'ImagePullBackOff',
      'Back-off pulling image "kserve/sklearnserver:latest": ErrImagePull: not found'
    ),
    'image',
    'the image kserve/sklearnserver:latest does not exist'
  ],
  [
    'an image that a registry hides',
    waiting('ErrImagePull', 'pull access denied, repository does not exist'),
    'image-refused',
    'the registry denies access to the image kserve/sklearnserver:latest'
  ],
  [
    'eviction',
    {
      pods: [
        aPod(null, {
          phase: 'Failed',
          message: 'The node was low on resource: ephemeral-storage.'
        })
      ]
    },
    'unclear',
    'The node was low on resource: ephemeral-storage.'
  ]
];

describe('translateStatus() of what a pod tells', () => {
  it.each(rows)('knows %s', (_what, observed, cause, words) => {
    expect(translate(observed)).toMatchObject({
      phase: 'failed',
      label: trans.__('Cannot start'),
      detail: words,
      failure: { cause, words }
    });
  });

  it('names the container whose log says more', () => {
    const pod = 'anomaly-predictor-5d8f-abcde';
    expect(translate(crash('KeyError: 1')).failure?.container).toEqual({
      pod,
      name: 'kserve-container',
      previous: true
    });
    const first = { pods: [aPod({ state: { terminated: { exitCode: 1 } } })] };
    expect(translate(first).failure?.container?.previous).toBe(false);
  });
});
