import type { TranslationBundle } from '@jupyterlab/translation';
import { Signal, type ISignal } from '@lumino/signaling';
import type {
  IDifference,
  IMigrationCandidate,
  IMigrationItem,
  IMigrationOriginal,
  IMigrationPlan,
  IMigrationScan,
  IModelRecord
} from '../tokens';
import { formatSize } from '../formatting';
import {
  nameProblem,
  proposeVersion,
  versionProblem
} from '../saving/proposal';

/** A line of the plan. */
export interface IPlanRow {
  candidate: IMigrationCandidate;
  name: string;
  version: string;
  picked: boolean;
}

/** What is to be said of a line. */
export type RowState =
  /** It will be copied. */
  | { kind: 'ready' }
  /** The user leaves it out. */
  | { kind: 'left-out' }
  /** The same bytes are on the volume. */
  | { kind: 'already'; where: string }
  /** The version is there with other content; `free` is one that is not. */
  | { kind: 'conflict'; free: string }
  /** Two lines would be the same version. */
  | { kind: 'twice'; free: string }
  /** It cannot be copied like this. */
  | { kind: 'wrong'; field: 'name' | 'version' | null; why: string };

export interface IModelPlanOptions {
  /** What is on the volume now. */
  models: () => ReadonlyArray<IModelRecord>;
  /** Lays a model that was found beside a version on the volume. */
  compare: (line: IMigrationOriginal) => Promise<IDifference[]>;
  trans: TranslationBundle;
}

/** Which models are to be copied to the volume as what; nothing of it is written. */
export class ModelPlan implements IMigrationPlan<IMigrationItem> {
  /** @param scan - what was found */
  constructor(
    readonly scan: IMigrationScan,
    private readonly options: IModelPlanOptions
  ) {
    this._rows = scan.candidates.map(candidate => {
      const { name } = candidate.proposed;
      // A scan proposes a version for each; where two are the same, the user is asked.
      const version = candidate.proposed.version || this._next(name, []);
      return { candidate, name, version, picked: true };
    });
    // At first only what can be copied as it stands; conflicts are decided by people.
    this._rows = this._rows.map(row => ({
      ...row,
      picked: this.stateOf(row).kind === 'ready'
    }));
  }

  /** The user has changed a line. */
  get edited(): boolean {
    return this._edited;
  }

  get rows(): ReadonlyArray<IPlanRow> {
    return this._rows;
  }

  get changed(): ISignal<ModelPlan, void> {
    return this._changed;
  }

  /** The lines that will be copied. */
  get picked(): ReadonlyArray<IPlanRow> {
    return this._rows.filter(({ picked }) => picked);
  }

  /** Bytes of the lines that will be copied. */
  get size(): number {
    return this.picked.reduce((sum, row) => sum + row.candidate.size, 0);
  }

  /** Bytes that are free when all is copied; null if that is not known. */
  get freeAfter(): number | null {
    return this.scan.free === null ? null : this.scan.free - this.size;
  }

  /** Why it cannot run; empty when it can. */
  get disabledReason(): string {
    const { trans } = this.options;
    if (this.picked.length === 0) {
      return trans.__('Select at least one model.');
    }
    const open = this.picked.filter(row => this.stateOf(row).kind !== 'ready');
    if (open.length > 0) {
      return trans._n(
        'Cannot copy yet: %1 model has a conflict.',
        'Cannot copy yet: %1 models have conflicts.',
        open.length
      );
    }
    if (this.freeAfter !== null && this.freeAfter < 0) {
      return trans.__(
        'Cannot copy: %1 needed, %2 free.',
        formatSize(this.size),
        formatSize(this.scan.free!)
      );
    }
    return '';
  }

  /** What the lines are to the server half. */
  get items(): IMigrationItem[] {
    return this.picked.map(({ candidate: { id, path }, name, version }) => ({
      id,
      path,
      name,
      version
    }));
  }

  /** What is on the volume already, so that its original is not needed. */
  get originals(): IMigrationOriginal[] {
    return this._rows.flatMap(row => {
      const { already, path } = row.candidate;
      const cut = already?.lastIndexOf('/') ?? -1;
      return already && cut > 0
        ? [
            {
              path,
              name: already.slice(0, cut),
              version: already.slice(cut + 1)
            }
          ]
        : [];
    });
  }

  /**
   * How a line differs from the version on the volume that it names; `one` is
   * the model that was found. Both are read for it.
   *
   * @throws ServerError when there is no such version
   */
  compare({ candidate, name, version }: IPlanRow): Promise<IDifference[]> {
    return this.options.compare({ path: candidate.path, name, version });
  }

  /** What is to be said of a line. */
  stateOf(row: IPlanRow): RowState {
    const { candidate, name, version } = row;
    const { trans } = this.options;
    if (candidate.problem) {
      const { message, hint } = candidate.problem;
      return {
        kind: 'wrong',
        field: null,
        why: [message, hint].filter(Boolean).join(' ')
      };
    }
    if (candidate.already) {
      return { kind: 'already', where: candidate.already };
    }
    const wrongName = nameProblem(name, trans);
    if (wrongName) {
      return { kind: 'wrong', field: 'name', why: wrongName };
    }
    const wrongVersion = versionProblem(version, trans);
    if (wrongVersion) {
      return { kind: 'wrong', field: 'version', why: wrongVersion };
    }
    const others = this._rows
      .filter(other => other.candidate.id !== candidate.id && other.picked)
      .filter(other => other.name === name)
      .map(other => other.version);
    const there = this._versions(name);
    if (there.includes(version) || this._conflicts(row)) {
      return { kind: 'conflict', free: this._next(name, [...others, version]) };
    }
    if (others.includes(version)) {
      return { kind: 'twice', free: this._next(name, others) };
    }
    return row.picked ? { kind: 'ready' } : { kind: 'left-out' };
  }

  /** Whether a line can be picked or left out at all. */
  canPick({ candidate }: IPlanRow): boolean {
    return !candidate.problem && !candidate.already;
  }

  /**
   * Change a line.
   *
   * @param id - of its candidate
   * @param change - what is to be different
   */
  set(
    id: string,
    change: Partial<Pick<IPlanRow, 'name' | 'version' | 'picked'>>
  ): void {
    this._rows = this._rows.map(row =>
      row.candidate.id === id ? { ...row, ...change } : row
    );
    this._edited = true;
    this._changed.emit();
  }

  /** Pick all lines that can be, or none. */
  pickAll(picked: boolean): void {
    this._rows = this._rows.map(row =>
      this.canPick(row) ? { ...row, picked } : row
    );
    this._changed.emit();
  }

  /** The scan knows of versions that came after the list was read. */
  private _conflicts({ candidate, name, version }: IPlanRow): boolean {
    return (
      candidate.conflict !== null &&
      name === candidate.proposed.name &&
      version === candidate.proposed.version
    );
  }

  private _versions(name: string): ReadonlyArray<string> {
    return (
      this.options.models().find(model => model.name === name)?.versions ?? []
    );
  }

  /** A version that neither the volume nor the plan has. */
  private _next(name: string, taken: ReadonlyArray<string>): string {
    const all = [...taken, ...this._versions(name)];
    const { steps, version } = proposeVersion(all);
    return steps[0]?.version ?? version;
  }

  private _edited = false;
  private _rows: ReadonlyArray<IPlanRow>;
  private _changed = new Signal<ModelPlan, void>(this);
}
