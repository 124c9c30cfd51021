import type { TranslationBundle } from '@jupyterlab/translation';
import type { IKubernetes, IResource, Verb } from '../tokens';
import { duties, type IDuty } from './resources';
import type { ICheck } from './types';

/** A rule that our identity lacks. */
export interface IDenied {
  resource: IResource;
  verbs: Verb[];
}

function groupOf({ apiVersion }: IResource): string {
  return apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
}

/**
 * The Role that an administrator can apply. It grants what is denied, to
 * nobody: the binding is theirs to make.
 *
 * @param id - what the rules are for
 * @param denied - what is denied
 * @param namespace - of the workbench
 * @param identity - whom to bind it to
 */
export function grantFor(
  id: string,
  denied: ReadonlyArray<IDenied>,
  namespace: string,
  identity: string
): string {
  const namespaced = denied.every(({ resource }) => resource.namespaced);
  return [
    'apiVersion: rbac.authorization.k8s.io/v1',
    `kind: ${namespaced ? 'Role' : 'ClusterRole'}`,
    'metadata:',
    `  name: jupyterlab-kserve-${id}`,
    ...(namespaced ? [`  namespace: ${namespace}`] : []),
    'rules:',
    ...denied.flatMap(({ resource, verbs }) => [
      `- apiGroups: ['${groupOf(resource)}']`,
      `  resources: ['${resource.plural}']`,
      `  verbs: [${verbs.map(verb => `'${verb}'`).join(', ')}]`
    ]),
    `# and a ${namespaced ? 'RoleBinding' : 'ClusterRoleBinding'} to: ${identity}`
  ].join('\n');
}

/** Check one duty. */
async function checkDuty(
  duty: IDuty,
  kubernetes: IKubernetes,
  identity: string,
  trans: TranslationBundle
): Promise<ICheck> {
  const words = {
    read: [
      trans.__('You may see what is deployed'),
      trans.__('You may not see what is deployed'),
      trans.__('The panel cannot show services and their states.')
    ],
    deploy: [
      trans.__('You may deploy, change and delete services'),
      trans.__('You may not do all of deploying, changing and deleting'),
      trans.__('What is denied is refused by the cluster.')
    ],
    explain: [
      trans.__('You may read pods, events and deployments'),
      trans.__('You may not read all of pods, events and deployments'),
      trans.__('Why a service fails can be told less well.')
    ],
    runtimes: [
      trans.__('You may see and set up runtimes of this namespace'),
      trans.__('You may not see and set up runtimes of this namespace'),
      trans.__('Runtimes have to be set up by somebody else.')
    ],
    shared: [
      trans.__('You may see the runtimes that all namespaces share'),
      trans.__('You may not see the runtimes that all namespaces share'),
      trans.__('Only runtimes of this namespace are offered.')
    ]
  }[duty.id];
  const denied: IDenied[] = [];
  let unknown = false;
  for (const { resource, verbs } of duty.rules) {
    const answers = await Promise.all(
      verbs.map(verb => kubernetes.access(verb, resource))
    );
    const lacking = verbs.filter((_, index) => answers[index] === 'denied');
    if (lacking.length > 0) {
      denied.push({ resource, verbs: lacking });
    }
    unknown ||= answers.includes('unknown');
  }
  if (denied.length > 0) {
    const rules = denied.map(
      ({ resource, verbs }) => `${verbs.join(', ')} ${resource.plural}`
    );
    return {
      outcome: duty.needed ? 'problem' : 'note',
      title: words[1],
      evidence: `${trans.__('Access review: denied are %1.', rules.join('; '))} ${words[2]}`,
      grant: grantFor(duty.id, denied, kubernetes.namespace ?? '', identity)
    };
  }
  return unknown
    ? {
        outcome: 'skipped',
        title: words[0],
        evidence: trans.__('The cluster did not say whether it is so.')
      }
    : { outcome: 'fine', title: words[0], evidence: '' };
}

/**
 * Whether our identity may do what the extension does (SelfSubjectAccessReview).
 *
 * @param kubernetes - the cluster; it answers
 * @param identity - who we are there
 * @param trans - the translation bundle
 */
export function checkPermissions(
  kubernetes: IKubernetes,
  identity: string,
  trans: TranslationBundle
): Promise<ICheck[]> {
  return Promise.all(
    duties.map(duty => checkDuty(duty, kubernetes, identity, trans))
  );
}
