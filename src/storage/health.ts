import type { TranslationBundle } from '@jupyterlab/translation';
import { CommandIDs } from '../commandids';
import type { IFinding } from '../tokens';
import type { IModelStore } from './types';

/** Names that are listed in one finding. */
const LISTED = 10;

/**
 * Whether what is on the volume can be read and served.
 *
 * @param store - the models; read
 */
export function checkModels(
  store: IModelStore,
  trans: TranslationBundle
): IFinding[] {
  if (store.state !== 'ready') {
    return [
      {
        state: 'unknown',
        message: trans.__('Models'),
        details: store.problem?.message
      }
    ];
  }
  const broken = store.models.filter(model => model.state === 'broken');
  const old = store.models.filter(
    model => model.state !== 'broken' && model.layout !== 'versions'
  );
  const fine = store.models.length - broken.length;
  return [
    ...broken.map(model => ({
      state: 'problem' as const,
      message: `${model.name}: ${model.problem?.message ?? trans.__('cannot be read')}`,
      hint: model.problem?.hint,
      remedy: {
        label: trans.__('Open'),
        command: CommandIDs.openModel,
        args: { name: model.name }
      }
    })),
    ...(old.length > 0
      ? [
          {
            state: 'warning' as const,
            message: trans._n(
              '%1 model has no versions',
              '%1 models have no versions',
              old.length,
              old.length
            ),
            hint: trans.__(
              'You can use them in notebooks. To serve them safely, convert them to versions: %1',
              old
                .slice(0, LISTED)
                .map(model => model.name)
                .join(', ')
            )
          }
        ]
      : []),
    {
      state: 'ok',
      message: trans._n(
        '%1 model can be read',
        '%1 models can be read',
        fine,
        fine
      )
    }
  ];
}
