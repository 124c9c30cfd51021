import type { IStream } from '../../tokens';
import type {
  ILogFollower,
  ILogSource,
  IServiceChange,
  IServiceDetails,
  IServiceOperations,
  LogNews
} from '../servicetypes';
import type { IAccess } from '../types';
import { LocalLog } from './log';
import type { ILocalServer } from './types';

/** What the operations work with. */
export interface ILocalOptions {
  stream: IStream;
  find: (name: string) => ILocalServer | undefined;
  stop: (name: string) => Promise<void>;
  run: (model: string, version: string) => Promise<unknown>;
  access: () => Promise<IAccess>;
}

/** What can be seen of processes on this machine, and done with them. */
export class LocalOperations implements IServiceOperations {
  constructor(private readonly options: ILocalOptions) {}

  details(service: string): IServiceDetails | null {
    const server = this.options.find(service);
    if (!server) {
      return null;
    }
    const log = {
      instance: service,
      container: 'predictor',
      keepsPrevious: false
    };
    return {
      displayName: '',
      stopped: server.state === 'stopped',
      generation: 1,
      replicas: null,
      steps: [],
      previousUri: null,
      logs: [log],
      mainLog: log
    };
  }

  access(): Promise<IAccess> {
    return this.options.access();
  }

  log(
    source: ILogSource,
    tail: number,
    handler: (news: LogNews) => void
  ): ILogFollower {
    return new LocalLog(this.options.stream, source.instance, tail, handler);
  }

  async change(
    service: string,
    { restart = false, stopped }: IServiceChange
  ): Promise<void> {
    const { find, run, stop } = this.options;
    const server = find(service);
    if (restart || stopped === true) {
      await stop(service);
    }
    if (server && (restart || stopped === false)) {
      await run(server.model, server.version);
    }
  }
}
