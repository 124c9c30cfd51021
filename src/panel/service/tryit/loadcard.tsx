import type { JSONValue } from '@lumino/coreutils';
import React, { useEffect, useRef, useState } from 'react';
import type { IInferenceProtocol } from '../../../protocols/types';
import { usePanel } from '../../shell/context';
import { Card } from '../../components/card';
import { Choice } from '../../components/choice';
import { MAX_MS, runLoad, type ILoadResult } from '../../../inference/loadrun';
import { useServicePage } from '../pagecontext';
import { Button } from '../../components/button';

/** How many requests can be chosen. */
const COUNTS = [20, 50, 200] as const;

/** Send the same request a number of times, and tell how long the answers take. */
export function LoadCard(props: {
  protocol: IInferenceProtocol;
  body: JSONValue | undefined;
}): React.JSX.Element {
  const { serving, trans } = usePanel();
  const { service } = useServicePage();
  const { protocol, body } = props;
  const [count, setCount] = useState('50');
  const [done, setDone] = useState<number | null>(null);
  const [result, setResult] = useState<ILoadResult | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const run = async () => {
    const target = serving.target(service.target);
    if (!target || body === undefined) {
      return;
    }
    const end = new AbortController();
    running.current = end;
    setDone(0);
    setResult(null);
    const found = await runLoad(
      async () => {
        const answer = await target.predict(service.name, {
          protocol: protocol.id,
          body
        });
        if (answer.status >= 300) {
          throw new Error(String(answer.status));
        }
        return answer.latency_ms;
      },
      Number(count),
      setDone,
      end.signal
    );
    running.current = null;
    setDone(null);
    setResult(found);
  };
  return (
    <Card
      title={trans.__('Load test')}
      controls={
        done === null ? (
          <>
            <Choice
              label={trans.__('Number of requests')}
              options={COUNTS.map(number => [String(number), String(number)])}
              value={count}
              onChange={setCount}
            />
            <Button disabled={body === undefined} onClick={() => void run()}>
              {trans.__('Run')}
            </Button>
          </>
        ) : (
          <Button onClick={() => running.current?.abort()}>
            {trans.__('Stop')}
          </Button>
        )
      }
    >
      <p role="status">
        {done !== null
          ? trans.__('%1 of %2 requests', done, count)
          : result
            ? [
                result.answered > 0 &&
                  trans.__(
                    'p50 %1 ms · p99 %2 ms · %3 requests per second',
                    result.p50.toFixed(1),
                    result.p99.toFixed(1),
                    (
                      (result.answered / Math.max(1, result.duration)) *
                      1000
                    ).toFixed(0)
                  ),
                trans.__(
                  '%1 succeeded, %2 failed',
                  result.answered,
                  result.failed
                )
              ]
                .filter(Boolean)
                .join(' · ')
            : trans.__(
                'Sends the request above repeatedly, four at a time, for up to %1 seconds.',
                MAX_MS / 1000
              )}
      </p>
    </Card>
  );
}
