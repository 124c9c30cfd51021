import { Notification } from '@jupyterlab/apputils';
import type { JSONValue } from '@lumino/coreutils';
import React, { useState } from 'react';
import type { IInferenceProtocol } from '../../../protocols/types';
import { usePanel } from '../../shell/context';
import { Card, CopyButton } from '../../components/card';
import { curlCode, pythonCode } from '../../../notebook/snippets';
import { notifyError } from '../../shell/errors';
import { Choice } from '../../components/choice';
import { useServicePage } from '../pagecontext';
import { Button } from '../../components/button';

/** The same request as code. */
export function CodeCard(props: {
  protocol: IInferenceProtocol;
  body: JSONValue | undefined;
}): React.JSX.Element {
  const { trans } = usePanel();
  const { app, service } = useServicePage();
  const { protocol, body = {} } = props;
  const [language, setLanguage] = useState<'python' | 'curl'>('python');
  const call = { service, protocol, body };
  const python = pythonCode(call);
  const code = language === 'python' ? python : curlCode(call);
  const insert = async () => {
    try {
      const { insertCell } = await import('../../../notebook/cells');
      const name = await insertCell(app, python);
      if (name === null) {
        Notification.warning(trans.__('Open a notebook first.'), {
          autoClose: 5000
        });
      }
    } catch (error) {
      notifyError(error, trans);
    }
  };
  return (
    <Card
      title={trans.__('Code for this request')}
      controls={
        <>
          <Choice
            label={trans.__('Language')}
            options={[
              ['python', trans.__('Python')],
              ['curl', trans.__('curl')]
            ]}
            value={language}
            onChange={setLanguage}
          />
          <CopyButton text={code} label={trans.__('Copy code')} />
          <Button onClick={() => void insert()}>
            {trans.__('Insert into notebook')}
          </Button>
        </>
      }
    >
      <pre
        className="jp-Kserve-Code"
        tabIndex={0}
        role="region"
        aria-label={trans.__('Code')}
      >
        {code}
      </pre>
    </Card>
  );
}
