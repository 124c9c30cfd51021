/** A server on the machine of the workbench, as the server half tells of it. */
export interface ILocalServer {
  name: string;
  model: string;
  version: string;
  state: 'starting' | 'ready' | 'failed' | 'stopped';
  /** Why, in the words of the process or of the server half. */
  detail: string;
  /** ISO 8601 time of the state. */
  since: string;
  created: string;
  /** Null when it has ended. */
  pid: number | null;
}
