import type { TranslationBundle } from '@jupyterlab/translation';

/** The longest name and version: each is a Kubernetes label too. */
const MAX_LENGTH = 63;

const NAME = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/;
const VERSION = /^[A-Za-z0-9](?:[A-Za-z0-9._+-]*[A-Za-z0-9])?$/;
const RELEASE = /^(v?)(\d+)\.(\d+)\.(\d+)$/;

/** What the server half calls the version of files that have none. */
const RESERVED = 'unversioned';

/** Names that tell nothing: the folder says more. */
const PLAIN = /^(models?|weights|pytorch_model|saved_model|output)$/i;

/**
 * A model name made from a path, until the server has looked at the file.
 *
 * @param path - the path, with or without a drive
 * @returns a name that a model may have
 */
export function proposeName(path: string): string {
  const parts = path.slice(path.indexOf(':') + 1).split('/');
  const named = parts
    .reverse()
    .map((part, index) => (index === 0 ? part.replace(/\.[^.]+$/, '') : part))
    .map(part => part.replace(/[-_.]?v?\d+([._]\d+){0,3}$/i, ''))
    .map(part => part.replace(/[^A-Za-z0-9._-]+/g, '-'))
    .map(part => part.replace(/\.{2,}/g, '.').slice(0, MAX_LENGTH))
    .map(part => part.replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, ''))
    .find(part => part !== '' && !PLAIN.test(part));
  return named ?? 'model';
}

/**
 * What is wrong with the name of a model.
 *
 * @param name - what was typed
 * @returns words for the user; null when a model may be called so
 */
export function nameProblem(
  name: string,
  trans: TranslationBundle
): string | null {
  if (name === '') {
    return trans.__('Enter a name.');
  }
  return ruleProblem(name, NAME, '. _ -', trans);
}

/**
 * What is wrong with a version.
 *
 * @param version - what was typed
 * @returns words for the user; null when a version may be called so
 */
export function versionProblem(
  version: string,
  trans: TranslationBundle
): string | null {
  if (version === '') {
    return trans.__('Enter a version.');
  }
  if (version.toLowerCase() === RESERVED) {
    return trans.__('“%1” is reserved for files without a version.', RESERVED);
  }
  return ruleProblem(version, VERSION, '. _ + -', trans);
}

function ruleProblem(
  text: string,
  rule: RegExp,
  marks: string,
  trans: TranslationBundle
): string | null {
  if (text.length > MAX_LENGTH) {
    return trans.__(
      '%1 characters entered, at most %2 allowed.',
      text.length,
      String(MAX_LENGTH)
    );
  }
  if (!rule.test(text) || text.includes('..')) {
    return trans.__(
      'Use letters, digits and %1. Start and end with a letter or digit.',
      marks
    );
  }
  return null;
}

/** A version that could come next, by how much it changes. */
export interface IVersionStep {
  step: 'patch' | 'minor' | 'major';
  version: string;
}

/** The versions that could come next. */
export interface IVersionProposal {
  version: string;
  /** Choices, where the newest version is of three numbers. */
  steps: ReadonlyArray<IVersionStep>;
}

/**
 * The versions that could come next.
 *
 * @param versions - those that there are, newest first
 * @param found - what the file or its place say it is
 */
export function proposeVersion(
  versions: ReadonlyArray<string>,
  found: string | null = null
): IVersionProposal {
  const steps = stepsAfter(versions);
  const free = (version: string | null | undefined): version is string =>
    Boolean(version) && !versions.includes(version as string);
  const own = free(found) ? found : null;
  const minor = steps.find(({ step }) => step === 'minor')?.version;
  return { version: own ?? minor ?? nextNumber(versions), steps };
}

function stepsAfter(versions: ReadonlyArray<string>): IVersionStep[] {
  const match = RELEASE.exec(versions[0] ?? '');
  if (!match) {
    return [];
  }
  const [, mark] = match;
  const [major, minor, patch] = match.slice(2).map(Number);
  // An older line may have gone further than the newest version.
  const next = (make: (by: number) => string): string => {
    let by = 1;
    while (versions.includes(make(by))) {
      by += 1;
    }
    return make(by);
  };
  return [
    {
      step: 'patch',
      version: next(by => `${mark}${major}.${minor}.${patch + by}`)
    },
    { step: 'minor', version: next(by => `${mark}${major}.${minor + by}.0`) },
    { step: 'major', version: next(by => `${mark}${major + by}.0.0`) }
  ];
}

/** The whole number after the greatest, as the library counts. */
function nextNumber(versions: ReadonlyArray<string>): string {
  const numbers = versions.map(version =>
    Number(/^v?(\d+)/i.exec(version)?.[1] ?? 0)
  );
  return String(Math.max(0, ...numbers) + 1);
}

/** A line of the metrics as it is typed. */
export interface IMetric {
  name: string;
  value: string;
}

/**
 * The metrics of the lines that are filled in.
 *
 * @param lines - as they were typed
 * @returns the metrics by their names, and what is wrong with a line
 */
export function readMetrics(
  lines: ReadonlyArray<IMetric>,
  trans: TranslationBundle
): { metrics: Record<string, number>; problem: string | null } {
  const metrics: Record<string, number> = {};
  let problem: string | null = null;
  for (const { name, value } of lines) {
    const key = name.trim();
    const text = value.trim();
    if (text === '') {
      continue; // A name without a value is a proposal that was not taken.
    }
    const number = Number(text);
    if (key === '') {
      problem = trans.__('Enter a name for each metric.');
    } else if (!Number.isFinite(number)) {
      problem = trans.__('“%1” is not a number.', text);
    } else if (key in metrics) {
      problem = trans.__('%1 is used twice.', key);
    } else {
      metrics[key] = number;
    }
  }
  return { metrics, problem };
}
