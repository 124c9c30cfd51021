import React, { useState } from 'react';
import type { IPredictionAnswer, IProblem } from '../../../tokens';
import { usePanel } from '../../shell/context';
import { problemOf } from '../../../tokens';
import { AnswerCard } from './answercard';
import { CodeCard } from './codecard';
import { CompareCard } from './comparecard';
import { LoadCard } from './loadcard';
import { useServicePage } from '../pagecontext';
import { RequestCard } from './requestcard';
import { useRequest } from './useRequest';

/** So many of the last latencies are told of. */
const LAST = 10;

/** Why a text is no JSON, in the words of the browser. */
function jsonProblem(text: string): string {
  try {
    JSON.parse(text);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

/** A request, the model's answer, and what else can be done with the two. */
export function TryIt(): React.JSX.Element {
  const { serving, trans } = usePanel();
  const { capabilities, service } = useServicePage();
  const request = useRequest(service);
  const { protocol, body } = request;
  const [sending, setSending] = useState(false);
  const [answer, setAnswer] = useState<IPredictionAnswer | null>(null);
  const [problem, setProblem] = useState<IProblem | null>(null);
  const [latencies, setLatencies] = useState<number[]>([]);
  const [sent, setSent] = useState({ protocol, text: '' });
  const text = JSON.stringify([protocol.id, body]);

  const send = async () => {
    if (sending || request.inexact) {
      return;
    }
    setProblem(null);
    if (body === undefined) {
      setAnswer(null);
      if (request.form === 'json') {
        setProblem({
          message: trans.__('The request was not sent: it is not valid JSON.'),
          reason: 'InvalidJson',
          hint: jsonProblem(request.text)
        });
      }
      return;
    }
    setSending(true);
    try {
      const target = serving.target(service.target)!;
      const found = await target.predict(service.name, {
        protocol: protocol.id,
        body
      });
      setAnswer(found);
      setSent({ protocol, text });
      setLatencies([...latencies, found.latency_ms].slice(-LAST));
    } catch (error) {
      setAnswer(null);
      setProblem(problemOf(error, trans));
    } finally {
      setSending(false);
    }
  };

  return (
    <div className="jp-Kserve-TryIt">
      <div className="jp-Kserve-Column">
        <RequestCard
          request={request}
          sending={sending}
          onSend={() => void send()}
        />
        <LoadCard protocol={protocol} body={body} />
      </div>
      <div className="jp-Kserve-Column">
        <AnswerCard
          answer={answer}
          protocol={sent.protocol}
          problem={problem}
          stale={answer !== null && sent.text !== text}
          latencies={latencies}
        />
        <CompareCard protocol={protocol} body={body} />
        {capabilities.has('address') && (
          <CodeCard protocol={protocol} body={body} />
        )}
      </div>
    </div>
  );
}
