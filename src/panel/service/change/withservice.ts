import type { IService } from '../../../tokens';
import type { IPanelContext } from '../../shell/context';
import { findService } from '../../resolvetargets';
import { notifyError } from '../../shell/errors';
import type { ITarget } from '../../commandtargets';
import type { IChangeSubject } from '../../../operations/changeform';

/** What a command does with a service that was found. */
export type Action = (
  context: IPanelContext,
  service: IService,
  subject: IChangeSubject
) => Promise<void>;

/**
 * Find a service, and do something with it. Whatever fails is told.
 *
 * @param context - what the panel works with
 * @param wanted - the service, or the model it serves
 * @param action - what to do
 */
export async function withService(
  context: IPanelContext,
  wanted: ITarget,
  action: Action
): Promise<void> {
  const { serving, store, trans } = context;
  // A dialog looks at volume and services, whether a page is open or not.
  const following = [store.watch(), serving.watch()];
  try {
    const service = findService(context, wanted);
    const operations = await serving
      .target(service?.target ?? '')
      ?.operations();
    const details = service && operations?.details(service.name);
    if (!service || !operations || !details) {
      throw new Error(trans.__('There is no such service.'));
    }
    await action(context, service, {
      name: service.name,
      details,
      operations
    });
  } catch (error) {
    notifyError(error, trans);
  } finally {
    following.forEach(watch => watch.dispose());
  }
}

/** Those that set a service back to what stands in a repository. */
const GITOPS = /argo|flux|kustomize-controller|helm|fleet/i;

/** What the warnings of every change are: others may set it back. */
export function managersWarning(
  { details }: IChangeSubject,
  { trans }: IPanelContext
): string[] {
  const managers = details.managers.filter(name => GITOPS.test(name));
  return managers.length > 0
    ? [
        trans.__(
          '%1 has set parts of this service too, and may set them back: change them there as well.',
          managers.join(', ')
        )
      ]
    : [];
}
