import { DisposableDelegate, type IDisposable } from '@lumino/disposable';
import type { IInferenceProtocol, ProtocolId } from './types';
import { v1 } from './v1';
import { v2 } from './v2';

/** The inference protocols that services can be asked over. */
export class ProtocolRegistry {
  /**
   * @param protocols - in the order in which they are offered
   */
  constructor(...protocols: IInferenceProtocol[]) {
    this._protocols = protocols;
  }

  /** In the order in which they are offered. */
  get all(): ReadonlyArray<IInferenceProtocol> {
    return this._protocols;
  }

  /**
   * Offer one more protocol until the result is disposed of.
   *
   * @param protocol - its id is none of those that there are
   */
  add(protocol: IInferenceProtocol): IDisposable {
    this._protocols = [...this._protocols, protocol];
    return new DisposableDelegate(() => {
      this._protocols = this._protocols.filter(other => other !== protocol);
    });
  }

  /** The protocol of an id; undefined when there is none. */
  find(id: ProtocolId): IInferenceProtocol | undefined {
    return this._protocols.find(protocol => protocol.id === id);
  }

  /**
   * The protocol to ask a service over.
   *
   * @param spoken - what the service speaks, the first one first
   * @param wanted - what the user would have
   * @returns the wanted one where it is spoken, else the first
   */
  choose(
    spoken: ReadonlyArray<ProtocolId>,
    wanted?: ProtocolId
  ): IInferenceProtocol {
    const known = spoken.flatMap(id => this.find(id) ?? []);
    return known.find(({ id }) => id === wanted) ?? known[0] ?? this.all[0];
  }

  /**
   * Protocols for a person: `V1, V2`.
   *
   * @param ids - the protocols
   */
  names(ids: ReadonlyArray<ProtocolId>): string {
    return ids.map(id => this.find(id)?.name ?? id).join(', ');
  }

  private _protocols: ReadonlyArray<IInferenceProtocol>;
}

/** All that there are: one more is one more file and its name here. */
export const protocols = new ProtocolRegistry(v1, v2);
