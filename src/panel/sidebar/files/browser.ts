import { showErrorMessage } from '@jupyterlab/apputils';
import type { FileBrowser, IFileBrowserFactory } from '@jupyterlab/filebrowser';
import { FilterFileBrowserModel } from '@jupyterlab/filebrowser';
import type { Contents } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import { wordsOf } from '../../../listing/models';
import { copyBetweenDrives } from './transfer';

/** The drive that the volume is, as `storage/` names it. */
const DRIVE = 'models';

/** What the section with the files works with. */
export class VolumeBrowser {
  /**
   * Make a file browser for the volume. It asks by itself for nothing.
   *
   * @param factory - makes file browsers
   */
  constructor(
    factory: IFileBrowserFactory,
    private readonly trans: TranslationBundle
  ) {
    this.widget = factory.createFileBrowser('jupyterlab-kserve-files', {
      driveName: DRIVE,
      auto: false,
      restore: false,
      // The store tells of changes.
      refreshInterval: Infinity
    });
    // In a narrow list the size says more than when it was written.
    this.widget.showLastModifiedColumn = false;
    this.widget.showFileSizeColumn = true;
    this.widget.showFileCheckboxes = false;
    const { contents } = this.widget.model.manager.services;
    this._contents = contents;
    // In sub-folders of a further drive the model does not do this by itself.
    contents.fileChanged.connect((_, { newValue, oldValue }) => {
      const paths = [newValue?.path, oldValue?.path];
      if (paths.some(path => path?.startsWith(`${DRIVE}:`))) {
        void this.refresh();
      }
    });
    copyBetweenDrives(factory.tracker, contents, trans);
  }

  readonly widget: FileBrowser;

  /**
   * Read the folder anew; nothing happens while it is not shown.
   *
   * @throws Error when the volume cannot be read
   */
  async refresh(): Promise<void> {
    if (this.widget.isVisible) {
      await this.widget.model.refresh();
    }
  }

  /**
   * Whether the volume can be browsed.
   *
   * @throws Error when it cannot
   */
  async check(): Promise<void> {
    await this._contents.get(`${DRIVE}:`, { content: false });
  }

  /** Show only what has every word in its name. */
  filter(text: string): void {
    const words = wordsOf(text);
    const { model } = this.widget;
    if (model instanceof FilterFileBrowserModel) {
      model.setFilter((item: Contents.IModel) =>
        words.every(word => item.name.toLowerCase().includes(word)) ? {} : null
      );
    }
  }

  /** Upload files into the folder that is shown. */
  async upload(files: ReadonlyArray<File>): Promise<void> {
    for (const file of files) {
      try {
        await this.widget.model.upload(file);
      } catch (error) {
        // Text is thrown where the user has decided against it.
        if (error instanceof Error) {
          await showErrorMessage(
            this.trans.__('%1 was not uploaded', file.name),
            error
          );
        }
      }
    }
  }

  private readonly _contents: Contents.IManager;
}
