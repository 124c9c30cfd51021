import { nullTranslator } from '@jupyterlab/translation';
import { MemoryTarget } from '../../serving/__tests__/memorytarget';
import { ChangeForm, type IChangeSubject } from '../changeform';

const trans = nullTranslator.load('jupyterlab-kserve');

describe('ChangeForm of a service without objects', () => {
  const memory = new MemoryTarget();

  async function aSubject(): Promise<IChangeSubject> {
    memory.serve('iris');
    const operations = await memory.operations();
    return {
      service: memory.services[0],
      details: operations.details('iris')!,
      operations
    };
  }

  it('makes the change with no dry run before', async () => {
    const form = new ChangeForm(await aSubject(), { stopped: true }, trans);
    expect(form.isChecked).toBe(false);
    expect([form.lines, form.problem, form.disabledReason]).toEqual([
      null,
      null,
      ''
    ]);
    await expect(form.submit()).resolves.toBe(true);
    expect(memory.services[0].status.phase).toBe('stopped');
  });

  it('does not pretend to change what cannot be changed', async () => {
    const subject = await aSubject();
    delete subject.operations.change;
    const form = new ChangeForm(subject, { stopped: true }, trans);
    await expect(form.submit()).resolves.toBe(false);
    expect(form.problem?.message).toBe('iris cannot be changed from here.');
  });
});
