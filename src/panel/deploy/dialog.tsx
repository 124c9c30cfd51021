import { Dialog } from '@jupyterlab/apputils';
import { ReactWidget } from '@jupyterlab/ui-components';
import React from 'react';
import { PanelContext, type IPanelContext } from '../shell/context';
import { SubmitDialog } from '../shell/dialog';
import { useChanged } from '../hooks/useChanged';
import type { IDeployProps } from './field';
import { Fields } from './fields';
import type { DeployForm } from '../../deploy/form';
import { Preview } from './preview';

function DeployBody(props: IDeployProps): React.JSX.Element {
  const { form, trans } = props;
  useChanged(form.changed, form.target.changed);
  return (
    <div className="jp-Kserve-Deploy">
      <Fields {...props} />
      <Preview {...props} />
      <p className="jp-Kserve-Deploy-reason jp-Kserve-Hint" role="status">
        {form.disabledReason ||
          trans.__('Nothing changes in the cluster until you select Deploy.')}
      </p>
    </div>
  );
}

/** Asks how to deploy a version of a model, and deploys it. */
export class DeployDialog extends SubmitDialog {
  /** @param form - the form with its proposed values */
  constructor(form: DeployForm, context: IPanelContext) {
    const { trans } = context;
    super({
      form,
      context,
      title: trans.__('Deploy %1', form.version.record.name),
      body: ReactWidget.create(
        <PanelContext.Provider value={context}>
          <DeployBody form={form} trans={trans} />
        </PanelContext.Provider>
      ),
      buttons: [
        Dialog.cancelButton({ label: trans.__('Cancel') }),
        Dialog.okButton({ label: trans.__('Deploy') })
      ],
      focusNodeSelector: 'input'
    });
  }
}
