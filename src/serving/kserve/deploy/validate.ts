import type { TranslationBundle } from '@jupyterlab/translation';
import { amountProblem } from '../quantity';
import { nameProblem } from './names';
import type { DeployField, IDeployment, IFieldProblem } from './types';
import type { IClaim } from '../types';

/** What a deployment is compared with. */
export interface IValidationContext {
  namespace: string | null;
  /** The volume; null where it is not known. */
  volume: IClaim | null;
  trans: TranslationBundle;
}

/** Longer names are cut by what shows them. */
const MAX_DISPLAY_NAME = 250;

/**
 * What can be said of the fields without asking the server. Pure.
 *
 * @param deployment - what the user filled in
 * @param context - where it is to run
 * @returns one problem a field at most, in the order of the form
 */
export function fieldProblems(
  deployment: IDeployment,
  { namespace, volume, trans }: IValidationContext
): IFieldProblem[] {
  const { serviceName, cpu, memory, model } = deployment;
  const found: [DeployField, string | null][] = [
    ['serviceName', nameProblem(serviceName, namespace, trans)],
    [
      'displayName',
      deployment.displayName.length > MAX_DISPLAY_NAME
        ? trans.__('Enter at most %1 characters.', MAX_DISPLAY_NAME)
        : null
    ],
    ['version', model.uri ? null : trans.__('This version has no storageUri.')],
    ['cpu', amountProblem('cpu', cpu, trans)],
    ['memory', amountProblem('memory', memory, trans)],
    [
      'gpu',
      /^\d*$/.test(deployment.gpu) ? null : trans.__('Enter a whole number.')
    ],
    ['minReplicas', replicaProblem(deployment.minReplicas, 0, trans)],
    ['maxReplicas', maximumProblem(deployment, volume, trans)],
    ['environment', environmentProblem(deployment, trans)]
  ];
  return found.flatMap(([field, message]) =>
    message === null ? [] : [{ field, message, reason: 'Invalid', hint: '' }]
  );
}

function replicaProblem(
  value: string,
  least: number,
  trans: TranslationBundle
): string | null {
  const usable =
    value === '' || (/^\d{1,4}$/.test(value) && Number(value) >= least);
  return usable ? null : trans.__('Enter a whole number, %1 or higher.', least);
}

function maximumProblem(
  { minReplicas, maxReplicas }: IDeployment,
  volume: IClaim | null,
  trans: TranslationBundle
): string | null {
  const problem = replicaProblem(maxReplicas, 1, trans);
  if (problem) {
    return problem;
  }
  if (volume && !volume.shared && Number(maxReplicas || 1) > 1) {
    return trans.__('The volume can only be mounted on one node. Enter 1.');
  }
  return maxReplicas !== '' && Number(maxReplicas) < Number(minReplicas)
    ? trans.__('Must be at least the minimum.')
    : null;
}

function environmentProblem(
  { environment }: IDeployment,
  trans: TranslationBundle
): string | null {
  const names = environment.map(({ name }) => name);
  // What the API server takes: https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/
  const wrong = names.find(name => !/^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(name));
  if (wrong !== undefined) {
    return wrong === ''
      ? trans.__('Enter a name for each variable.')
      : trans.__('“%1” is not a valid variable name.', wrong);
  }
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  return twice === undefined ? null : trans.__('“%1” is used twice.', twice);
}
