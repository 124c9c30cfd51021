import { ServerConnection } from '@jupyterlab/services';
import { VolumeDrive } from '../drive';

/** A drive whose server gives the answers of the test; a Response each. */
function driveOn(answer: (request: Request) => Response) {
  return new VolumeDrive(
    ServerConnection.makeSettings({
      baseUrl: 'http://localhost:8888/user/x/',
      fetch: input => Promise.resolve(answer(input as Request))
    })
  );
}

const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status });

const file = {
  name: 'b',
  path: 'b',
  type: 'file',
  writable: true,
  created: '',
  last_modified: '',
  mimetype: '',
  content: null,
  format: null,
  size: 1
};

describe('VolumeDrive', () => {
  it('asks our server half, below the base_url', async () => {
    const asked: string[] = [];
    const drive = driveOn(request => {
      asked.push(new URL(request.url).pathname);
      return json(200, file);
    });
    await drive.get('m/1.0.0/b', { content: false });
    expect(asked).toEqual(['/user/x/jupyterlab-kserve/files/m/1.0.0/b']);
  });

  it('has files downloaded from the volume, whatever their name', async () => {
    const drive = driveOn(() => json(500, {}));
    const url = await drive.getDownloadUrl('files/a b?#.bin');
    expect(url.replace(/\?.*/, '')).toBe(
      'http://localhost:8888/user/x/jupyterlab-kserve/download/files/a%20b%3F%23.bin'
    );
  });

  it.each([
    ['a refusal is no question whether to overwrite', 404, 403],
    ['a name that is taken is one', 200, 409]
  ])('%s', async (_, exists, status) => {
    const drive = driveOn(request =>
      request.method === 'PATCH'
        ? json(409, { message: 'm 1.0.0 is published.' })
        : json(exists, file)
    );
    const renaming = drive.rename('m/1.0.0/a', 'm/1.0.0/b');
    await expect(renaming).rejects.toMatchObject({
      message: 'm 1.0.0 is published.',
      response: { status }
    });
  });
});
