import type { IProblem } from './types';

/** A request that failed, with what the server half said of it. */
export class ServerError extends Error implements IProblem {
  /**
   * @param status - the HTTP status, 0 when there was no answer
   * @param problem - message, reason and hint
   * @param kubernetes - the Status object of the Kubernetes API if it sent one
   */
  constructor(
    readonly status: number,
    problem: IProblem,
    readonly kubernetes: unknown = null
  ) {
    super(problem.message);
    this.name = 'ServerError';
    this.reason = problem.reason;
    this.hint = problem.hint;
  }

  readonly reason: string;
  readonly hint: string;
}
