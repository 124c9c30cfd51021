import { Signal } from '@lumino/signaling';
import { aJob, type fakeJobs } from '../../__tests__/fakes';
import type {
  IJob,
  IMigrationOriginal,
  IMigrationPlan,
  IMigrationRemoval,
  IMigrationSource,
  IMigrationStatus
} from '../../tokens';

/** What a toy source found: names, and which of them is broken. */
export interface IToyScan {
  names: string[];
}

/** All that was found, unless one is left out. */
export class ToyPlan implements IMigrationPlan<string> {
  constructor(public items: string[]) {}
  edited = false;
  readonly changed = new Signal<ToyPlan, void>(this);

  get disabledReason(): string {
    return this.items.length > 0 ? '' : 'Select at least one model.';
  }

  leaveOut(name: string): void {
    this.items = this.items.filter(item => item !== name);
    this.edited = true;
    this.changed.emit();
  }
}

/**
 * A source in memory that is no source of models in folders: its scan, items
 * and kinds of jobs are its own. A test tells how far its jobs are.
 */
export class ToySource implements IMigrationSource<IToyScan, string> {
  constructor(
    private readonly jobs: ReturnType<typeof fakeJobs>,
    readonly id = 'toy'
  ) {}
  readonly label: string = 'Toys';
  readonly jobKinds = { run: 'toy-run', remove: 'toy-remove' };

  there = ['bear', 'car'];
  broken = 'car';
  copied: string[] = [];
  journal: IJob | null = null;
  readonly scanned: (ReadonlyArray<string> | undefined)[] = [];

  read(): Promise<IMigrationStatus> {
    return Promise.resolve({ locations: ['box'], journal: this.journal });
  }

  scan(locations?: ReadonlyArray<string>): Promise<IToyScan> {
    this.scanned.push(locations);
    const names = this.there.filter(name => !this.copied.includes(name));
    return Promise.resolve({ names });
  }

  plan({ names }: IToyScan): ToyPlan {
    return new ToyPlan(names);
  }

  run(items: ReadonlyArray<string>): Promise<IJob> {
    const job = aJob({ id: 'toys', kind: this.jobKinds.run, state: 'waiting' });
    this.journal = {
      ...job,
      items: items.map(name => this.item(name, 'waiting'))
    };
    this.jobs.tell(this.journal);
    return Promise.resolve(this.journal);
  }

  removeOriginals(
    originals: ReadonlyArray<IMigrationOriginal>
  ): Promise<IMigrationRemoval> {
    const paths = originals.map(({ path }) => path);
    this.there = this.there.filter(name => !paths.includes(name));
    return Promise.resolve({ removed: paths, kept: [] });
  }

  /** Copy what waits, up to the end or a kill. */
  work(until: 'end' | 'kill'): void {
    const items = this.journal!.items.map(item => {
      if (item.state === 'done') {
        return item;
      }
      if (until === 'kill' && item.id !== 'bear') {
        return this.item(item.id, 'interrupted');
      }
      if (item.id === this.broken) {
        return this.item(item.id, 'failed');
      }
      this.copied.push(item.id);
      return this.item(item.id, 'done');
    });
    const failed = items.some(({ state }) => state === 'failed');
    const ended = failed ? 'failed' : 'done';
    this.journal = {
      ...this.journal!,
      state: until === 'kill' ? 'interrupted' : ended,
      items
    };
    this.jobs.tell(this.journal);
  }

  private item(id: string, state: IJob['state']): IJob['items'][number] {
    const problem = { message: 'Broken.', reason: 'Broken', hint: '' };
    return {
      id,
      title: id,
      state,
      done: 0,
      total: 1,
      problem: state === 'failed' ? problem : null,
      result: state === 'done' ? { name: id, version: '1' } : null
    };
  }
}
