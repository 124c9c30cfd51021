import type { ILabStatus } from '@jupyterlab/application';
import type { IEditorServices } from '@jupyterlab/codeeditor';
import type { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import { createContext, useContext } from 'react';
import type {
  Capability,
  IJobs,
  IModelStore,
  IServerConnection,
  IServing
} from '../../tokens';
import type { ITarget, ITargetCommand } from '../commandtargets';
import type { IJobNotices } from './notices';
import type { Pages } from './pages';
import type { Selection } from './selection';

/** What there is of the panel from the start: it is loaded by everybody who opens JupyterLab. */
export interface IPanelStart {
  selection: Selection;
  trans: TranslationBundle;
  /** Load the rest; once, however often it is called. */
  load: () => Promise<IPanelContext>;
  /** The rest, while it is loaded; loads nothing. */
  loaded: () => IPanelContext | null;
  /** Register commands that act on a model or a service. */
  addCommands: (
    kind: 'model' | 'service',
    commands: ReadonlyArray<ITargetCommand>
  ) => void;
  /** Have pages come back with the layout; does nothing without a restorer. */
  restore: (pages: Pages) => void;
}

/** What every part of the panel works with, once it is used. */
export interface IPanelContext {
  server: IServerConnection;
  store: IModelStore;
  serving: IServing;
  jobs: IJobs;
  /** Notifications of long operations. */
  notices: IJobNotices;
  selection: Selection;
  /** Keys of the services that the user deployed or changed from this page. */
  started: Set<string>;
  /** Whether the target of a service can do something; unknown ones are offered it. */
  offers: (wanted: ITarget, needed: Capability) => boolean;
  commands: CommandRegistry;
  /** Makes editors; null in an application that has none. */
  editors: IEditorServices | null;
  /** The file browser, whose folder files are saved to; null without one. */
  fileBrowser: IDefaultFileBrowser | null;
  /** Knows of what is typed and not saved; null in an application without it. */
  status: ILabStatus | null;
  trans: TranslationBundle;
}

export const PanelContext = createContext<IPanelContext | null>(null);

/**
 * The context of the panel.
 *
 * @throws Error outside of a `PanelContext.Provider`
 */
export function usePanel(): IPanelContext {
  const context = useContext(PanelContext);
  if (!context) {
    throw new Error('A part of the Models panel was drawn outside of it.');
  }
  return context;
}
