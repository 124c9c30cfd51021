import type { IModelRecord, IService } from '../tokens';

/**
 * The service to show for each model: the newest version's, else any.
 *
 * @param services - all that is being served
 * @returns by the model's name
 */
export function servicesByModel(
  services: ReadonlyArray<IService>
): (model: IModelRecord) => IService | undefined {
  const byModel = new Map<string, IService[]>();
  for (const service of services) {
    if (service.model) {
      const own = byModel.get(service.model.name);
      if (own) {
        own.push(service);
      } else {
        byModel.set(service.model.name, [service]);
      }
    }
  }
  return model => {
    const own = byModel.get(model.name);
    return (
      own?.find(service => service.model?.version === model.version) ?? own?.[0]
    );
  };
}
