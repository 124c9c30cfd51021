import type { Capability, IService } from '../../../tokens';
import type { IPanelContext } from '../../shell/context';
import { notifyError } from '../../shell/errors';
import type { ITarget } from '../../commandtargets';
import { findService } from '../../resolvetargets';
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
 * @param wanted - the service, or the model it serves
 * @param action - what to do
 * @param needed - what the service's target has to be able to do
 */
export async function withService(
  context: IPanelContext,
  wanted: ITarget,
  action: Action,
  needed?: Capability
): Promise<void> {
  const { serving, store, trans } = context;
  // A dialog looks at volume and services, whether a page is open or not.
  const following = [store.watch(), serving.watch()];
  try {
    const service = findService(context, wanted);
    const target = serving.target(service?.target ?? '');
    if (service && target && needed && !target.capabilities.has(needed)) {
      throw new Error(
        trans.__(
          '%1 is served by %2, which cannot do this.',
          service.name,
          target.label
        )
      );
    }
    const operations = await target?.operations();
    const details = service && operations?.details(service.name);
    if (!service || !operations || !details) {
      throw new Error(trans.__('The service does not exist.'));
    }
    await action(context, service, { service, details, operations });
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
  const managers = (details.kubernetes?.managers ?? []).filter(name =>
    GITOPS.test(name)
  );
  return managers.length > 0
    ? [
        trans.__(
          '%1 also manages fields of this service and might revert your changes. Change them there too.',
          managers.join(', ')
        )
      ]
    : [];
}

/** Whether only one node at a time can mount what a service is served from. */
export async function isExclusive({
  service,
  operations
}: IChangeSubject): Promise<boolean> {
  const volume = await operations.kubernetes?.volume(service.name);
  return Boolean(volume && !volume.shared);
}
