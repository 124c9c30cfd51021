import * as fs from 'node:fs';
import {
  apply,
  clusterToken,
  expect,
  kubectl,
  removeModel,
  removeServices,
  saveModel,
  test
} from '../fixtures';
import { namespace } from '../places';
import { DeployDialog } from '../pages/deploy-dialog';
import { receivedFrom } from '../pages/requests';

const NAME = 'deploy-tree';

// Each is a long way through the dialog.
test.describe.configure({ timeout: 240_000 });

test.beforeAll(async () => {
  // After a failure it runs again.
  removeModel(NAME);
  await saveModel(NAME, '1.0.0');
  await saveModel(NAME, '1.1.0');
});

test.afterAll(async () => {
  await removeServices(NAME, 'deploy-kubectl', 'deploy-odh', 'deploy-legacy');
  removeModel(NAME);
});

interface IStored {
  metadata: {
    labels: Record<string, string>;
    annotations: Record<string, string>;
  };
  spec: {
    predictor: {
      minReplicas?: number;
      nodeSelector?: object;
      model: Record<string, unknown>;
    };
  };
}

async function stored(name: string): Promise<IStored> {
  return JSON.parse(
    await kubectl('get', 'inferenceservice', name, '-o', 'json')
  ) as IStored;
}

test('every field reaches the cluster, and is there when one comes back', async ({
  page,
  panel,
  picture
}) => {
  const dialog = new DeployDialog(page);
  await dialog.open(panel, NAME);
  await dialog.checked();
  await expect(dialog.version).toHaveValue('1.1.0');
  await expect(dialog.root.getByText(namespace, { exact: true })).toBeVisible();
  await expect(dialog.root).toContainText('Protocols: V1, V2');
  await expect(dialog.root).toContainText('kserve/sklearnserver');
  await dialog.version.selectOption('1.0.0');
  await dialog.cpu.fill('250m');
  await dialog.memory.fill('1Gi');
  await dialog.more();
  await dialog.displayName.fill('Tree of <b>irises</b>');
  await dialog.press('Add variable');
  await dialog.root.getByLabel('Name of variable 1').fill('PREDICT_PROBA');
  await dialog.root.getByLabel('Value of variable 1').fill('true');
  await dialog.route.check();
  await expect(dialog.root).toContainText('Open to everyone');
  await dialog.token.check();
  await expect(dialog.root).not.toContainText('Open to everyone');
  await dialog.checked();
  await picture('deploy-fields');
  await dialog.deploy.click();
  await expect(dialog.root).toBeHidden();

  const { metadata, spec } = await stored(NAME);
  expect(metadata.labels).toMatchObject({
    'opendatahub.io/dashboard': 'true',
    'networking.kserve.io/visibility': 'exposed'
  });
  expect(metadata.annotations).toMatchObject({
    'openshift.io/display-name': 'Tree of <b>irises</b>',
    'opendatahub.io/model-type': 'predictive',
    'security.opendatahub.io/enable-auth': 'true'
  });
  expect(spec.predictor).toMatchObject({
    minReplicas: 1,
    maxReplicas: 1,
    model: {
      runtime: 'sklearn-pvc-runtime',
      storageUri: `pvc://model-storage-pvc/${NAME}/1.0.0`,
      resources: { limits: { cpu: '250m', memory: '1Gi' } },
      env: [{ name: 'PREDICT_PROBA', value: 'true' }]
    }
  });

  await expect(panel.service(NAME)).toBeVisible();
  await dialog.open(panel, NAME);
  await dialog.checked();
  await expect(dialog.cpu).toHaveValue('250m');
  await expect(dialog.displayName).toHaveValue('Tree of <b>irises</b>');
  await expect(dialog.root.getByLabel('Value of variable 1')).toHaveValue(
    'true'
  );
  await expect(dialog.root).toContainText('exists and serves 1.0.0');
  // The newest is proposed, and nothing else would change.
  await expect(dialog.difference).toContainText(
    `+ ${' '.repeat(6)}storageUri: pvc://model-storage-pvc/${NAME}/1.1.0`
  );
  await expect(dialog.root.getByRole('tab', { name: 'Diff 1' })).toBeVisible();
  await picture('deploy-difference');
  await dialog.cancel();
  expect((await stored(NAME)).spec.predictor.model.storageUri).toContain(
    '1.0.0'
  );
});

test('what is wrong stands at its field, also when only the cluster knows', async ({
  page,
  panel,
  picture,
  violations
}) => {
  const dialog = new DeployDialog(page);
  await dialog.open(panel, NAME);
  await dialog.checked();
  await dialog.name.fill('Tree_1');
  await dialog.memory.fill('lots');
  await dialog.atMost.fill('0');
  for (const field of [dialog.name, dialog.memory, dialog.atMost]) {
    await expect(field).toHaveAttribute('aria-invalid', 'true');
  }
  await expect(dialog.reason).toHaveText(
    'Cannot deploy yet: service name, memory, maximum replicas.'
  );
  await expect(dialog.deploy).toBeDisabled();
  expect(await violations(DeployDialog.selector)).toEqual([]);
  await picture('deploy-wrong');
  await dialog.name.fill('a'.repeat(63));
  await expect(dialog.root).toContainText('The name has 63 characters');
  await dialog.name.fill('deploy-fresh');
  await dialog.memory.fill('1Gi');
  await dialog.atMost.fill('1');
  await dialog.checked();
  // The API server answers 500 to this; it is about the input all the same.
  await dialog.edit(yaml =>
    yaml.replace('    model:', '    modle: 1\n    model:')
  );
  await expect(dialog.root).toContainText('Server dry-run: refused');
  await expect(dialog.root).toContainText(
    /spec\.predictor\.modle \(line \d+\) field not declared in schema/
  );
  await picture('deploy-refused');
  await dialog.cancel();
});

test('the form and the YAML follow each other', async ({
  page,
  panel,
  picture
}) => {
  const dialog = new DeployDialog(page);
  await dialog.open(panel, NAME);
  await dialog.checked();
  await dialog.edit(yaml =>
    yaml
      .replace('minReplicas: 1', 'minReplicas: 0 # asleep at night')
      .replace('    model:', '    nodeSelector:\n      zone: a\n    model:')
  );
  await expect(dialog.atLeast).toHaveValue('0');
  await dialog.cpu.fill('2');
  await expect.poll(() => dialog.yaml()).toContain('cpu: "2"');
  const yaml = await dialog.yaml();
  expect(yaml).toContain('minReplicas: 0 # asleep at night');
  expect(yaml).toContain('zone: a');
  await dialog.checked();

  await dialog.edit(yaml => yaml.replace('kind: Inf', 'kind: Secret # Inf'));
  await expect(dialog.root).toContainText('“Secret” is not supported');
  await expect(dialog.cpu).toBeDisabled();
  await expect(dialog.deploy).toBeDisabled();
  await dialog.edit(yaml => yaml.replace('metadata:', 'metadata: &a'));
  await dialog.edit(yaml => yaml.replace('name:', 'name: [[['));
  await expect(dialog.root).toContainText('The YAML is not valid. Line');
  await picture('deploy-yaml-wrong');
  // Escape is the editor's; Tab leaves it.
  await dialog.preview.focus();
  await page.keyboard.press('Escape');
  await expect(dialog.root).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(dialog.preview).not.toBeFocused();
  await dialog.press('Revert to the last valid YAML');
  await dialog.checked();
  await expect(dialog.cpu).toHaveValue('2');
  await dialog.deploy.click();
  await expect(dialog.root).toBeHidden();
  const { spec } = await stored(NAME);
  expect(spec.predictor).toMatchObject({
    minReplicas: 0,
    nodeSelector: { zone: 'a' }
  });
  // Applied by us once, it is not forgotten at the next deploy.
  await dialog.open(panel, NAME);
  await dialog.checked();
  expect(await dialog.yaml()).toContain('zone: a');
  await dialog.cancel();
});

test('a service made by kubectl is taken over only when that is decided', async ({
  page,
  panel,
  picture,
  violations
}) => {
  const dialog = new DeployDialog(page);
  await dialog.open(panel, NAME);
  await dialog.checked();
  await apply({
    apiVersion: 'serving.kserve.io/v1beta1',
    kind: 'InferenceService',
    metadata: { name: 'deploy-kubectl', labels: { team: 'a' } },
    spec: {
      predictor: {
        minReplicas: 0,
        model: {
          modelFormat: { name: 'sklearn' },
          runtime: 'sklearn-pvc-runtime',
          storageUri: `pvc://model-storage-pvc/${NAME}/1.0.0`,
          resources: { limits: { cpu: '300m', memory: '700Mi' } },
          env: [{ name: 'A', value: '1' }]
        }
      }
    }
  });
  await dialog.name.fill('deploy-kubectl');
  await expect(dialog.root).toContainText('exists and serves 1.0.0');
  await expect(dialog.root).toContainText('kubectl-client-side-apply');
  await expect(dialog.root).toContainText('spec.predictor.model.storageUri');
  await expect(dialog.deploy).toBeDisabled();
  await dialog.press('Use its settings');
  await expect(dialog.memory).toHaveValue('700Mi');
  await expect(dialog.root.getByLabel('Name of variable 1')).toHaveValue('A');
  await expect(dialog.root).toContainText('1 field to change');
  await picture('deploy-conflict');
  expect(await violations(DeployDialog.selector)).toEqual([]);
  await dialog.press('Take over fields');
  await expect(dialog.deploy).toBeEnabled();

  // Somebody is quicker: it is shown, and nothing is deployed.
  await kubectl(
    'label',
    'inferenceservice',
    'deploy-kubectl',
    'team=b',
    '--overwrite'
  );
  await dialog.deploy.click();
  await expect(dialog.root).toContainText('has changed since the dry run');
  expect(
    (await stored('deploy-kubectl')).spec.predictor.model.storageUri
  ).toContain('1.0.0');
  await dialog.press('Check again');
  await dialog.checked();
  await dialog.deploy.click();
  await expect(dialog.root).toBeHidden();
  const { metadata, spec } = await stored('deploy-kubectl');
  expect(metadata.labels.team).toBe('b');
  expect(spec.predictor.model).toMatchObject({
    storageUri: `pvc://model-storage-pvc/${NAME}/1.1.0`,
    env: [{ name: 'A', value: '1' }],
    resources: { limits: { cpu: '300m', memory: '700Mi' } }
  });
});

test('services of the ODH dashboard and of the legacy form are opened rightly', async ({
  page,
  panel
}) => {
  const kind = {
    apiVersion: 'serving.kserve.io/v1beta1',
    kind: 'InferenceService'
  };
  await apply(
    {
      ...kind,
      metadata: {
        name: 'deploy-odh',
        labels: {
          'opendatahub.io/dashboard': 'true',
          'networking.kserve.io/visibility': 'exposed'
        },
        annotations: {
          'openshift.io/display-name': 'Trees of the dashboard',
          'opendatahub.io/model-type': 'predictive',
          'security.opendatahub.io/enable-auth': 'true'
        }
      },
      spec: {
        predictor: {
          minReplicas: 0,
          model: {
            modelFormat: { name: 'sklearn' },
            runtime: 'sklearn-pvc-runtime',
            storageUri: `pvc://model-storage-pvc/${NAME}/1.0.0`,
            resources: { requests: { cpu: '1', memory: '2Gi' } }
          }
        }
      }
    },
    {
      ...kind,
      metadata: { name: 'deploy-legacy' },
      spec: {
        predictor: {
          minReplicas: 0,
          sklearn: {
            storageUri: `pvc://model-storage-pvc/${NAME}/1.0.0`,
            resources: { requests: { cpu: '123m', memory: '456Mi' } }
          }
        }
      }
    }
  );
  await panel.open();
  const dialog = new DeployDialog(page);
  const open = async (service: string) => {
    await page
      .evaluate(
        async args => {
          await window.jupyterapp.commands.execute('models:deploy-model', args);
        },
        { name: NAME, service, version: '1.0.0' } as never
      )
      .catch(() => undefined);
  };
  void open('deploy-odh');
  await expect(dialog.name).toHaveValue('deploy-odh');
  await expect(dialog.displayName).toHaveValue('Trees of the dashboard');
  await expect(dialog.route).toBeChecked();
  await expect(dialog.token).toBeChecked();
  await expect(dialog.version).toHaveValue('1.0.0');
  await dialog.cancel();
  void open('deploy-legacy');
  await expect(dialog.name).toHaveValue('deploy-legacy');
  await expect(dialog.cpu).toHaveValue('123m');
  await expect(dialog.memory).toHaveValue('456Mi');
  await dialog.checked();
  await dialog.cancel();
});

test('it is saved as files for GitOps instead, without the token', async ({
  page,
  panel,
  picture,
  violations,
  tmpPath
}) => {
  const received = receivedFrom(page);
  const dialog = new DeployDialog(page);
  await dialog.open(panel, NAME);
  // Another service of other tests may serve it.
  await dialog.name.fill(NAME);
  await dialog.checked();
  const all = ['get', 'inferenceservices', '-o', 'name'];
  const before = await kubectl(...all);
  await dialog.press('Save as files…');
  await dialog.root.getByLabel('A Kustomize folder').check();
  await dialog.press(`Save to /${tmpPath}`);
  await expect(dialog.root).toContainText(`Saved ${tmpPath}/${NAME}.`);
  await picture('deploy-save');
  expect(await violations(DeployDialog.selector)).toEqual([]);
  await dialog.press(`Save to /${tmpPath}`);
  await expect(dialog.root).toContainText(
    'already exists. Rename or remove it first'
  );

  const folder = await page.contents.getContentMetadata(
    `${tmpPath}/${NAME}`,
    'directory'
  );
  expect(
    (folder?.content as unknown as { name: string }[])
      .map(({ name }) => name)
      .sort()
  ).toEqual(['inferenceservice.yaml', 'kustomization.yaml']);
  const download = page.waitForEvent('download');
  await dialog.root.getByLabel('One YAML file').check();
  await dialog.press('Download');
  const file = await (await download).path();
  const text = fs.readFileSync(file, 'utf8');
  expect(text).toContain(`storageUri: pvc://model-storage-pvc/${NAME}/1.1.0`);
  // What was downloaded is what kubectl takes.
  await kubectl('apply', '--server-side', '--dry-run=server', '-f', file);
  await dialog.cancel();
  expect(await kubectl(...all)).toBe(before);
  const token = clusterToken();
  expect(text).not.toContain(token);
  expect((await Promise.all(received)).join()).not.toContain(token);
});

test('the dialog can be used in every look, and in a narrow window', async ({
  page,
  panel,
  picture,
  violations,
  inEveryLook
}) => {
  await panel.open();
  const dialog = new DeployDialog(page);
  await inEveryLook(async look => {
    await page.setViewportSize({
      width: look === 'narrow' ? 640 : 1280,
      height: 700
    });
    await dialog.open(panel, NAME);
    await dialog.checked();
    await dialog.memory.fill('3Gi');
    await dialog.checked();
    expect(await violations(DeployDialog.selector)).toEqual([]);
    await picture(`deploy-${look}`);
    await dialog.show('YAML');
    await picture(`deploy-yaml-${look}`);
    expect(await violations(DeployDialog.selector)).toEqual([]);
    await expect(dialog.deploy).toBeInViewport();
    await expect(dialog.reason).toBeInViewport();
    await dialog.cancel();
  });

  // What was typed is not lost to Escape.
  await dialog.open(panel, NAME);
  await dialog.memory.fill('3Gi');
  await page.keyboard.press('Escape');
  await expect(dialog.discard).toContainText('Discard unsaved changes?');
  await dialog.discard.getByRole('button', { name: 'Keep Editing' }).click();
  await expect(dialog.memory).toHaveValue('3Gi');
  await page.keyboard.press('Escape');
  await dialog.discard.getByRole('button', { name: 'Discard' }).click();
  await expect(dialog.root).toBeHidden();
});
