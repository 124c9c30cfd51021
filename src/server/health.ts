import type { TranslationBundle } from '@jupyterlab/translation';
import type { IFinding } from '../tokens';
import type { IServer } from './types';

/** The answer of `GET health`. */
export interface IHealthAnswer {
  checks: {
    id: string;
    group: string;
    title: string;
    findings: Required<Omit<IFinding, 'remedy'>>[];
  }[];
}

/**
 * Whether the server half answers, and is of our version.
 *
 * @param server - the server half; asked for its status anew
 */
export async function checkServer(
  server: IServer,
  trans: TranslationBundle
): Promise<IFinding[]> {
  await server.check();
  const { state, status, problem } = server;
  if (state !== 'ready' || !status) {
    return [
      {
        state: 'problem',
        message:
          problem?.message ?? trans.__('The server extension does not respond'),
        hint: problem?.hint
      }
    ];
  }
  return [
    {
      state: 'ok',
      message: trans.__('The server extension and the frontend are compatible'),
      details: trans.__('version %1', status.version)
    }
  ];
}

/**
 * What the checks of the server half found.
 *
 * @param answer - of `GET health`
 * @param group - of the checks
 */
export function findingsIn(answer: IHealthAnswer, group: string): IFinding[] {
  return answer.checks
    .filter(check => check.group === group)
    .flatMap(({ findings }) => findings);
}
