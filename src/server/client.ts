import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import {
  nullTranslator,
  type TranslationBundle
} from '@jupyterlab/translation';
import { JSONExt, type JSONValue } from '@lumino/coreutils';
import { Signal, type ISignal } from '@lumino/signaling';
import { answerOf } from './answer';
import { ServerError } from './errors';
import { Stream } from './stream';
import type {
  IProblem,
  IRequestOptions,
  IServer,
  IServerStatus,
  IStream,
  State
} from './types';

/** The version of the REST interface that this half speaks. */
const API = 2;

/** After this long a request without an answer is given up. */
const TIMEOUT_MS = 60_000;

export interface IServerOptions {
  settings?: ServerConnection.ISettings;
  trans?: TranslationBundle;
}

/** HTTP and the one WebSocket to our server half. */
export class Server implements IServer {
  /**
   * Nothing is sent before the first call.
   *
   * @param options - settings of the connection and the translation bundle
   */
  constructor(options: IServerOptions = {}) {
    this._settings = options.settings ?? ServerConnection.makeSettings();
    this._trans = options.trans ?? nullTranslator.load('jupyterlab-kserve');
    this.stream = new Stream(this._settings);
  }

  readonly stream: IStream;

  get state(): State {
    return this._state;
  }

  get status(): IServerStatus | null {
    return this._status;
  }

  get problem(): IProblem | null {
    return this._problem;
  }

  get changed(): ISignal<IServer, void> {
    return this._changed;
  }

  /** Ask for the status anew; callers at the same time share one request. */
  check(): Promise<void> {
    this._checking ??= this._check().finally(() => {
      this._checking = null;
    });
    return this._checking;
  }

  async request<T>(path: string, options: IRequestOptions = {}): Promise<T> {
    // `..` would leave our part of the server before anything could refuse it.
    if (path.split('/').some(part => ['', '.', '..'].includes(part))) {
      throw new ServerError(400, {
        message: this._trans.__('“%1” is not a valid address.', path),
        reason: 'InvalidPath',
        hint: ''
      });
    }
    const url =
      URLExt.join(this._settings.baseUrl, 'jupyterlab-kserve', path) +
      (options.query ? `?${new URLSearchParams(options.query)}` : '');
    const { response, text } = await this._fetch(url, options);
    return answerOf(path, response, text, this._trans) as T;
  }

  private async _check(): Promise<void> {
    let status = this._status;
    let problem: IProblem | null = null;
    try {
      status = await this._askStatus();
    } catch (error) {
      const { message, reason, hint } = error as ServerError;
      problem = { message, reason, hint };
    }
    const state: State = problem ? 'unavailable' : 'ready';
    const same =
      state === this._state &&
      equal(status, this._status) &&
      equal(problem, this._problem);
    this._state = state;
    this._status = status;
    this._problem = problem;
    if (!same) {
      this._changed.emit();
    }
  }

  private async _askStatus(): Promise<IServerStatus> {
    const status = await this.request<IServerStatus>('status');
    if (status.api !== API) {
      throw new ServerError(200, {
        message: this._trans.__(
          'The server extension (%1) and the frontend are of different versions.',
          status.version
        ),
        reason: 'VersionMismatch',
        hint: this._trans.__(
          'After an upgrade, restart the Jupyter server and reload the page.'
        )
      });
    }
    return status;
  }

  private async _fetch(
    url: string,
    options: IRequestOptions
  ): Promise<{ response: Response; text: string }> {
    const { json, ifMatch, method = 'GET' } = options;
    const { contentType = 'application/json' } = options;
    const giveUp = new AbortController();
    const timer = setTimeout(() => giveUp.abort(), TIMEOUT_MS);
    const abort = () => giveUp.abort();
    options.signal?.addEventListener('abort', abort);
    if (options.signal?.aborted) {
      giveUp.abort();
    }
    try {
      const response = await ServerConnection.makeRequest(
        url,
        {
          method,
          // With the default, no-store, a timestamp would be put into the query,
          // which the proxy refuses; and an ETag would be of no use.
          cache: 'no-cache',
          signal: giveUp.signal,
          ...(json !== undefined && { body: JSON.stringify(json) }),
          headers: {
            ...(json !== undefined && { 'Content-Type': contentType }),
            ...(ifMatch !== undefined && { 'If-Match': ifMatch })
          }
        },
        this._settings
      );
      return { response, text: await response.text() };
    } catch {
      throw this._noAnswer(options.signal?.aborted, giveUp.signal.aborted);
    } finally {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', abort);
    }
  }

  private _noAnswer(cancelled?: boolean, timedOut?: boolean): ServerError {
    const { _trans: trans } = this;
    if (cancelled) {
      return new ServerError(0, {
        message: trans.__('The request was cancelled.'),
        reason: 'Cancelled',
        hint: ''
      });
    }
    return new ServerError(0, {
      message: timedOut
        ? trans.__('The Jupyter server did not respond in time.')
        : trans.__('The Jupyter server does not respond.'),
      reason: 'NoAnswer',
      hint: trans.__('Check that the workbench is running, then try again.')
    });
  }

  private readonly _settings: ServerConnection.ISettings;
  private readonly _trans: TranslationBundle;
  private _state: State = 'checking';
  private _status: IServerStatus | null = null;
  private _problem: IProblem | null = null;
  private _checking: Promise<void> | null = null;
  private _changed = new Signal<IServer, void>(this);
}

function equal(one: unknown, other: unknown): boolean {
  return JSONExt.deepEqual(one as JSONValue, other as JSONValue);
}
