import type { JupyterFrontEnd } from '@jupyterlab/application';
import { createContext, useContext } from 'react';
import type {
  Capability,
  IService,
  IServiceDetails,
  IServiceOperations
} from '../../tokens';
import type { ServiceView } from './view';

/** What the parts of a service's page work with. */
export interface IServicePage {
  app: JupyterFrontEnd;
  view: ServiceView;
  service: IService;
  details: IServiceDetails;
  operations: IServiceOperations;
  /** What its target can do; the rest is not shown. */
  capabilities: ReadonlySet<Capability>;
}

export const ServicePageContext = createContext<IServicePage | null>(null);

/**
 * The service that the page is of.
 *
 * @throws Error outside of the page
 */
export function useServicePage(): IServicePage {
  const page = useContext(ServicePageContext);
  if (!page) {
    throw new Error('A part of the page of a service was drawn outside of it.');
  }
  return page;
}
