import type { TranslationBundle } from '@jupyterlab/translation';
import type { JSONObject } from '@lumino/coreutils';
import React from 'react';
import type { IModelCard, IModelFormat, IModelRecord } from '../../tokens';
import { LongText, type Fact } from './facts';
import { formatSize, formatTime } from '../../formatting';
import { frameworkName } from '../../modelformats';
import { formatName } from '../../cards/inspection';

/** The tensors of one side of a signature. */
function inTensors(
  tensors: ReadonlyArray<JSONObject> | undefined
): React.ReactNode {
  const text = (tensors ?? [])
    .map(({ name, shape }) => {
      const named = typeof name === 'string' ? name : '';
      return Array.isArray(shape) ? `${named} [${shape.join(', ')}]` : named;
    })
    .join(', ');
  return text && <LongText text={text} />;
}

/**
 * What a version is.
 *
 * @param version - its record, and its card if it has one
 * @param formats - of the status
 */
export function modelFacts(
  version: { record: IModelRecord; card: IModelCard | null },
  formats: ReadonlyArray<IModelFormat> | undefined,
  trans: TranslationBundle
): Fact[] {
  const { record, card } = version;
  const { framework, format } = record;
  return [
    [
      trans.__('Framework'),
      [frameworkName(framework, formats), framework?.version]
        .filter(Boolean)
        .join(' ')
    ],
    [trans.__('Class'), record.class],
    [trans.__('Format'), format && formatName(format, trans)],
    [trans.__('Size'), formatSize(record.size)],
    [trans.__('Saved'), formatTime(record.created)],
    [trans.__('Inputs'), inTensors(card?.signature?.inputs)],
    [trans.__('Outputs'), inTensors(card?.signature?.outputs)]
  ];
}

/**
 * Where a version is.
 *
 * @param path - its directory
 * @param uri - KServe's storageUri; null where no server could load it
 */
export function whereFacts(
  path: string,
  uri: string | null,
  trans: TranslationBundle
): Fact[] {
  return [
    [trans.__('Path'), <code key="path">{path}</code>],
    [
      trans.__('URI'),
      uri ? (
        <code key="uri">{uri}</code>
      ) : (
        trans.__('Not available: KServe serves directories, not single files')
      )
    ]
  ];
}
