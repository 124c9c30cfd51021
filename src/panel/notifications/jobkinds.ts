import type { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import { CommandIDs } from '../../commandids';
import { resultOf, type IJob } from '../../tokens';
import type { Selection } from '../shell/selection';

/** What the actions after a job work with. */
export interface INextOptions {
  commands: CommandRegistry;
  selection: Selection;
  trans: TranslationBundle;
}

/** What is said of jobs of one kind, and what is offered after them. */
export interface IJobKind {
  /** It is shown also on a page that did not start it. */
  resumed: boolean;
  /** What came of one that did what it was to do. */
  done: (job: IJob, trans: TranslationBundle) => string;
  /** How many of its items were done; without it the list has its title. */
  tally?: (done: number, count: number, trans: TranslationBundle) => string;
  /** What one does next. */
  next?: (job: IJob, options: INextOptions) => Notification.IAction[];
}

const SAVE: IJobKind = { resumed: true, done: onVolume, next: withModel };

/** Every kind of job, by its name in the server half and in the journals. */
export const JOB_KINDS: Readonly<Record<string, IJobKind>> = {
  save: SAVE,
  convert: SAVE,
  verify: {
    resumed: false,
    done: (_, trans) => trans.__('All checksums match.')
  },
  migrate: {
    resumed: true,
    done: onVolume,
    tally: (done, count, trans) =>
      trans._n('%2 of %1 model copied', '%2 of %1 models copied', count, done),
    next: showMigration
  },
  remove: {
    resumed: true,
    done: removed,
    tally: (done, count, trans) =>
      trans._n(
        '%2 of %1 original removed',
        '%2 of %1 originals removed',
        count,
        done
      )
  }
};

/** The kind of a job; one that a newer server half has is treated like saving. */
export function jobKindOf({ kind }: IJob): IJobKind {
  return JOB_KINDS[kind] ?? SAVE;
}

function onVolume(job: IJob, trans: TranslationBundle): string {
  const result = resultOf(job);
  if (!result) {
    return trans._n(
      '%1 model is on the volume.',
      '%1 models are on the volume.',
      job.items.length
    );
  }
  return job.result?.already === true
    ? trans.__(
        '%1 %2 was already on the volume with the same content.',
        result.name,
        result.version
      )
    : trans.__('%1 %2 is on the volume.', result.name, result.version);
}

function removed(job: IJob, trans: TranslationBundle): string {
  const paths = job.items.flatMap(({ result }) => result?.removed ?? []);
  return trans._n(
    '%1 file was verified and removed.',
    '%1 files were verified and removed.',
    paths.length
  );
}

function showMigration(
  _: IJob,
  { commands, trans }: INextOptions
): Notification.IAction[] {
  return [
    {
      label: trans.__('Show'),
      callback: () => void commands.execute(CommandIDs.migrateModels)
    }
  ];
}

/** What one does with a model that was just saved. */
function withModel(job: IJob, options: INextOptions): Notification.IAction[] {
  const { commands, selection, trans } = options;
  const result = resultOf(job);
  return result
    ? [
        {
          label: trans.__('Show'),
          callback: () => {
            selection.model = result.name;
            void commands.execute(CommandIDs.openPanel);
          }
        },
        {
          label: trans.__('Deploy…'),
          callback: () =>
            void commands.execute(CommandIDs.deployModel, { ...result })
        }
      ]
    : [];
}
