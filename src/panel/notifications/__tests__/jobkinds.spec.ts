import { nullTranslator } from '@jupyterlab/translation';
import { aJob } from '../../../__tests__/fakes';
import { FolderSource } from '../../../migration/folders';
import { JOB_KINDS, jobKindOf } from '../jobkinds';

const trans = nullTranslator.load('jupyterlab-kserve');

describe('JOB_KINDS', () => {
  it('has the kinds of what is migrated', () => {
    const source = new FolderSource({} as FolderSource['options']);
    expect(Object.keys(JOB_KINDS)).toEqual(
      expect.arrayContaining(Object.values(source.jobKinds))
    );
  });

  it('says of removed originals what was removed', () => {
    const removed = ['/m/a.pkl', '/m/a_metadata.json'];
    const item = { ...aJob(), state: 'done' as const, result: { removed } };
    const job = aJob({ kind: 'remove', state: 'done', items: [item] });
    expect(jobKindOf(job).done(job, trans)).toBe(
      '2 files were verified and removed.'
    );
  });

  it('treats a kind that it does not know like saving', () => {
    const result = { name: 'iris', version: '1' };
    const job = aJob({ kind: 'new', state: 'done', result });
    expect(jobKindOf(job).done(job, trans)).toBe('iris 1 is on the volume.');
  });
});
