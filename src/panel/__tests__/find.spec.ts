import { findModel } from '../find';
import { aModel, fakeContext } from './fakes';

describe('findModel', () => {
  const iris = aModel({ name: 'iris', version: '1', versions: ['1'] });
  const newer = aModel({ name: 'iris', version: '2', versions: ['2', '1'] });

  it('asks for nothing where the list has the version', async () => {
    const { context, store } = fakeContext({ models: [newer] });
    const target = { model: 'iris', version: '1' };
    await expect(findModel(context, target)).resolves.toBe(newer);
    expect(store.refresh).not.toHaveBeenCalled();
  });

  it.each([
    ['model', aModel({ name: 'other' })],
    ['version', iris]
  ])('reads anew where the list lacks the %s', async (_, known) => {
    const { context, store } = fakeContext({ models: [known] });
    store.refresh = jest.fn(() => {
      store.models = [newer];
      return Promise.resolve();
    });
    const target = { model: 'iris', version: '2' };
    await expect(findModel(context, target)).resolves.toBe(newer);
  });

  it('says which model there is not', async () => {
    const { context } = fakeContext({ models: [iris] });
    await expect(findModel(context, { model: 'oak' })).rejects.toThrow(
      'There is no model oak on the volume.'
    );
  });
});
