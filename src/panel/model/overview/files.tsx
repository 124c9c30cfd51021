import React, { useEffect, useState } from 'react';
import type { IJob, IProblem, Phase } from '../../../tokens';
import { usePanel } from '../../shell/context';
import { formatSize } from '../../../formatting';
import { Button } from '../../components/button';
import { ProblemNote } from '../../components/note';
import { StateLabel } from '../../components/statelabel';
import { problemOf } from '../../../tokens';
import { Table } from '../../components/table';
import { Card, CopyButton } from '../../components/card';
import { useModelPage } from '../pagecontext';

/** How many digits tell one checksum from another for a person. */
const DIGITS = 12;

const phases: Record<IJob['state'], Phase> = {
  waiting: 'starting',
  running: 'starting',
  done: 'ready',
  failed: 'failed',
  cancelled: 'stopped',
  interrupted: 'unknown'
};

/** Compares the files with their checksums in the server half. */
function useVerify(): {
  job: IJob | null;
  problem: IProblem | null;
  verify: () => void;
} {
  const { jobs, trans } = usePanel();
  const { shown } = useModelPage();
  const { name, version } = shown.record;
  const [id, setId] = useState<string | null>(null);
  const [job, setJob] = useState<IJob | null>(null);
  const [problem, setProblem] = useState<IProblem | null>(null);
  useEffect(() => {
    setId(null);
    setJob(null);
    setProblem(null);
  }, [name, version]);
  useEffect(() => {
    if (id === null) {
      return;
    }
    const watching = jobs.watch();
    const slot = () => setJob(before => jobs.find(id) ?? before);
    slot();
    jobs.changed.connect(slot);
    return () => {
      jobs.changed.disconnect(slot);
      watching.dispose();
    };
  }, [jobs, id]);
  const verify = () => {
    setProblem(null);
    jobs.verify(name, version ?? '').then(
      started => {
        setJob(started);
        setId(started.id);
      },
      (error: unknown) => setProblem(problemOf(error, trans))
    );
  };
  return { job, problem, verify };
}

/** The files of the version, and whether they are those that were saved. */
export function Files(): React.JSX.Element {
  const { trans } = usePanel();
  const { shown } = useModelPage();
  const { job, problem, verify } = useVerify();
  const files = shown.card?.files;
  if (!files) {
    return (
      <p className="jp-mod-muted">
        {trans.__(
          'The files and checksums are not recorded because this version does not have a model card. See the Files section of the sidebar for its files.'
        )}
      </p>
    );
  }
  const running = job?.state === 'waiting' || job?.state === 'running';
  const words: Record<IJob['state'], string> = {
    waiting: trans.__('Waiting…'),
    running: job?.total
      ? trans.__(
          'Reading %1 of %2',
          formatSize(job.done),
          formatSize(job.total)
        )
      : trans.__('Reading files…'),
    done: trans.__('All checksums match.'),
    failed: trans.__('Some checksums do not match.'),
    cancelled: trans.__('Verification cancelled.'),
    interrupted: trans.__(
      'Verification interrupted: the Jupyter server stopped.'
    )
  };
  return (
    <Card
      title={trans.__('Files')}
      note={trans._n(
        '%1 file, %2',
        '%1 files, %2',
        files.length,
        formatSize(shown.record.size)
      )}
      controls={
        <Button small disabled={running} onClick={verify}>
          {trans.__('Verify checksums')}
        </Button>
      }
    >
      <div role="status">
        {job && (
          <StateLabel phase={phases[job.state]}>{words[job.state]}</StateLabel>
        )}
      </div>
      {problem && <ProblemNote problem={problem} urgent />}
      {job?.problem && job.state === 'failed' && (
        <ProblemNote problem={job.problem} />
      )}
      <Table
        columns={[
          trans.__('File'),
          { title: trans.__('Size'), number: true },
          trans.__('SHA-256')
        ]}
      >
        <tbody>
          {files.map(file => (
            <tr key={file.path}>
              <th scope="row" dir="auto">
                <code>{file.path}</code>
              </th>
              <td className="jp-mod-number">{formatSize(file.size)}</td>
              <td>
                <code title={file.sha256}>{file.sha256.slice(0, DIGITS)}…</code>
                <CopyButton
                  text={file.sha256}
                  label={trans.__('Copy checksum of %1', file.path)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}
