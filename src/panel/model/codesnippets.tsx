import React, { useState } from 'react';
import { CommandIDs } from '../../commandids';
import { protocols } from '../../protocols/registry';
import type { ProtocolId } from '../../protocols/types';
import { loadCode } from '../../notebook/modelcode';
import { usePanel } from '../shell/context';
import { Button } from '../components/button';
import { Note } from '../components/note';
import { Choice } from '../components/choice';
import { exampleRequest } from '../../inference/example';
import { Card, CopyButton } from '../components/card';
import { useModelPage } from './pagecontext';
import { curlCode, pythonCode } from '../../notebook/snippets';

/** Formats that are pickles inside. */
const PICKLES = ['joblib', 'pickle', 'pytorch'];

function Code(props: { label: string; code: string }): React.JSX.Element {
  return (
    <pre
      className="jp-Kserve-Code"
      tabIndex={0}
      role="region"
      aria-label={props.label}
    >
      {props.code}
    </pre>
  );
}

function Load(): React.JSX.Element {
  const { commands, trans } = usePanel();
  const { model, shown } = useModelPage();
  const { version, format } = shown.record;
  const code = loadCode(model.name, version);
  return (
    <Card
      title={trans.__('Load it in a notebook')}
      controls={
        <>
          <Button
            small
            onClick={() =>
              void commands.execute(CommandIDs.insertLoadCode, {
                name: model.name,
                version
              })
            }
          >
            {trans.__('Insert into notebook')}
          </Button>
          <CopyButton text={code} label={trans.__('Copy load code')} />
        </>
      }
    >
      {PICKLES.includes(format ?? '') && (
        <Note
          phase="warn"
          title={trans.__('Loading this model runs code from the file.')}
        >
          <p>
            {trans.__(
              'Load only models from people you trust. The checksum is verified first.'
            )}
          </p>
        </Note>
      )}
      <Code label={trans.__('Code that loads the model')} code={code} />
    </Card>
  );
}

function Call(): React.JSX.Element {
  const { serving, trans } = usePanel();
  const { services: all, shown } = useModelPage();
  const services = all.filter(({ target }) =>
    serving.target(target)?.capabilities.has('address')
  );
  const [language, setLanguage] = useState<'python' | 'curl'>('python');
  const [protocol, setProtocol] = useState<ProtocolId>();
  const [name, setName] = useState<string | null>(null);
  const service = services.find(entry => entry.name === name) ?? services[0];
  if (!service) {
    return (
      <Card title={trans.__('Call the service')}>
        <p className="jp-mod-muted">
          {trans.__(
            'No service uses this model yet. Deploy it to see example requests.'
          )}
        </p>
      </Card>
    );
  }
  const used = protocols.choose(service.protocols, protocol);
  const body = exampleRequest(shown.card, used);
  const call = { service, protocol: used, body };
  const code = language === 'curl' ? curlCode(call) : pythonCode(call);
  return (
    <Card
      title={trans.__('Call the service')}
      note={services.length === 1 ? service.name : undefined}
      controls={<CopyButton text={code} label={trans.__('Copy request')} />}
    >
      <div className="jp-Kserve-Actions">
        {services.length > 1 && (
          <select
            className="jp-Kserve-Input"
            aria-label={trans.__('Service')}
            value={service.name}
            onChange={event => setName(event.target.value)}
          >
            {services.map(entry => (
              <option key={entry.name}>{entry.name}</option>
            ))}
          </select>
        )}
        <Choice
          label={trans.__('Language')}
          options={[
            ['python', 'Python'],
            ['curl', 'curl']
          ]}
          value={language}
          onChange={setLanguage}
        />
        <Choice
          label={trans.__('Protocol')}
          options={service.protocols.map(
            id => [id, protocols.names([id])] as const
          )}
          value={used.id}
          onChange={setProtocol}
        />
      </div>
      <Code label={trans.__('Request to the service')} code={code} />
      <p className="jp-Kserve-Hint">
        {service.url
          ? trans.__('Replace the example values with your own.')
          : trans.__(
              'The address works only inside the cluster. Replace the example values with your own.'
            )}
      </p>
    </Card>
  );
}

function Manifest(): React.JSX.Element {
  const { trans } = usePanel();
  const { shown } = useModelPage();
  const code = `storageUri: ${shown.uri}`;
  return (
    <Card
      title={trans.__('Use in your own YAML')}
      controls={
        shown.uri && <CopyButton text={code} label={trans.__('Copy YAML')} />
      }
    >
      {shown.uri ? (
        <Code label={trans.__('InferenceService snippet')} code={code} />
      ) : (
        <p className="jp-mod-muted">
          {trans.__(
            'This model does not have a storage URI: KServe serves directories.'
          )}
        </p>
      )}
    </Card>
  );
}

/** How to work with the version: code to copy. */
export function Use(): React.JSX.Element {
  return (
    <div className="jp-Kserve-Use">
      <Load />
      <Call />
      <Manifest />
    </div>
  );
}
