import { findModel } from '../resolvetargets';
import { aModel, fakeContext } from '../../__tests__/fakes';

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

  it('reads a list that nobody has read', async () => {
    const { context, store } = fakeContext({ models: [] });
    store.refresh = jest.fn(() => {
      store.models = [newer];
      return Promise.resolve();
    });
    const target = { model: 'iris', version: '2' };
    await expect(findModel(context, target)).resolves.toBe(newer);
    expect(store.refresh).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['has others', [iris]],
    ['was empty before', []]
  ])(
    'reads once for a model that there is not, where the list %s',
    async (_, known) => {
      const { context, store } = fakeContext({ models: known });
      store.refresh = jest.fn(() => {
        store.models = [iris];
        return Promise.resolve();
      });
      await expect(findModel(context, { model: 'oak' })).rejects.toThrow(
        'The model oak does not exist on the volume.'
      );
      expect(store.refresh).toHaveBeenCalledTimes(1);
    }
  );

  it('says that the volume is empty, and reads it once', async () => {
    const { context, store } = fakeContext({ models: [] });
    await expect(findModel(context, { model: 'oak' })).rejects.toThrow(
      'No models on the volume yet.'
    );
    expect(store.refresh).toHaveBeenCalledTimes(1);
  });
});
