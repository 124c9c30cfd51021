import React from 'react';
import { usePanel } from '../../shell/context';
import { Facts, factsOf } from '../../components/facts';
import { Tag } from '../../components/tag';
import { modelFacts, whereFacts } from '../../components/versionfacts';
import { Card, CopyButton } from '../../components/card';
import { EditableCard } from '../editing/editablecard';
import { Lineage } from './lineage';
import { Markdown } from '../markdown';
import { MetricsCard } from './metricscard';
import { useModelPage } from '../pagecontext';
import { Risk } from './risk';
import { whereOf } from '../../../cards/versionpath';
import { volumeOf } from '../../../tokens';

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
            'No description yet. Describe the purpose, the training data and the limits of the model.'
          )}
        </p>
      )}
    </EditableCard>
  );
}

function Metadata(): React.JSX.Element {
  const { trans } = usePanel();
  const { shown } = useModelPage();
  const facts = factsOf(shown.card?.metadata ?? shown.metadata);
  return (
    <EditableCard title={trans.__('Metadata')} field="metadata">
      {facts.length === 0 ? (
        <p className="jp-mod-muted">{trans.__('Not recorded.')}</p>
      ) : (
        <Facts facts={facts} />
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
        <p className="jp-mod-muted">{trans.__('No tags.')}</p>
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
    <Card title={trans.__('Libraries')} note={trans.__('at save time')}>
      {libraries.length === 0 ? (
        <p className="jp-mod-muted">{trans.__('Not recorded.')}</p>
      ) : (
        <Facts facts={libraries} />
      )}
    </Card>
  );
}

function Model(): React.JSX.Element {
  const { server, trans } = usePanel();
  const { shown } = useModelPage();
  return (
    <Card title={trans.__('Facts')}>
      <Facts
        facts={[
          ...modelFacts(shown, server.status?.formats, trans),
          [trans.__('Risk'), <Risk key="risk" />]
        ]}
      />
    </Card>
  );
}

function Where(): React.JSX.Element {
  const { server, trans } = usePanel();
  const { shown } = useModelPage();
  const path = whereOf(volumeOf(server)?.path ?? '', shown.record);
  return (
    <Card
      title={trans.__('Location')}
      controls={
        shown.uri && (
          <CopyButton text={shown.uri} label={trans.__('Copy storage URI')} />
        )
      }
    >
      <Facts facts={whereFacts(path, shown.uri, trans)} />
    </Card>
  );
}

/** What is known of the version. */
export function Overview(): React.JSX.Element {
  return (
    <div className="jp-Kserve-Overview">
      <div className="jp-Kserve-Column">
        <Description />
        <MetricsCard />
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
