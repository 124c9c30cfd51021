import { aModel, aService } from '../../__tests__/fakes';
import { servicesByModel } from '../services';

describe('servicesByModel', () => {
  it('prefers what serves the newest version', () => {
    const model = { name: 'm', version: '1' };
    const old = aService({ name: 'old', model });
    const newest = aService({ name: 'new', model: { ...model, version: '2' } });
    const find = servicesByModel([old, newest]);
    expect(find(aModel({ name: 'm', version: '2' }))).toBe(newest);
    expect(find(aModel({ name: 'm', version: '3' }))).toBe(old);
    expect(find(aModel({ name: 'other' }))).toBeUndefined();
  });
});
