import { ServerConnection } from '@jupyterlab/services';
import { Kubernetes } from '../kubernetes/client';
import { Server } from '../server/client';
import { ServerError, type IServerStatus } from '../tokens';

// Only the network is a fake here: all that is ours, from the store or the
// Kubernetes client down to the bytes, is real. With a real server the answers
// that count, a 410, a lost connection, a page of a proxy, cannot be had at will.

/** A request as it would have left the browser. */
export interface IRequestSeen {
  method: string;
  /** Below `<base_url>/jupyterlab-kserve/`, with the query. */
  path: string;
  headers: Headers;
  json: unknown;
}

interface IAnswer {
  status?: number;
  json?: unknown;
  text?: string;
}

type Answer = IAnswer | ((request: IRequestSeen) => IAnswer | Promise<IAnswer>);

const base = 'http://localhost:8888/user/x/';

/** The one WebSocket, driven by the test. */
export class FakeSocket {
  constructor(readonly url: string) {}

  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;
  isClosed = false;
  sent: Record<string, unknown>[] = [];

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Record<string, unknown>);
  }

  close(): void {
    this.isClosed = true;
    this.onclose?.();
  }

  open(): void {
    this.onopen?.();
  }

  receive(message: Record<string, unknown>): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  /** Ids of the subscriptions that were asked for and not given back. */
  ids(matches: Record<string, unknown> = {}): string[] {
    const gone = this.sent
      .filter(message => message.op === 'unsubscribe')
      .map(message => message.id);
    return this.sent
      .filter(
        message =>
          message.op === 'subscribe' &&
          !gone.includes(message.id) &&
          Object.entries(matches).every(
            ([key, value]) => message[key] === value
          )
      )
      .map(message => message.id as string);
  }
}

/** A server that gives the answers of the test. */
export class Network {
  constructor(changes: Partial<ServerConnection.ISettings> = {}) {
    const { sockets } = this;
    this.settings = ServerConnection.makeSettings({
      baseUrl: base,
      wsUrl: base.replace('http', 'ws'),
      token: '',
      appendToken: false,
      fetch: (input: RequestInfo | URL) => this._fetch(input as Request),
      WebSocket: class extends FakeSocket {
        constructor(url: string) {
          super(url);
          sockets.push(this);
        }
      } as unknown as typeof WebSocket,
      ...changes
    });
    this.server = new Server({ settings: this.settings });
    this.kubernetes = new Kubernetes({ server: this.server });
    this.answer('GET status', { json: aStatus() });
  }

  readonly settings: ServerConnection.ISettings;
  readonly server: Server;
  readonly kubernetes: Kubernetes;
  readonly requests: IRequestSeen[] = [];
  readonly sockets: FakeSocket[] = [];
  /** Nobody answers. */
  isDown = false;

  get socket(): FakeSocket {
    return this.sockets[this.sockets.length - 1];
  }

  /** Answer `<method> <path>`, whatever the query. */
  answer(question: string, answer: Answer): void {
    this._answers.set(question, answer);
  }

  /** How often it was asked. */
  count(question: string): number {
    return this.requests.filter(request => keyOf(request) === question).length;
  }

  private async _fetch(request: Request): Promise<Response> {
    if (this.isDown) {
      throw new TypeError('Failed to fetch');
    }
    const text = await request.text();
    const seen: IRequestSeen = {
      method: request.method,
      path: request.url.replace(`${base}jupyterlab-kserve/`, ''),
      headers: request.headers,
      json: text ? (JSON.parse(text) as unknown) : undefined
    };
    this.requests.push(seen);
    const found = this._answers.get(keyOf(seen)) ?? {
      status: 404,
      text: '<h1>Not found</h1>'
    };
    const answer = typeof found === 'function' ? await found(seen) : found;
    const status = answer.status ?? 200;
    const body =
      answer.text ??
      (answer.json === undefined ? '' : JSON.stringify(answer.json));
    return {
      ok: status >= 200 && status < 300,
      status,
      text: () => Promise.resolve(body)
    } as Response;
  }

  private _answers = new Map<string, Answer>();
}

function keyOf(request: IRequestSeen): string {
  return `${request.method} ${request.path.split('?')[0]}`;
}

/** What a request that must fail is refused with. */
export async function failure(promise: Promise<unknown>): Promise<ServerError> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason
  );
  expect(error).toBeInstanceOf(ServerError);
  return error as ServerError;
}

/** The status of a workbench where all is well. */
export function aStatus(): IServerStatus {
  return {
    api: 2,
    version: '0.1.0',
    volumes: [
      {
        path: '/mnt/models',
        exists: true,
        writable: true,
        total: 10,
        used: 3,
        free: 7,
        claim: 'model-storage-pvc',
        problem: null
      }
    ],
    kubernetes: {
      state: 'ready',
      namespace: 'demo',
      identity: 'notebook',
      server: 'https://cluster',
      source: 'service-account',
      reason: null,
      message: null,
      hint: null
    },
    formats: []
  };
}

/** Let time pass, and everything that waits for it happen. */
export async function pass(milliseconds = 0): Promise<void> {
  await jest.advanceTimersByTimeAsync(milliseconds);
}
