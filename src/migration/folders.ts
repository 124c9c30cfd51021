import { ModelSource } from './modelsource';

/** Models in folders of the workbench. */
export class FolderSource extends ModelSource {
  readonly id = 'folders';
  readonly jobKinds = { run: 'migrate', remove: 'remove' };

  get label(): string {
    return this.options.trans.__('Models');
  }
}
