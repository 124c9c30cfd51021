import { editIcon } from '@jupyterlab/ui-components';
import React from 'react';
import { usePanel } from '../../shell/context';
import { IconButton } from '../../components/button';
import { Card } from '../../components/card';
import { draftOf, type Field } from '../../../cards/draft';
import { Editor } from './editor';
import { useModelPage } from '../pagecontext';

/** A card whose content can be edited in place. */
export function EditableCard(props: {
  title: string;
  field: Field;
  note?: React.ReactNode;
  controls?: React.ReactNode;
  children: React.ReactNode;
}): React.JSX.Element {
  const { trans } = usePanel();
  const { view, shown } = useModelPage();
  const { title, field } = props;
  const { draft } = view.state;
  const editing = draft?.field === field;
  const refused = !shown.etag
    ? trans.__('This version does not have a model card to edit.')
    : draft
      ? trans.__('Save or cancel your other changes first.')
      : '';
  return (
    <Card
      title={title}
      note={props.note}
      controls={
        <>
          {props.controls}
          {!editing && (
            <IconButton
              icon={editIcon}
              label={trans.__('Edit %1', title)}
              title={refused || undefined}
              disabled={refused !== ''}
              onClick={() => view.show({ draft: draftOf(field, shown) })}
            />
          )}
        </>
      }
    >
      {editing ? <Editor draft={draft} label={title} /> : props.children}
    </Card>
  );
}
