import { editIcon } from '@jupyterlab/ui-components';
import React from 'react';
import { CommandIDs } from '../../commandids';
import { usePanel } from '../context';
import { formatSize, formatTime } from '../format';
import { frameworkName } from '../icons';
import { IconButton, LinkButton, Tag } from '../parts';
import { Card, CopyButton, Facts, LongText } from './card';
import { Spark } from './chart';
import { draftOf, inWords, type Field } from './draft';
import { Editor } from './editor';
import { Lineage } from './lineage';
import { Markdown } from './markdown';
import { formatChange, formatNumber, metricsOf, seriesOf } from './metrics';
import { useModelPage } from './pagecontext';
import { Risk } from './risk';
import { whereOf } from './where';

/** A card whose content can be edited in place. */
function EditableCard(props: {
  title: string;
  field: Field;
  note?: React.ReactNode;
  controls?: React.ReactNode;
  children: React.ReactNode;
}): React.JSX.Element {
  const { trans } = usePanel();
  const { view, shown } = useModelPage();
  const { title, field } = props;
  const { draft } = view.state;
  const editing = draft?.field === field;
  const refused = !shown.etag
    ? trans.__('This version has no card to edit.')
    : draft
      ? trans.__('Save or cancel the other edit first.')
      : '';
  return (
    <Card
      title={title}
      note={props.note}
      controls={
        <>
          {props.controls}
          {!editing && (
            <IconButton
              icon={editIcon}
              label={trans.__('Edit: %1', title)}
              title={refused || undefined}
              disabled={refused !== ''}
              onClick={() => view.show({ draft: draftOf(field, shown) })}
            />
          )}
        </>
      }
    >
      {editing ? <Editor draft={draft} label={title} /> : props.children}
    </Card>
  );
}

function Description(): React.JSX.Element {
  const { trans } = usePanel();
  const { shown } = useModelPage();
  const text = shown.card?.description ?? '';
  return (
    <EditableCard title={trans.__('Description')} field="description">
      {text ? (
        <Markdown text={text} />
      ) : (
        <p className="jp-mod-muted">
          {trans.__(
            'Nothing is written yet: what it is for, what it was trained on, what it is not meant for.'
          )}
        </p>
      )}
    </EditableCard>
  );
}

function Metrics(): React.JSX.Element {
  const { commands, trans } = usePanel();
  const { model, shown } = useModelPage();
  const version = shown.record.version ?? '';
  const metrics = metricsOf(shown.card);
  const at = model.versions.indexOf(shown);
  const before = model.versions[at + 1];
  const earlier = metricsOf(before?.card ?? null);
  return (
    <EditableCard
      title={trans.__('Metrics')}
      field="metrics"
      note={
        before &&
        trans.__('%1 against %2', version, before.record.version ?? '')
      }
      controls={
        before && (
          <LinkButton
            onClick={() =>
              void commands.execute(CommandIDs.compareVersions, {
                name: model.name,
                version
              })
            }
          >
            {trans.__('Compare versions')}
          </LinkButton>
        )
      }
    >
      {metrics.size === 0 ? (
        <p className="jp-mod-muted">
          {trans.__('No metric is recorded for this version.')}
        </p>
      ) : (
        <div className="jp-Kserve-Table-frame">
          <table className="jp-Kserve-Table">
            <thead>
              <tr>
                <th scope="col">{trans.__('Metric')}</th>
                <th scope="col" className="jp-mod-number">
                  <bdi>{version}</bdi>
                </th>
                <th scope="col" className="jp-mod-number">
                  {trans.__('Change')}
                </th>
                <th scope="col">{trans.__('Over the versions')}</th>
              </tr>
            </thead>
            <tbody>
              {[...metrics].map(([name, value]) => {
                const was = earlier.get(name);
                return (
                  <tr key={name}>
                    <th scope="row" title={name} dir="auto">
                      {name}
                    </th>
                    <td className="jp-mod-number">
                      <strong>{formatNumber(value)}</strong>
                    </td>
                    <td className="jp-mod-number">
                      {was === undefined ? (
                        <span className="jp-mod-muted">
                          {before ? trans.__('new') : trans.__('first version')}
                        </span>
                      ) : (
                        formatChange(was, value)
                      )}
                    </td>
                    <td>
                      <Spark
                        series={seriesOf(name, model.versions)}
                        version={version}
                      />
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </EditableCard>
  );
}

function Metadata(): React.JSX.Element {
  const { trans } = usePanel();
  const { shown } = useModelPage();
  const entries = Object.entries(shown.card?.metadata ?? shown.metadata ?? {});
  return (
    <EditableCard title={trans.__('Metadata')} field="metadata">
      {entries.length === 0 ? (
        <p className="jp-mod-muted">{trans.__('None is recorded.')}</p>
      ) : (
        <Facts
          facts={entries.map(([name, value]) => [
            name,
            <LongText key={name} text={inWords(value ?? null)} />
          ])}
        />
      )}
    </EditableCard>
  );
}

function Tags(): React.JSX.Element {
  const { trans } = usePanel();
  const { shown } = useModelPage();
  const tags = shown.card?.tags ?? [];
  return (
    <EditableCard title={trans.__('Tags')} field="tags">
      {tags.length === 0 ? (
        <p className="jp-mod-muted">{trans.__('None.')}</p>
      ) : (
        <div className="jp-Kserve-TagList">
          {tags.map(tag => (
            <Tag key={tag} title={tag}>
              {tag}
            </Tag>
          ))}
        </div>
      )}
    </EditableCard>
  );
}

function Libraries(): React.JSX.Element {
  const { trans } = usePanel();
  const { shown } = useModelPage();
  const libraries = Object.entries(shown.card?.libraries ?? {});
  return (
    <Card title={trans.__('Libraries')} note={trans.__('it was saved with')}>
      {libraries.length === 0 ? (
        <p className="jp-mod-muted">{trans.__('None is recorded.')}</p>
      ) : (
        <Facts facts={libraries} />
      )}
    </Card>
  );
}

/** The tensors of one side of a signature. */
function inTensors(tensors: ReadonlyArray<object> | undefined): string {
  return (tensors ?? [])
    .map(tensor => {
      const { name, shape } = tensor as { name?: string; shape?: number[] };
      return `${name ?? ''}${shape ? ` [${shape.join(', ')}]` : ''}`;
    })
    .join(', ');
}

function Model(): React.JSX.Element {
  const { trans } = usePanel();
  const { shown } = useModelPage();
  const { record, card } = shown;
  const { framework } = record;
  const inputs = inTensors(card?.signature?.inputs);
  const outputs = inTensors(card?.signature?.outputs);
  return (
    <Card title={trans.__('Facts')}>
      <Facts
        facts={[
          [
            trans.__('Framework'),
            [frameworkName(framework), framework?.version]
              .filter(Boolean)
              .join(' ')
          ],
          [trans.__('Class'), record.class],
          [trans.__('Format'), record.format],
          [trans.__('Size'), formatSize(record.size)],
          [trans.__('Saved'), formatTime(record.created)],
          [trans.__('Inputs'), inputs && <LongText key="in" text={inputs} />],
          [
            trans.__('Outputs'),
            outputs && <LongText key="out" text={outputs} />
          ],
          [trans.__('Risk'), <Risk key="risk" />]
        ]}
      />
    </Card>
  );
}

function Where(): React.JSX.Element {
  const { server, trans } = usePanel();
  const { shown } = useModelPage();
  const path = whereOf(server.status?.models.path ?? '', shown.record);
  return (
    <Card
      title={trans.__('Where it is')}
      controls={
        shown.uri && (
          <CopyButton text={shown.uri} label={trans.__('Copy storage URI')} />
        )
      }
    >
      <Facts
        facts={[
          [trans.__('Path'), <code key="path">{path}</code>],
          [
            trans.__('URI'),
            shown.uri ? (
              <code key="uri">{shown.uri}</code>
            ) : (
              trans.__('none: KServe serves folders, not single files')
            )
          ]
        ]}
      />
    </Card>
  );
}

/** What is known of the version. */
export function Overview(): React.JSX.Element {
  return (
    <div className="jp-Kserve-Overview">
      <div className="jp-Kserve-Column">
        <Description />
        <Metrics />
        <Metadata />
        <Libraries />
      </div>
      <div className="jp-Kserve-Column">
        <Model />
        <Tags />
        <Lineage />
        <Where />
      </div>
    </div>
  );
}
