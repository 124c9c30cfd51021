import { StorageUri } from '../storageuri';

describe('parse()', () => {
  it.each([
    ['pvc://claim/a/1.0.0', 'claim', 'a/1.0.0', '1.0.0'],
    ['pvc://claim/a/1.0.0/', 'claim', 'a/1.0.0', '1.0.0'],
    ['pvc://claim/a/1.0.0//', 'claim', 'a/1.0.0', '1.0.0'],
    ['pvc://claim/model.pkl', 'claim', 'model.pkl', 'model.pkl'],
    ['pvc://claim/', 'claim', '', ''],
    ['pvc://claim', 'claim', '', '']
  ])('reads %s', (text, claim, path, name) => {
    expect(StorageUri.parse(text)).toMatchObject({ claim, path, name });
  });

  it.each([
    's3://bucket/a/1',
    'https://x/pvc://claim/a',
    'pvc://',
    'pvc:///a/1',
    'claim/a/1',
    '',
    null,
    undefined
  ])('finds no volume in %p', text => {
    expect(StorageUri.parse(text)).toBeNull();
  });
});

describe.each([
  ['the whole claim', 'claim'],
  ['a part of it', 'claim/team'],
  ['a part deep in it', 'claim/teams/ml/models']
])('where the workbench mounts %s', (_what, mounted) => {
  const volume = StorageUri.ofVolume(mounted)!;

  it.each([
    ['a', '1'],
    ['anomaly-detector', '1.0.0'],
    ['model.v2', '2025-11-07']
  ])('finds version %s %s where it was put', (name, version) => {
    const uri = volume.join(name, version);
    const text = uri.toString();
    expect(text).toBe(`pvc://${mounted}/${name}/${version}`);
    for (const written of [text, `${text}/`]) {
      const read = StorageUri.parse(written)!;
      expect(read).toEqual(uri);
      expect(read.model(volume)).toEqual({ name, version });
      expect(read.withVersion('next').model(volume)).toEqual({
        name,
        version: 'next'
      });
      expect(read.parent).toEqual(volume.join(name));
    }
    expect(uri.claim).toBe('claim');
  });

  it.each([[[]], [['a']], [['a', 'b', '1']], [['a', '1', 'model.pkl']]])(
    'finds no version at %j',
    names => {
      expect(volume.join(...names).model(volume)).toBeNull();
    }
  );

  it('knows no models of another volume', () => {
    const uri = volume.join('a', '1');
    for (const other of ['other', 'claim2', 'laim', 'claim/tea', 'claim/a']) {
      expect(uri.model(StorageUri.ofVolume(other))).toBeNull();
    }
    expect(uri.model(null)).toBeNull();
  });
});

it('has no directory above the root of a volume', () => {
  expect(StorageUri.parse('pvc://claim')!.parent).toBeNull();
  expect(StorageUri.parse('pvc://claim/model.pkl')!.parent).toBeNull();
  expect(StorageUri.parse('pvc://claim/a/model.pkl')!.parent).toEqual(
    new StorageUri('claim', 'a')
  );
});

it('changes nothing but the last part for another version', () => {
  const uri = StorageUri.parse('pvc://claim/team/a/1.0.0')!;
  expect(String(uri.withVersion('2'))).toBe('pvc://claim/team/a/2');
  expect(String(uri)).toBe('pvc://claim/team/a/1.0.0');
  expect(String(new StorageUri('claim', '1').withVersion('2'))).toBe(
    'pvc://claim/2'
  );
});

it('knows no volume without a name', () => {
  expect(StorageUri.ofVolume(null)).toBeNull();
  expect(StorageUri.ofVolume('')).toBeNull();
});
