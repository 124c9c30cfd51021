import type { TranslationBundle } from '@jupyterlab/translation';
import type { IExplanation, IFailureFacts, Remedy } from '../../servicetypes';
import type { IFailure } from '../../types';
import type { ISkew } from './versionskew';

/** What an explanation is made from. */
export interface IAsked {
  facts: IFailureFacts;
  failure: IFailure;
  skew: ISkew[];
  trans: TranslationBundle;
}

/** The words for a cause; the rest of an explanation is the same for all. */
export type Words = Pick<IExplanation, 'title' | 'cause' | 'advice'> &
  Partial<Pick<IExplanation, 'found' | 'remedies'>> & {
    /** The log says nothing of this. */
    log?: false;
  };

export type Explain = (asked: IAsked) => Words;

/** To another version of the model. */
export function otherVersion(trans: TranslationBundle): Remedy {
  return { kind: 'version', label: trans.__('Change version…') };
}

/** To its resources, its runtime or its name. */
export function otherSettings(trans: TranslationBundle): Remedy {
  return { kind: 'deploy', label: trans.__('Change settings…') };
}
