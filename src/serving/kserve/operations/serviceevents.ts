import type { CoreV1Event, V1Pod } from '@kubernetes/client-node';
import { Signal, type ISignal } from '@lumino/signaling';
import type { ILiveList, IProblem, State } from '../../../tokens';
import { timeOf } from '../status/events';
import type { IServiceEvent, IServiceEvents } from '../../servicetypes';

/**
 * Whether an event is about a service or what KServe makes for it.
 *
 * @param event - any event of the namespace
 * @param service - the service's name
 * @param pods - the service's pods
 */
export function isAboutService(
  event: CoreV1Event,
  service: string,
  pods: ReadonlyArray<V1Pod>
): boolean {
  const { kind, name = '' } = event.involvedObject;
  if (kind === 'InferenceService') {
    return name === service;
  }
  const predictor = `${service}-predictor`;
  return (
    name === predictor ||
    // The hash of a replica set, and of a pod of it: not another service's name.
    new RegExp(
      `^${predictor}(-[0-9]{5})?(-deployment)?(-[a-z0-9]{5,10}){1,2}$`
    ).test(name) ||
    (kind === 'Pod' && pods.some(pod => pod.metadata?.name === name))
  );
}

/** The events of one service, from a live list of all of the namespace. */
export class ServiceEvents implements IServiceEvents {
  /**
   * @param list - the events of the namespace; disposed of with this
   * @param service - the service's name
   * @param pods - gives the service's pods
   */
  constructor(
    private readonly list: ILiveList<CoreV1Event>,
    private readonly service: string,
    private readonly pods: () => ReadonlyArray<V1Pod>
  ) {
    list.changed.connect(this._onChanged, this);
  }

  get state(): State {
    return this.list.state;
  }

  get problem(): IProblem | null {
    return this.list.problem;
  }

  get events(): ReadonlyArray<IServiceEvent> {
    this._events ??= this.list.items
      .filter(event => isAboutService(event, this.service, this.pods()))
      .map(shown)
      .sort((one, other) => ((one.seen ?? '') < (other.seen ?? '') ? 1 : -1));
    return this._events;
  }

  get changed(): ISignal<IServiceEvents, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this.list.isDisposed;
  }

  dispose(): void {
    this.list.dispose();
    Signal.clearData(this);
  }

  private _onChanged(): void {
    this._events = null;
    this._changed.emit();
  }

  private _events: IServiceEvent[] | null = null;
  private _changed = new Signal<IServiceEvents, void>(this);
}

function shown(event: CoreV1Event): IServiceEvent {
  const { involvedObject, metadata, reason, message, count, series } = event;
  return {
    id: metadata.uid ?? metadata.name ?? '',
    type: event.type === 'Warning' ? 'Warning' : 'Normal',
    reason: reason ?? '',
    message: message ?? '',
    about: `${involvedObject.kind ?? ''} ${involvedObject.name ?? ''}`.trim(),
    count: series?.count ?? count ?? 1,
    seen: timeOf(event) || null
  };
}
