import type { TranslationBundle } from '@jupyterlab/translation';
import { DisposableDelegate, type IDisposable } from '@lumino/disposable';
import { Signal, type ISignal } from '@lumino/signaling';
import { limitFindings } from './limit';
import type {
  ICheck,
  ICheckGroup,
  IFinding,
  IGroupFindings,
  IHealth,
  Once
} from './types';

/** The registry of checks, and what they found. */
export class Health implements IHealth {
  /** Nothing is checked before the first call of `check`. */
  constructor(private readonly trans: TranslationBundle) {}

  get groups(): ReadonlyArray<IGroupFindings> {
    const known = [...this._groups.values()].sort(
      (one, other) => one.order - other.order
    );
    // A check whose group nobody has added is shown all the same.
    const ids = new Set([
      ...known.map(({ id }) => id),
      ...this._all.map(({ group }) => group)
    ]);
    return [...ids].map(id => {
      const checks = this._all.filter(({ group }) => group === id);
      return {
        id,
        title: this._groups.get(id)?.title ?? id,
        running: checks.some(check => this._running.has(check)),
        findings: checks.flatMap(check => this._findings.get(check) ?? [])
      };
    });
  }

  get checked(): number | null {
    return this._checked;
  }

  get changed(): ISignal<IHealth, void> {
    return this._changed;
  }

  add(check: ICheck): IDisposable {
    if (this._checks.has(check.id)) {
      throw new Error(`There is a check ${check.id} already.`);
    }
    this._checks.set(check.id, check);
    this._changed.emit();
    return new DisposableDelegate(() => {
      this._checks.delete(check.id);
      this._findings.delete(check);
      this._changed.emit();
    });
  }

  addGroup(group: ICheckGroup): IDisposable {
    if (this._groups.has(group.id)) {
      throw new Error(`There is a group ${group.id} already.`);
    }
    this._groups.set(group.id, group);
    this._changed.emit();
    return new DisposableDelegate(() => {
      this._groups.delete(group.id);
      this._changed.emit();
    });
  }

  check(): Promise<void> {
    // Who asks again while it runs gets the same answer.
    this._round ??= this._check().finally(() => {
      this._round = null;
    });
    return this._round;
  }

  private async _check(): Promise<void> {
    const made = new Map<string, Promise<unknown>>();
    const once: Once = <T>(key: string, make: () => Promise<T>) => {
      const answer = (made.get(key) as Promise<T> | undefined) ?? make();
      made.set(key, answer);
      return answer;
    };
    const checks = this._all;
    this._running = new Set(checks);
    this._changed.emit();
    await this._make(
      checks.filter(check => check.required),
      once
    );
    const others = checks.filter(check => !check.required);
    if (checks.some(check => check.required && this._hasProblem(check))) {
      others.forEach(check => this._findings.delete(check));
    } else {
      await this._make(others, once);
    }
    this._running.clear();
    this._checked = Date.now();
    this._changed.emit();
  }

  private async _make(checks: ICheck[], once: Once): Promise<void> {
    await Promise.all(
      checks.map(async check => {
        const findings = await this._findingsOf(check, once);
        if (this._checks.get(check.id) === check) {
          this._findings.set(check, findings);
        }
        this._running.delete(check);
        this._changed.emit();
      })
    );
  }

  private async _findingsOf(
    check: ICheck,
    once: Once
  ): Promise<ReadonlyArray<IFinding>> {
    try {
      return limitFindings(await check.run(this.trans, once), this.trans);
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      return [
        {
          state: 'unknown',
          message: this.trans.__('The check failed'),
          details: `${check.title}: ${words}`
        }
      ];
    }
  }

  private _hasProblem(check: ICheck): boolean {
    const findings = this._findings.get(check) ?? [];
    return findings.some(({ state }) => state === 'problem');
  }

  private get _all(): ICheck[] {
    return [...this._checks.values()];
  }

  private readonly _checks = new Map<string, ICheck>();
  private readonly _groups = new Map<string, ICheckGroup>();
  private readonly _findings = new Map<ICheck, ReadonlyArray<IFinding>>();
  private _running = new Set<ICheck>();
  private _checked: number | null = null;
  private _round: Promise<void> | null = null;
  private readonly _changed = new Signal<IHealth, void>(this);
}
