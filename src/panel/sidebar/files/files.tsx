import {
  fileUploadIcon,
  newFolderIcon,
  refreshIcon
} from '@jupyterlab/ui-components';
import type { ISignal } from '@lumino/signaling';
import React, { useEffect, useRef, useState } from 'react';
import type { IProblem } from '../../../tokens';
import { usePanel } from '../../shell/context';
import { WidgetHost } from '../../components/host';
import { IconButton, LinkButton } from '../../components/button';
import { ProblemNote } from '../../components/note';
import { Section } from '../../components/section';
import { problemOf, volumeOf } from '../../../tokens';
import type { VolumeBrowser } from './browser';
import type { SidebarPreferences } from '../preferences';

/** How often the folder is read while it is in sight, in milliseconds. */
const POLL_MS = 30_000;

/** What the section with the files is made of. */
export interface IFilesSource {
  /** Load the file browser; once, however often it is called. */
  load: () => Promise<VolumeBrowser>;
  /** The sidebar was brought back into sight. */
  shown: ISignal<object, void>;
}

/** The file browser while the section is open. */
function Browser(props: {
  source: IFilesSource;
  filter: string;
  browser: VolumeBrowser | null;
  onLoaded: (browser: VolumeBrowser) => void;
}): React.JSX.Element {
  const { store, trans } = usePanel();
  const { source, filter, browser, onLoaded } = props;
  const [problem, setProblem] = useState<IProblem | null>(null);

  const read = async () => {
    try {
      const loaded = await source.load();
      await loaded.check();
      setProblem(null);
      onLoaded(loaded);
      await loaded.refresh();
    } catch (error) {
      setProblem(problemOf(error, trans));
    }
  };

  useEffect(() => {
    const slot = () => void read();
    slot();
    source.shown.connect(slot);
    store.changed.connect(slot);
    const timer = setInterval(() => {
      if (!document.hidden) {
        slot();
      }
    }, POLL_MS);
    return () => {
      clearInterval(timer);
      source.shown.disconnect(slot);
      store.changed.disconnect(slot);
    };
  }, [source, store]);

  useEffect(() => browser?.filter(filter), [browser, filter]);

  if (problem) {
    return (
      <ProblemNote problem={problem} phase="warn">
        <LinkButton onClick={() => void read()}>
          {trans.__('Try again')}
        </LinkButton>
      </ProblemNote>
    );
  }
  return browser ? (
    <WidgetHost widget={browser.widget} className="jp-Kserve-Files" />
  ) : (
    <p className="jp-Kserve-Empty" role="status">
      {trans.__('Reading the volume…')}
    </p>
  );
}

/** The section with the files of the volume. */
export function Files(props: {
  source: IFilesSource;
  filter: string;
  preferences: SidebarPreferences;
}): React.JSX.Element {
  const { server, trans } = usePanel();
  const { source, filter, preferences } = props;
  const [browser, setBrowser] = useState<VolumeBrowser | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const controls = browser && (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={({ target }) => {
          const files = Array.from(target.files ?? []);
          target.value = '';
          void browser.upload(files);
        }}
      />
      <IconButton
        icon={newFolderIcon}
        label={trans.__('New folder')}
        onClick={() => void browser.widget.createNewDirectory()}
      />
      <IconButton
        icon={fileUploadIcon}
        label={trans.__('Upload files')}
        onClick={() => input.current?.click()}
      />
      <IconButton
        icon={refreshIcon}
        label={trans.__('Refresh files')}
        onClick={() => void browser.refresh()}
      />
    </>
  );
  return (
    <Section
      title={trans.__('Files')}
      name="files"
      note={volumeOf(server)?.path}
      controls={controls}
      open={preferences.isOpen('files')}
      onToggle={() => preferences.toggle('files')}
    >
      <Browser
        source={source}
        filter={filter}
        browser={browser}
        onLoaded={setBrowser}
      />
    </Section>
  );
}
