import type { JSONValue } from '@lumino/coreutils';
import React, { useState } from 'react';
import type { IPredictionAnswer, IProblem, Protocol } from '../../tokens';
import { usePanel } from '../context';
import { ProblemNote, StateLabel } from '../parts';
import { problemOf } from '../problem';
import { exampleRequest } from './example';
import { useServicePage } from './pagecontext';
import { useCard } from './useCard';

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
export function TryIt(): React.JSX.Element {
  const { serving, trans } = usePanel();
  const { service } = useServicePage();
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
