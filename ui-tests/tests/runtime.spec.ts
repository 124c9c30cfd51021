import {
  apply,
  expect,
  kubectl,
  removeModel,
  saveModel,
  test
} from '../fixtures';
import { namespace } from '../places';
import { DeployDialog } from '../pages/deploy-dialog';

const NAME = 'runtime-tree';

// It is a long way through the dialog.
test.describe.configure({ timeout: 240_000 });

const exists = (kind: string, name: string) =>
  kubectl('get', kind, '--ignore-not-found', '-o', 'name', name);

let runtime: string;

test.beforeAll(async () => {
  // After a failure it runs again.
  removeModel(NAME);
  await saveModel(NAME, '1.0.0');
  runtime = await kubectl(
    'get',
    'servingruntime',
    'sklearn-pvc-runtime',
    '-o',
    'json'
  );
  await kubectl('delete', 'servingruntime', 'sklearn-pvc-runtime');
});

test.afterAll(async () => {
  removeModel(NAME);
  await kubectl(
    'delete',
    'servingruntime',
    'sklearn-pvc-runtime',
    '--ignore-not-found'
  );
  const { apiVersion, kind, metadata, spec } = JSON.parse(runtime) as {
    apiVersion: string;
    kind: string;
    metadata: { name: string; labels: object; annotations: object };
    spec: object;
  };
  const { name, labels, annotations } = metadata;
  await apply({
    apiVersion,
    kind,
    metadata: { name, labels, annotations },
    spec
  });
});

test('a runtime that is missing is set up with the service, and goes with a service that fails', async ({
  page,
  panel,
  picture,
  violations
}) => {
  // The shared runtimes of the cluster would do; this workbench does not see them.
  await page.route('**/clusterservingruntimes*', route =>
    route.fulfill({ json: { kind: 'List', metadata: {}, items: [] } })
  );
  const policy = `runtime-${namespace}`;
  await apply(
    {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name: policy },
      spec: {
        matchConstraints: {
          resourceRules: [
            {
              apiGroups: ['serving.kserve.io'],
              apiVersions: ['*'],
              operations: ['CREATE'],
              resources: ['inferenceservices']
            }
          ]
        },
        validations: [
          { expression: 'request.dryRun', message: 'The project is frozen.' }
        ]
      }
    },
    {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name: policy },
      spec: {
        policyName: policy,
        validationActions: ['Deny'],
        matchResources: {
          namespaceSelector: {
            matchLabels: { 'kubernetes.io/metadata.name': namespace }
          }
        }
      }
    }
  );
  try {
    const dialog = new DeployDialog(page);
    await dialog.open(panel, NAME);
    await expect(dialog.root).toContainText(
      'No available runtime supports sklearn'
    );
    await dialog.name.fill('runtime-frozen');
    await picture('runtime-none');
    expect(await violations(DeployDialog.selector)).toEqual([]);
    await dialog.press('Create sklearn-pvc-runtime with the service');
    await dialog.checked();
    expect(await dialog.yaml()).toContain('--model_name={{.Name}}');
    // A new policy counts a moment after it was made.
    await page.waitForTimeout(2000);
    await dialog.deploy.click();
    await expect(dialog.root).toContainText('The project is frozen.');
    await expect(dialog.root).toContainText(
      'Rolled back: ServingRuntime sklearn-pvc-runtime.'
    );
    await picture('runtime-taken-back');
    expect(await exists('servingruntime', 'sklearn-pvc-runtime')).toBe('');
    expect(await exists('inferenceservice', 'runtime-frozen')).toBe('');
  } finally {
    await kubectl('delete', 'validatingadmissionpolicybinding', policy);
    await kubectl('delete', 'validatingadmissionpolicy', policy);
  }
});
