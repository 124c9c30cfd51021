import { formatTraits } from '../../modelformats';
import { protocols } from '../../protocols/registry';
import type { ProtocolId } from '../../protocols/types';
import { v1 } from '../../protocols/v1';
import type { IModelSpec, IServingRuntime } from './kservetypes';

/** KServe assumes it of a service that states none, and writes it there. */
const ASSUMED = v1.id;

/**
 * The protocols that a service speaks over REST: those that its runtime states,
 * else the one that the service states, else those that are usual for its format.
 *
 * @param runtime - its runtime; undefined when it is not known
 * @param model - its model
 * @returns in the order in which they are offered, at least one
 */
export function protocolsOf(
  runtime: IServingRuntime | undefined,
  model: IModelSpec | undefined
): ProtocolId[] {
  const known = (ids: ReadonlyArray<ProtocolId>) =>
    protocols.all.map(({ id }) => id).filter(id => ids.includes(id));
  const { protocolVersion = ASSUMED } = model ?? {};
  const stated = runtime
    ? known(runtime.spec?.protocolVersions ?? [])
    : known([protocolVersion]).filter(id => id !== ASSUMED);
  // Nothing is stated, or gRPC only: what is usual is worth a try, or anything.
  const usual = known(formatTraits(model?.modelFormat?.name)?.protocols ?? []);
  return (
    [stated, usual].find(ids => ids.length > 0) ??
    protocols.all.map(({ id }) => id)
  );
}

/**
 * The `protocolVersion` that a service needs to be accepted with its runtime.
 *
 * @param spoken - the protocols of the service
 * @returns null where the runtime speaks what KServe assumes
 */
export function protocolVersionFor(
  spoken: ReadonlyArray<ProtocolId>
): ProtocolId | null {
  return spoken.includes(ASSUMED) ? null : spoken[0];
}
