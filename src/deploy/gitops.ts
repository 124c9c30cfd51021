import { stringify } from 'yaml';
import type { IManifest } from '../tokens';
import { manifestText } from './manifest';

/** One file for `kubectl apply -f`, or a folder for `kubectl apply -k`. */
export type FileLayout = 'yaml' | 'kustomize';

/** A text file. */
export interface ITextFile {
  /** Relative, with `/`. */
  path: string;
  text: string;
}

/**
 * The files that have what would be applied. Pure.
 *
 * @param manifest - the objects
 * @param text - their text as the user has it, with its comments
 * @param layout - how to lay them out
 */
export function filesOf(
  manifest: IManifest,
  text: string,
  layout: FileLayout
): ITextFile[] {
  const { service, runtime } = manifest;
  const name = service.metadata?.name || 'service';
  if (layout === 'yaml') {
    return [{ path: `${name}.yaml`, text }];
  }
  const resources = [
    {
      path: 'inferenceservice.yaml',
      // With comments only where there is nothing but the service.
      text: runtime ? manifestText({ service, runtime: null }) : text
    },
    ...(runtime
      ? [{ path: 'servingruntime.yaml', text: stringify(runtime) }]
      : [])
  ];
  const kustomization = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    ...(service.metadata?.namespace && {
      namespace: service.metadata.namespace
    }),
    resources: resources.map(({ path }) => path)
  };
  return [
    { path: 'kustomization.yaml', text: stringify(kustomization) },
    ...resources
  ].map(file => ({ ...file, path: `${name}/${file.path}` }));
}
