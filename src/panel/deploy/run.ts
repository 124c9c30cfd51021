import { CommandIDs } from '../../commandids';
import { ServerError, keyOf, type IServiceId } from '../../tokens';
import type { ITarget } from '../commandtargets';
import { findModel, versionToServe } from '../resolvetargets';
import { confirm } from '../shell/confirm';
import type { IPanelContext } from '../shell/context';
import { notifyError } from '../shell/errors';

/**
 * Serve a version of a model at once, and show it. A failure is told to the user.
 *
 * @param wanted - the model; without one the user is asked
 */
export async function runModel(
  context: IPanelContext,
  wanted: ITarget
): Promise<void> {
  const { commands, started, trans } = context;
  try {
    const model = await findModel(context, wanted);
    if (!model) {
      return;
    }
    const version = versionToServe(
      model,
      wanted,
      trans.__('%1 does not have a version that can be run.', model.name)
    );
    const service = await runVersion(context, model.name, version);
    if (service) {
      started.add(keyOf(service));
      await commands.execute(CommandIDs.tryService, { ...service });
    }
  } catch (error) {
    if (isExtraMissing(error)) {
      await offerInstallation(context, error);
    } else {
      notifyError(error, trans);
    }
  }
}

async function runVersion(
  context: IPanelContext,
  name: string,
  version: string
): Promise<IServiceId | null> {
  const { serving, trans } = context;
  const target = serving.targets.find(each => each.capabilities.has('run'));
  if (!target?.run) {
    throw new Error(trans.__('Models cannot be run on this machine.'));
  }
  try {
    return await target.run(name, version);
  } catch (error) {
    if (!(error instanceof ServerError) || error.reason !== 'UnsafeModel') {
      throw error;
    }
    const trust = await confirm(
      {
        title: trans.__('Run %1 %2?', name, version),
        body: trans.__(
          '%1 Run it only if you trust the person who saved it.',
          error.message
        ),
        accept: trans.__('Run Anyway'),
        destructive: true
      },
      trans
    );
    return trust ? target.run(name, version, { trust }) : null;
  }
}

function isExtraMissing(error: unknown): error is ServerError {
  return error instanceof ServerError && error.reason === 'LocalExtraMissing';
}

/** The part of a terminal that takes what is typed. */
interface ITerminal {
  content: {
    session: { send: (message: { type: 'stdin'; content: string[] }) => void };
  };
}

async function offerInstallation(
  { commands, trans }: IPanelContext,
  { message, hint }: ServerError
): Promise<void> {
  const install = await confirm(
    {
      title: trans.__('Packages are missing'),
      body: trans.__(
        '%1 Install the packages with “%2”, then run the model again.',
        message,
        hint
      ),
      accept: trans.__('Install in a Terminal')
    },
    trans
  );
  if (install) {
    const terminal = (await commands.execute(
      'terminal:create-new'
    )) as ITerminal;
    terminal.content.session.send({ type: 'stdin', content: [`${hint}\r`] });
  }
}
