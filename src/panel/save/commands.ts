import type { JupyterFrontEnd } from '@jupyterlab/application';
import { CommandIDs } from '../../commandids';
import type { IPanelStart } from '../shell/context';
import { NO_ARGUMENTS } from '../commandschemas';

/** The schema of the arguments that name what to save. */
const SAVE_ARGUMENTS = {
  args: {
    type: 'object' as const,
    properties: {
      path: {
        type: 'string' as const,
        description: 'A file or folder, as the file browser has it.'
      },
      paths: {
        type: 'array' as const,
        items: { type: 'string' as const },
        description: 'Several of them.'
      },
      selected: {
        type: 'boolean' as const,
        description: 'Take what is selected in the file browser.'
      },
      name: {
        type: 'string' as const,
        description: 'The model whose next version it is to be.'
      }
    }
  }
};

/** Register the commands that save files and variables as models. */
export function addSaveCommands(
  app: JupyterFrontEnd,
  start: IPanelStart
): void {
  const { trans } = start;
  app.commands.addCommand(CommandIDs.saveFile, {
    label: trans.__('Save as Model…'),
    caption: trans.__('Save a file or folder as a model on the volume'),
    describedBy: SAVE_ARGUMENTS,
    execute: async args => {
      const { saveFile } = await import('./actions');
      await saveFile(app, await start.load(), args);
    }
  });
  app.commands.addCommand(CommandIDs.saveVariable, {
    label: trans.__('Save a Variable as Model…'),
    caption: trans.__(
      'Insert a cell that saves a model from the current notebook, without running it'
    ),
    describedBy: NO_ARGUMENTS,
    execute: async () => {
      const { saveVariable } = await import('./variables');
      await saveVariable(app, await start.load());
    }
  });
}
