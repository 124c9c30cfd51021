import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { JupyterFrontEnd } from '@jupyterlab/application';
import { createContext, useContext } from 'react';
import type { IModel, IService, IVersionDetails } from '../../tokens';
import type { ModelView } from './view';

/** What the parts of a model's page work with. */
export interface IModelPage {
  app: JupyterFrontEnd;
  /** Null where JupyterLab renders nothing: then texts are shown as they are. */
  rendermime: IRenderMimeRegistry | null;
  view: ModelView;
  model: IModel;
  /** The version that the page shows. */
  shown: IVersionDetails;
  /** The services that serve a version of the model. */
  services: ReadonlyArray<IService>;
}

export const ModelPageContext = createContext<IModelPage | null>(null);

/**
 * The model that the page is of.
 *
 * @throws Error outside of a model's page
 */
export function useModelPage(): IModelPage {
  const page = useContext(ModelPageContext);
  if (!page) {
    throw new Error('A part of the page of a model was drawn outside of it.');
  }
  return page;
}
