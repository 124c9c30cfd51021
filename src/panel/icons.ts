import { LabIcon } from '@jupyterlab/ui-components';
import broken from '../../style/icons/broken.svg';
import cube from '../../style/icons/cube.svg';
import deploy from '../../style/icons/deploy.svg';
import drop from '../../style/icons/drop.svg';
import failed from '../../style/icons/failed.svg';
import health from '../../style/icons/health.svg';
import migrate from '../../style/icons/migrate.svg';
import modelFile from '../../style/icons/model-file.svg';
import ready from '../../style/icons/ready.svg';
import sklearn from '../../style/icons/sklearn.svg';
import starting from '../../style/icons/starting.svg';
import stopped from '../../style/icons/stopped.svg';
import tree from '../../style/icons/tree.svg';
import tryIt from '../../style/icons/try-it.svg';
import unknown from '../../style/icons/unknown.svg';
import warn from '../../style/icons/warn.svg';
import { formatTraits, type IFormatTraits } from '../modelformats';
import type { IModelRecord, Phase } from '../tokens';

function icon(name: string, svgstr: string): LabIcon {
  return new LabIcon({ name: `jupyterlab-kserve:${name}`, svgstr });
}

export const deployIcon = icon('deploy', deploy);
export const healthIcon = icon('health', health);
export const migrateIcon = icon('migrate', migrate);
export const tryItIcon = icon('try-it', tryIt);

/** One shape for each phase: colour alone must not carry the meaning. */
export const phaseIcons: Record<Phase, LabIcon> = {
  ready: icon('ready', ready),
  starting: icon('starting', starting),
  warn: icon('warn', warn),
  failed: icon('failed', failed),
  stopped: icon('stopped', stopped),
  unknown: icon('unknown', unknown)
};

const brokenIcon = icon('broken', broken);
export const modelFileIcon = icon('model-file', modelFile);

const formatIcons: Record<NonNullable<IFormatTraits['icon']>, LabIcon> = {
  cube: icon('cube', cube),
  drop: icon('drop', drop),
  sklearn: icon('sklearn', sklearn),
  tree: icon('tree', tree)
};

/** The plain mark of a model's framework. */
export function modelIcon(model: IModelRecord): LabIcon {
  if (model.state === 'broken') {
    return brokenIcon;
  }
  const mark = formatTraits(model.framework?.name)?.icon;
  return mark ? formatIcons[mark] : modelFileIcon;
}
