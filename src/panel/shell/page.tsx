import { ReactWidget } from '@jupyterlab/ui-components';
import type { IDisposable } from '@lumino/disposable';
import type { Message } from '@lumino/messaging';
import { Signal, type ISignal } from '@lumino/signaling';
import React from 'react';
import { PanelContext, type IPanelContext } from './context';
import { SeenContext, type ISeen } from './useVisible';

/** Whether a page is in front. */
class Seen implements ISeen {
  get value(): boolean {
    return this._value;
  }
  set value(value: boolean) {
    if (value !== this._value) {
      this._value = value;
      this._changed.emit();
    }
  }

  get changed(): ISignal<ISeen, void> {
    return this._changed;
  }

  private _value = false;
  private readonly _changed = new Signal<ISeen, void>(this);
}

/** The content of a page: follows volume and cluster only while it can be seen. */
export class PageContent extends ReactWidget {
  /** @param content - what it shows */
  constructor(
    private readonly context: IPanelContext,
    private readonly content: React.JSX.Element
  ) {
    super();
    this.addClass('jp-Kserve-PageWidget');
  }

  protected override render(): React.JSX.Element {
    return (
      <PanelContext.Provider value={this.context}>
        <SeenContext.Provider value={this._seen}>
          {this.content}
        </SeenContext.Provider>
      </PanelContext.Provider>
    );
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    if (this.isVisible) {
      this._follow();
    }
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this._follow();
  }

  protected override onBeforeHide(message: Message): void {
    this._unfollow();
    super.onBeforeHide(message);
  }

  protected override onBeforeDetach(message: Message): void {
    this._unfollow();
    super.onBeforeDetach(message);
  }

  private _follow(): void {
    const { store, serving } = this.context;
    this._seen.value = true;
    if (this._following.length === 0) {
      this._following = [store.watch(), serving.watch()];
    }
  }

  private _unfollow(): void {
    this._seen.value = false;
    this._following.forEach(watch => watch.dispose());
    this._following = [];
  }

  private readonly _seen = new Seen();
  private _following: IDisposable[] = [];
}
