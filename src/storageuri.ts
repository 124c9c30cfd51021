const SCHEME = 'pvc://';

/**
 * A place on a volume, as the `storageUri` of an InferenceService names it:
 * `pvc://<claim>/<path>`. A value: what changes it makes another one.
 */
export class StorageUri {
  /**
   * @param claim - the name of the PersistentVolumeClaim
   * @param path - on the volume, without a slash at its end; empty for all of it
   */
  constructor(
    readonly claim: string,
    readonly path = ''
  ) {}

  /**
   * Read a `storageUri`.
   *
   * @param text - for example `pvc://model-storage-pvc/anomaly-detector/1.0.0`
   * @returns null for what is not on a volume, `s3://` for example
   */
  static parse(text: string | null | undefined): StorageUri | null {
    const match = /^pvc:\/\/([^/]+)\/?(.*?)\/*$/.exec(text ?? '');
    return match && new StorageUri(match[1], match[2]);
  }

  /**
   * The place that a workbench mounts.
   *
   * @param volume - a claim, with a path where only a part of it is mounted
   * @returns null for an empty name
   */
  static ofVolume(volume: string | null | undefined): StorageUri | null {
    return StorageUri.parse(volume && `${SCHEME}${volume}`);
  }

  /** The last part of the path; empty for the whole volume. */
  get name(): string {
    return this.path.split('/').pop() ?? '';
  }

  /** The directory that it is in; null when that is the whole volume. */
  get parent(): StorageUri | null {
    const end = this.path.lastIndexOf('/');
    return end > 0 ? new StorageUri(this.claim, this.path.slice(0, end)) : null;
  }

  /**
   * A place below.
   *
   * @param names - of directories, and of a file perhaps
   */
  join(...names: string[]): StorageUri {
    const path = [this.path, ...names].filter(Boolean).join('/');
    return new StorageUri(this.claim, path);
  }

  /**
   * The same of another version of the model.
   *
   * @param version - the version, which is the last part of the path
   */
  withVersion(version: string): StorageUri {
    return (this.parent ?? new StorageUri(this.claim)).join(version);
  }

  /**
   * The model and version that are at this place.
   *
   * @param volume - what the workbench mounts, with `<model>/<version>` below it
   * @returns null when it is no version of a model there
   */
  model(volume: StorageUri | null): { name: string; version: string } | null {
    const models = `${volume?.toString()}/`;
    const text = this.toString();
    if (volume === null || !text.startsWith(models)) {
      return null;
    }
    const [name, version, ...more] = text.slice(models.length).split('/');
    return name && version && more.length === 0 ? { name, version } : null;
  }

  /** As an InferenceService has it. */
  toString(): string {
    return SCHEME + [this.claim, this.path].filter(Boolean).join('/');
  }
}
