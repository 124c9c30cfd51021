import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Clipboard, Notification } from '@jupyterlab/apputils';
import { PageConfig, URLExt } from '@jupyterlab/coreutils';
import { UNVERSIONED } from '../../notebook/modelcode';
import type { IPanelContext } from '../shell/context';
import { findModel } from '../resolvetargets';
import type { Pages } from '../shell/pages';
import { notifyError } from '../shell/errors';
import type { ITarget } from '../commandtargets';
import { draftOf } from '../../cards/draft';
import { ModelPageContent } from './page';
import type { IModelViewState } from './view';

export interface IModelActionContext extends IPanelContext {
  app: JupyterFrontEnd;
  /** The pages of models. */
  pages: Pages;
}

/**
 * Show the page of a model.
 *
 * @param wanted - the model and its version; without a model the user is asked
 */
export async function openModel(
  context: IModelActionContext,
  wanted: ITarget
): Promise<void> {
  // A page that comes back with the layout says itself if the model is gone.
  const name = wanted.model ?? (await nameOf(context, wanted));
  if (name !== null) {
    await show(
      context,
      name,
      wanted.version ? { version: wanted.version } : {}
    );
  }
}

/**
 * Show what differs between the two newest versions of a model, or between one
 * and the one before it.
 *
 * @param wanted - the model; the newer version
 */
export async function compareVersions(
  context: IModelActionContext,
  wanted: ITarget
): Promise<void> {
  const { trans } = context;
  try {
    const model = await findModel(context, wanted);
    if (!model) {
      return;
    }
    const { versions } = model;
    const at = Math.max(0, versions.indexOf(wanted.version ?? ''));
    if (versions.length < 2) {
      throw new Error(
        trans.__(
          '%1 has only one version. There is nothing to compare.',
          model.name
        )
      );
    }
    // The oldest one has none before it.
    const first = Math.min(at, versions.length - 2);
    const picked = versions.slice(first, first + 2);
    await show(context, model.name, { tab: 'versions', picked });
  } catch (error) {
    notifyError(error, trans);
  }
}

/**
 * Show the page of a model with its metadata open to be edited.
 *
 * @param wanted - the model and its version
 */
export async function editMetadata(
  context: IModelActionContext,
  wanted: ITarget
): Promise<void> {
  const { store, trans } = context;
  try {
    const found = await findModel(context, wanted);
    if (!found) {
      return;
    }
    const { versions } = await store.model(found.name);
    const version = wanted.version ?? found.version;
    const details = versions.find(entry => entry.record.version === version);
    if (!details?.etag) {
      throw new Error(
        trans.__(
          '%1 does not have a model card to edit. Convert it to versions first.',
          found.name
        )
      );
    }
    await show(context, found.name, {
      tab: 'overview',
      version,
      draft: draftOf('metadata', details)
    });
  } catch (error) {
    notifyError(error, trans);
  }
}

/**
 * Bring a model of an older layout into ours. Its files stay until the copy is
 * verified, so no question is asked.
 *
 * @param wanted - the model and its version; without a model the user is asked
 */
export async function convertModel(
  context: IModelActionContext,
  wanted: ITarget
): Promise<void> {
  const { jobs, notices, trans } = context;
  try {
    const model = await findModel(context, wanted);
    if (model) {
      const version =
        wanted.version === UNVERSIONED ? undefined : wanted.version;
      notices.show(await jobs.convert(model.name, version), {
        title: trans.__('Converting %1', model.name)
      });
    }
  } catch (error) {
    notifyError(error, trans);
  }
}

/**
 * Copy an address that opens the page of a model.
 *
 * @param wanted - the model; without one the user is asked
 * @param parameter - the part of the query that names the model
 */
export async function copyModelLink(
  context: IPanelContext,
  wanted: ITarget,
  parameter: string
): Promise<void> {
  const { trans } = context;
  try {
    const name = await nameOf(context, wanted);
    if (name !== null) {
      Clipboard.copyToSystem(linkTo(name, parameter));
      Notification.info(trans.__('Copied link to %1', name), {
        autoClose: 3000
      });
    }
  } catch (error) {
    notifyError(error, trans);
  }
}

/** The address of JupyterLab with a model to open; for other people's servers too. */
function linkTo(name: string, parameter: string): string {
  const lab = PageConfig.getUrl({
    mode: 'multiple-document',
    workspace: PageConfig.defaultWorkspace,
    toShare: true
  });
  return (
    URLExt.normalize(lab) + URLExt.objectToQueryString({ [parameter]: name })
  );
}

async function nameOf(
  context: IPanelContext,
  wanted: ITarget
): Promise<string | null> {
  return (await findModel(context, wanted))?.name ?? null;
}

async function show(
  { pages }: IModelActionContext,
  name: string,
  state: Partial<IModelViewState>
): Promise<void> {
  const { content } = await pages.open(name);
  if (content instanceof ModelPageContent) {
    const kept = content.view.edited ? { draft: content.view.state.draft } : {};
    // What is typed already is not replaced.
    content.view.show({ ...state, ...kept });
  }
}
