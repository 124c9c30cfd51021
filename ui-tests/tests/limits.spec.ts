// What a real cluster sets limits to: rights, quotas, and a volume of one node.
import * as fs from 'node:fs';
import * as path from 'node:path';
import {
  apply,
  aService,
  clusterToken,
  expect,
  kubectl,
  removeModel,
  removeServices,
  saveModel,
  test
} from '../fixtures';
import {
  cluster,
  exclusiveClaim,
  namespace,
  readerKubeconfig,
  volume
} from '../places';
import { DeployDialog } from '../pages/deploy-dialog';
import { ServicePage } from '../pages/service-page';

const NAME = 'limits-tree';
const QUOTA = 'limits-quota';
const RANGE = 'limits-range';
const READER = 'limits-reader';
const VOLUME = `${namespace}-exclusive`;

test.describe.configure({ mode: 'serial', timeout: 180_000 });

/** A service of our model with the memory that a limit may be about. */
const service = aService(NAME, `${NAME}/1.0.0`, {
  resources: { requests: { memory: '256Mi' }, limits: { memory: '256Mi' } }
});

const remove = (...what: string[]) =>
  kubectl('delete', '--ignore-not-found', ...what);

test.beforeAll(async () => {
  await saveModel(NAME, '1.0.0');
  await saveModel(NAME, '1.1.0');
});

test.afterAll(async () => {
  await removeServices(NAME);
  await remove('resourcequota', QUOTA);
  await remove('limitrange', RANGE);
  removeModel(NAME);
});

test.describe('with a quota and a limit range', () => {
  test.afterEach(async () => {
    await removeServices(NAME);
    await remove('resourcequota', QUOTA);
    await remove('limitrange', RANGE);
  });

  test('a quota is told of before a deploy, and explains why no pod was made', async ({
    page,
    panel,
    picture
  }) => {
    await apply({
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: QUOTA },
      spec: { hard: { 'requests.memory': '16Mi' } }
    });
    const dialog = new DeployDialog(page);
    await dialog.open(panel, NAME);
    await expect(dialog.root).toContainText(`The quota ${QUOTA} has`);
    await picture('limits-quota-deploy');
    await dialog.cancel();

    await apply(service);
    const page1 = new ServicePage(page);
    await page1.open(NAME);
    await expect(page1.explanation).toContainText(
      'The quota of the namespace is exhausted',
      { timeout: 60_000 }
    );
    await expect(page1.explanation).toContainText(QUOTA);
    await picture('limits-quota');
  });

  test('a limit range explains why no pod was made', async ({
    page,
    picture
  }) => {
    await apply({
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: { name: RANGE },
      spec: { limits: [{ type: 'Container', max: { memory: '32Mi' } }] }
    });
    await apply(service);
    const shown = new ServicePage(page);
    await shown.open(NAME);
    await expect(shown.explanation).toContainText(
      'the LimitRange allows at most 32Mi of memory, but 256Mi is requested',
      { timeout: 60_000 }
    );
    await picture('limits-range');
  });
});

test.describe('with a volume that one node can mount', () => {
  test.use({ server: 'withExclusiveVolume' });

  test.beforeAll(async () => {
    await apply(
      {
        apiVersion: 'v1',
        kind: 'PersistentVolume',
        metadata: { name: VOLUME },
        spec: {
          capacity: { storage: '1Gi' },
          accessModes: ['ReadWriteOnce'],
          persistentVolumeReclaimPolicy: 'Retain',
          hostPath: { path: volume },
          claimRef: { namespace, name: exclusiveClaim }
        }
      },
      {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: exclusiveClaim },
        spec: {
          accessModes: ['ReadWriteOnce'],
          storageClassName: '',
          volumeName: VOLUME,
          resources: { requests: { storage: '1Gi' } }
        }
      }
    );
  });

  test.afterAll(async () => {
    await remove('inferenceservice', NAME);
    await remove('persistentvolumeclaim', exclusiveClaim, '--wait=false');
    await remove('persistentvolume', VOLUME, '--wait=false');
  });

  test('a deploy ends the old pod first, and a change of the version does too', async ({
    page,
    panel,
    picture
  }) => {
    const dialog = new DeployDialog(page);
    await dialog.open(panel, NAME);
    await dialog.checked();
    await expect(dialog.root).toContainText('(ReadWriteOnce)');
    await dialog.atMost.fill('2');
    await expect(dialog.reason).toContainText('Cannot deploy');
    await dialog.atMost.fill('1');
    await dialog.version.selectOption('1.0.0');
    await dialog.memory.fill('256Mi');
    await dialog.checked();
    await picture('limits-exclusive-deploy');
    await dialog.deploy.click();
    await expect(dialog.root).toBeHidden();
    const stored = async () =>
      JSON.parse(
        await kubectl('get', 'inferenceservice', NAME, '-o', 'json')
      ) as { spec: { predictor: Record<string, unknown> } };
    expect((await stored()).spec.predictor).toMatchObject({
      minReplicas: 1,
      maxReplicas: 1,
      deploymentStrategy: { type: 'Recreate' }
    });

    const shown = new ServicePage(page);
    await shown.open(NAME);
    await expect(shown.state).toContainText('Ready', { timeout: 60_000 });
    await shown.root.getByRole('button', { name: 'Change version…' }).click();
    await expect(shown.dialog).toContainText(
      'The old pod stops before the new one starts'
    );
    await picture('limits-exclusive-change');
    await shown.dialog.getByRole('button', { name: 'Cancel' }).click();

    await shown.root.getByRole('button', { name: 'Scale…' }).click();
    await expect(shown.dialog).toContainText(
      'A replica on another node cannot start'
    );
    await shown.dialog.getByRole('button', { name: 'Cancel' }).click();
  });
});

test.describe('on a volume of many nodes', () => {
  test.afterAll(() => removeServices(NAME));

  test('a service is scaled, and restarted with new pods', async ({ page }) => {
    await apply(service);
    const shown = new ServicePage(page);
    await shown.open(NAME);
    await expect(shown.state).toContainText('Ready', { timeout: 60_000 });
    await shown.root.getByRole('button', { name: 'Scale…' }).click();
    await shown.dialog.getByLabel('Minimum replicas').fill('2');
    await shown.dialog.getByLabel('Maximum replicas').fill('2');
    await expect(shown.dialog).toContainText('+ ');
    await shown.dialog.getByRole('button', { name: `Scale ${NAME}` }).click();
    // The second pod is for an autoscaler to make, which the embedded cluster lacks.
    await expect(shown.root).toContainText(/of 2 replicas/);

    const pods = async () =>
      (
        await kubectl(
          ...['get', 'pods', '-o', 'name', '-l'],
          `serving.kserve.io/inferenceservice=${NAME}`
        )
      )
        .trim()
        .split('\n');
    const before = await pods();
    await shown.act('Restart…', `Restart ${NAME}`);
    await expect
      .poll(async () => (await pods()).filter(pod => before.includes(pod)), {
        timeout: 90_000
      })
      .toEqual([]);
    await expect(shown.state).toContainText('Ready', { timeout: 60_000 });
  });
});

test.describe('to somebody who may only look', () => {
  test.use({ server: 'withoutWriting' });

  test.beforeAll(async () => {
    const read = ['get', 'list', 'watch'];
    await apply(
      {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name: READER }
      },
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'Role',
        metadata: { name: READER },
        rules: [
          {
            apiGroups: ['serving.kserve.io'],
            resources: ['inferenceservices', 'servingruntimes'],
            verbs: read
          },
          { apiGroups: [''], resources: ['pods', 'events'], verbs: read }
        ]
      },
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        metadata: { name: READER },
        roleRef: {
          apiGroup: 'rbac.authorization.k8s.io',
          kind: 'Role',
          name: READER
        },
        subjects: [{ kind: 'ServiceAccount', name: READER, namespace }]
      }
    );
    const token = (await kubectl('create', 'token', READER)).trim();
    const whole = path.join(cluster, `${namespace}.kubeconfig`);
    fs.writeFileSync(
      readerKubeconfig,
      fs.readFileSync(whole, 'utf8').replace(clusterToken(), token),
      { mode: 0o600 }
    );
    await apply(service);
  });

  test.afterAll(async () => {
    fs.rmSync(readerKubeconfig, { force: true });
    await removeServices(NAME);
    await remove('rolebinding,role,serviceaccount', READER);
  });

  test('each button that would be refused says which right is missing', async ({
    page,
    panel,
    picture
  }) => {
    const shown = new ServicePage(page);
    await shown.open(NAME);
    for (const name of ['Change version…', 'Scale…', 'Restart…', 'Stop…']) {
      const button = shown.root.getByRole('button', { name, exact: true });
      await expect(button).toBeDisabled();
      await expect(button).toHaveAttribute(
        'title',
        `Ask your cluster administrator for the Role of this extension: patch on inferenceservices in namespace ${namespace}.`
      );
    }
    const remove = shown.root.getByRole('button', { name: 'Delete…' });
    await expect(remove).toBeDisabled();
    await expect(remove).toHaveAttribute(
      'title',
      /delete on inferenceservices/
    );
    await shown.show('Logs');
    await expect(shown.root).toContainText('get on pods/log');
    // What may be seen is seen.
    await expect(shown.state).toContainText('Ready', { timeout: 60_000 });
    await picture('limits-reader');

    const dialog = new DeployDialog(page);
    await dialog.open(panel, NAME);
    await expect(dialog.deploy).toBeDisabled();
    await expect(dialog.root).toContainText(/create|patch/);
    await picture('limits-reader-deploy');
  });
});
