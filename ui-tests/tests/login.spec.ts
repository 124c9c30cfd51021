// A plain browser that signs in with the token, as after `jupyter lab`: from then on it has a cookie, and every request
// that changes something needs the XSRF token. The other specs send the token with each request, which spares both.
import {
  clusterToken,
  expect,
  kubectl,
  plain as test,
  saveModel
} from '../fixtures';
import { DeployDialog } from '../pages/deploy-dialog';
import { ModelsPanel } from '../pages/models-panel';
import { receivedFrom } from '../pages/requests';
import { ServicePage } from '../pages/service-page';
import { token } from '../servers';

const NAME = 'signed-in';

test.use({ extraHTTPHeaders: {} });

test.beforeAll(() => saveModel(NAME, '1.0.0'));

test.afterAll(() =>
  kubectl(
    ...['delete', 'inferenceservices', '--ignore-not-found', '--wait=false'],
    NAME
  )
);

test('with a cookie alone a model is deployed and answers', async ({
  page,
  servers
}) => {
  const { url } = await servers.get('whole');
  const received = receivedFrom(page);
  await page.goto(`${url}lab?token=${token}&reset`);
  await page.locator('#jupyterlab-splash').waitFor({ state: 'detached' });
  expect((await page.context().cookies()).map(({ name }) => name)).toContain(
    '_xsrf'
  );
  const changing = page.waitForRequest(
    request => request.method() === 'PATCH' && request.url().includes(NAME)
  );
  const panel = new ModelsPanel(page);
  const dialog = new DeployDialog(page);
  await dialog.open(panel, NAME);
  await dialog.checked();
  const headers = await (await changing).allHeaders();
  expect(headers['x-xsrftoken']).toBeTruthy();
  await dialog.deploy.click();
  await expect(panel.service(NAME)).toContainText('Ready', { timeout: 60_000 });
  await panel.service(NAME).dblclick();
  const service = new ServicePage(page);
  await service.show('Try it');
  await service.asJson();
  await service.send();
  await expect(service.answer).toContainText('prediction');

  // What the server half shows to the cluster stays there.
  const text = (await Promise.all(received)).join('\n');
  expect(text).toContain(`"name": "${NAME}"`);
  expect(text).not.toContain(clusterToken());
});
