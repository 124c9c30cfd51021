import { MainAreaWidget } from '@jupyterlab/apputils';
import type { JSONValue } from '@lumino/coreutils';
import React, { useEffect, useState } from 'react';
import type {
  IModelCard,
  IPredictionAnswer,
  IProblem,
  IService,
  Protocol
} from '../../tokens';
import { usePanel, type IPanelContext } from '../context';
import { exampleRequest } from './example';
import { formatAge } from '../format';
import { tryItIcon } from '../icons';
import { PageContent } from '../page';
import { Note, ProblemNote, StateLabel } from '../parts';
import { problemOf } from '../problem';
import { useChanged } from '../useChanged';

/** The card of the version that a service serves. */
function useCard(service: IService | undefined): IModelCard | null {
  const { store } = usePanel();
  const [card, setCard] = useState<IModelCard | null>(null);
  const name = service?.model?.name;
  const version = service?.model?.version;
  useEffect(() => {
    let current = true;
    setCard(null);
    if (name && version) {
      store.get(name, version).then(
        details => {
          if (current) {
            setCard(details.card);
          }
        },
        // Without a card the example request is a guess, and still of use.
        () => undefined
      );
    }
    return () => {
      current = false;
    };
  }, [store, name, version]);
  return card;
}

function Answer(props: { answer: IPredictionAnswer }): React.JSX.Element {
  const { trans } = usePanel();
  const { answer } = props;
  const ok = answer.status >= 200 && answer.status < 300;
  return (
    <>
      <p className="jp-Kserve-Facts-line" role="status">
        <StateLabel phase={ok ? 'ready' : 'failed'}>
          {trans.__('Status %1', answer.status)}
        </StateLabel>
        <span>{trans.__('%1 ms', answer.latency_ms.toFixed(1))}</span>
        <span className="jp-mod-muted">
          {answer.via === 'port-forward'
            ? trans.__('through the cluster’s port-forward')
            : trans.__('through the service’s address')}
        </span>
      </p>
      <pre
        className="jp-Kserve-Code"
        tabIndex={0}
        role="region"
        aria-label={trans.__('Answer of the model')}
      >
        {typeof answer.body === 'string'
          ? answer.body
          : JSON.stringify(answer.body, null, 2)}
      </pre>
    </>
  );
}

/** A request as JSON, and the model's answer. */
function TryIt(props: { service: IService }): React.JSX.Element {
  const { serving, trans } = usePanel();
  const { service } = props;
  const card = useCard(service);
  const [protocol, setProtocol] = useState<Protocol>(
    service.protocols[0] ?? 'v1'
  );
  const example = JSON.stringify(exampleRequest(card, protocol), null, 2);
  // The example follows the protocol until the user has typed something.
  const [typed, setTyped] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const [answer, setAnswer] = useState<IPredictionAnswer | null>(null);
  const [problem, setProblem] = useState<IProblem | null>(null);
  const text = typed ?? example;

  const send = async () => {
    setProblem(null);
    let body: JSONValue;
    try {
      body = JSON.parse(text) as JSONValue;
    } catch (error) {
      setAnswer(null);
      setProblem({
        message: trans.__('This is not valid JSON. Nothing was sent.'),
        reason: 'InvalidJson',
        hint: (error as Error).message
      });
      return;
    }
    setSending(true);
    try {
      const target = serving.target(service.target)!;
      setAnswer(await target.predict(service.name, { protocol, body }));
    } catch (error) {
      setAnswer(null);
      setProblem(problemOf(error, trans));
    } finally {
      setSending(false);
    }
  };

  return (
    <div className="jp-Kserve-TryIt">
      <section className="jp-Kserve-Card" aria-label={trans.__('Request')}>
        <div className="jp-Kserve-Card-head">
          <h3>{trans.__('Request')}</h3>
          <div
            className="jp-Kserve-Choice"
            role="group"
            aria-label={trans.__('Protocol')}
          >
            {(['v1', 'v2'] as const).map(choice => (
              <button
                key={choice}
                type="button"
                aria-pressed={protocol === choice}
                onClick={() => setProtocol(choice)}
              >
                {choice.toUpperCase()}
              </button>
            ))}
          </div>
          {typed !== null && (
            <button
              type="button"
              className="jp-Kserve-Link"
              onClick={() => setTyped(null)}
            >
              {trans.__('Back to the example')}
            </button>
          )}
        </div>
        <textarea
          className="jp-Kserve-Input jp-Kserve-Code"
          aria-label={trans.__('Request as JSON')}
          spellCheck={false}
          rows={14}
          value={text}
          onChange={event => setTyped(event.target.value)}
          onKeyDown={event => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
              event.preventDefault();
              void send();
            }
          }}
        />
        <div className="jp-Kserve-Actions">
          <span className="jp-Kserve-Hint">{trans.__('Ctrl+Enter')}</span>
          <button
            type="button"
            className="jp-Kserve-Button jp-mod-accept"
            disabled={sending}
            onClick={() => void send()}
          >
            {sending ? trans.__('Sending…') : trans.__('Send')}
          </button>
        </div>
      </section>
      <section className="jp-Kserve-Card" aria-label={trans.__('Answer')}>
        <div className="jp-Kserve-Card-head">
          <h3>{trans.__('Answer')}</h3>
        </div>
        {problem && <ProblemNote problem={problem} urgent />}
        {answer && <Answer answer={answer} />}
        {!problem && !answer && (
          <p className="jp-Kserve-Empty">
            {trans.__('The model’s answer will stand here.')}
          </p>
        )}
      </section>
    </div>
  );
}

function ServicePage(props: { name: string }): React.JSX.Element {
  const { serving, trans } = usePanel();
  useChanged(serving.changed);
  const service = serving.services.find(entry => entry.name === props.name);
  const ready = serving.targets.every(target => target.state !== 'checking');
  if (!service) {
    return (
      <div className="jp-Kserve-Page">
        <h2>{props.name}</h2>
        {ready ? (
          <Note
            phase="warn"
            title={trans.__('There is no service %1 (any more).', props.name)}
          >
            <p>{trans.__('Deploy a model from the Models panel.')}</p>
          </Note>
        ) : (
          <p className="jp-Kserve-Empty" role="status">
            {trans.__('Asking the cluster…')}
          </p>
        )}
      </div>
    );
  }
  const { status } = service;
  return (
    <div className="jp-Kserve-Page">
      <header>
        <h2>{service.name}</h2>
        <span className="jp-mod-muted">
          {trans.__('service in %1', service.namespace)}
        </span>
      </header>
      <p className="jp-Kserve-Facts-line">
        <StateLabel phase={status.phase}>{status.label}</StateLabel>
        <span>{service.model?.version}</span>
        <span className="jp-mod-muted">{formatAge(status.since, trans)}</span>
        {service.storageUri && <code>{service.storageUri}</code>}
      </p>
      {status.detail && (
        <Note
          phase={status.phase === 'failed' ? 'failed' : 'warn'}
          title={status.detail}
        />
      )}
      <TryIt service={service} />
    </div>
  );
}

/**
 * The page of one service: its state, and a request to try it.
 *
 * @param context - what the page works with
 * @param service - the service's name
 */
export function createServicePage(
  context: IPanelContext,
  service: string
): MainAreaWidget {
  const widget = new MainAreaWidget({
    content: new PageContent(context, <ServicePage name={service} />)
  });
  widget.id = `jp-kserve-service-${service}`;
  widget.title.label = service;
  widget.title.icon = tryItIcon;
  widget.title.closable = true;
  return widget;
}
