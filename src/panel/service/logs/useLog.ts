import { useEffect, useRef, useState } from 'react';
import type { ILogFollower, ILogSource, IProblem } from '../../../tokens';
import { useVisible } from '../../shell/useVisible';
import { LogBuffer } from '../../../operations/logbuffer';
import { useServicePage } from '../pagecontext';

/** So many of the last lines a log begins with. */
const TAIL = 5000;

/** The page is drawn at most so often while lines come, in milliseconds. */
const DRAW_MS = 100;

/** A log that is being followed. */
export interface IFollowedLog {
  buffer: LogBuffer;
  state: 'opening' | 'following' | 'ended';
  problem: IProblem | null;
}

/**
 * Follow a log while it is looked at: it is not read while the page cannot be
 * seen, and goes on then. Lines that come are collected, and drawn
 * together: a log that is faster than the page costs no more than another.
 *
 * @param source - which log; null for none
 * @param paused - whether to stop reading for now
 */
export function useLog(
  source: ILogSource | null,
  paused: boolean
): IFollowedLog {
  const { operations } = useServicePage();
  const log = useRef<IFollowedLog>(empty());
  const [, draw] = useState(0);
  const key =
    source && `${source.instance}/${source.container}/${source.previous}`;
  const shown = useRef(key);
  if (shown.current !== key) {
    shown.current = key;
    log.current = empty();
  }
  const follower = useRef<ILogFollower | null>(null);
  const seen = useVisible();
  useEffect(() => {
    if (!source) {
      return;
    }
    log.current = empty();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const drawSoon = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        draw(count => count + 1);
      }, DRAW_MS);
    };
    follower.current =
      operations.log?.(source, TAIL, news => {
        const now = log.current;
        switch (news.event) {
          case 'lines':
            now.buffer.push(news.lines);
            break;
          case 'open':
            log.current = { ...now, state: 'following', problem: null };
            break;
          case 'end':
            log.current = { ...now, state: 'ended' };
            break;
          case 'problem':
            log.current = { ...now, problem: news.problem };
            break;
        }
        drawSoon();
      }) ?? null;
    return () => {
      clearTimeout(timer);
      follower.current?.dispose();
      follower.current = null;
    };
  }, [operations, key]);
  useEffect(() => {
    if (paused || !seen) {
      follower.current?.pause();
    } else {
      follower.current?.resume();
    }
  }, [operations, key, paused, seen]);
  return log.current;
}

function empty(): IFollowedLog {
  return { buffer: new LogBuffer(), state: 'opening', problem: null };
}
