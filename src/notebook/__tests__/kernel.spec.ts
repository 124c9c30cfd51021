import { readAnswer } from '../kernel';

function answer(text: string) {
  return {
    status: 'ok',
    user_expressions: {
      answer: { status: 'ok', data: { 'text/plain': text }, metadata: {} }
    }
  };
}

describe('readAnswer', () => {
  it('reads names beyond ASCII', () => {
    const variables = [{ name: 'modèle', class: 'a.B' }];
    const hex = Buffer.from(JSON.stringify(variables)).toString('hex');
    expect(readAnswer(answer(`'${hex}'`))).toEqual(variables);
  });

  it('has none where the kernel could not say', () => {
    expect(readAnswer(answer('<object at 0x7f>'))).toBeUndefined();
    expect(readAnswer({ status: 'error' })).toBeUndefined();
    expect(
      readAnswer({ user_expressions: { answer: { status: 'error' } } })
    ).toBeUndefined();
  });
});
