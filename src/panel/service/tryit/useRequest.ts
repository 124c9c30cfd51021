import type { JSONValue } from '@lumino/coreutils';
import { useEffect, useMemo, useState } from 'react';
import { protocols } from '../../../protocols/registry';
import type {
  IColumns,
  IInferenceProtocol,
  ProtocolId
} from '../../../protocols/types';
import type { IModelCard, IService } from '../../../tokens';
import { usePanel } from '../../shell/context';
import { exampleRequest } from '../../../inference/example';
import {
  cellsOf,
  columnsOf,
  isInexact,
  requestOf,
  type Cells,
  type ICellProblem
} from '../../../inference/table';
import { useCard } from './useCard';

/** The requests that were saved with a version. */
type Example = Partial<Record<ProtocolId, JSONValue>>;

/** The request that is being put together. */
export interface IRequest {
  protocol: IInferenceProtocol;
  setProtocol: (id: ProtocolId) => void;
  /** Whether the table is filled in, or JSON is written. */
  form: 'table' | 'json';
  setForm: (form: 'table' | 'json') => void;
  /** Null for a model whose input is no table. */
  table: IColumns | null;
  cells: Cells;
  setCells: (cells: Cells) => void;
  /** The first cell that does not fit. */
  problem: ICellProblem | null;
  text: string;
  setText: (text: string | null) => void;
  /** The user has written JSON of their own. */
  isTyped: boolean;
  /** A whole number in the JSON that would be sent as another one; empty for none. */
  inexact: string;
  /** Put a whole request in its place: as a table where it is one. */
  replace: (id: ProtocolId, body: JSONValue) => void;
  /** The body to send; undefined while it is none. */
  body: JSONValue | undefined;
}

function useExample(service: IService): Example | null {
  const { store } = usePanel();
  const [example, setExample] = useState<Example | null>(null);
  const name = service.model?.name;
  const version = service.model?.version;
  useEffect(() => {
    let current = true;
    setExample(null);
    if (name !== undefined && version !== undefined) {
      store.example(name, version).then(
        found => current && setExample(found),
        // Zeros will do.
        () => undefined
      );
    }
    return () => {
      current = false;
    };
  }, [store, name, version]);
  return example;
}

function parsed(text: string): JSONValue | undefined {
  try {
    return JSON.parse(text) as JSONValue;
  } catch {
    return undefined;
  }
}

/** The first whole number of a text that a browser has no number for; empty for none. */
function inexactIn(text: string): string {
  // What stands in quotes is no number.
  const bare = text.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  const numbers = bare.match(/-?\d[\d.eE+-]*/g) ?? [];
  return numbers.find(isInexact) ?? '';
}

/** What a model is asked first: its saved example, else a row of zeros. */
function beginning(
  card: IModelCard | null,
  example: Example | null,
  protocol: IInferenceProtocol
): JSONValue {
  return example?.[protocol.id] ?? exampleRequest(card, protocol);
}

/**
 * The request that the user puts together, from the model's signature and
 * example to begin with.
 *
 * @param service - the service to ask
 */
export function useRequest(service: IService): IRequest {
  const card = useCard(service);
  const example = useExample(service);
  const [wanted, setProtocol] = useState(
    () => protocols.choose(service.protocols).id
  );
  const protocol = protocols.find(wanted) ?? protocols.all[0];
  const [chosen, setForm] = useState<'table' | 'json' | null>(null);
  const [typed, setText] = useState<string | null>(null);
  const [filled, setCells] = useState<Cells | null>(null);
  const table = useMemo(() => columnsOf(card), [card]);
  const first = useMemo(
    () =>
      table &&
      protocols.all
        .map(one => cellsOf(table, beginning(card, example, one), one))
        .find(rows => rows !== null),
    [table, card, example]
  );
  // Another model has other columns.
  useEffect(() => setCells(null), [table]);
  const cells = filled ?? first ?? [table?.columns.map(() => '0') ?? []];
  const form = table ? (chosen ?? 'table') : 'json';
  const built = table ? requestOf(table, cells, protocol) : null;
  const fromTable = built && 'body' in built ? built.body : undefined;
  const proposed = fromTable ?? beginning(card, example, protocol);
  const text = typed ?? JSON.stringify(proposed, null, 2);
  return {
    protocol,
    setProtocol,
    form,
    setForm: next => {
      setForm(next);
      if (next === 'table') {
        setText(null);
      }
    },
    table,
    cells,
    setCells,
    problem: built && 'problem' in built ? built.problem : null,
    text,
    setText,
    isTyped: typed !== null,
    inexact: form === 'json' && typed !== null ? inexactIn(typed) : '',
    replace: (id, body) => {
      setProtocol(id);
      const known = protocols.find(id);
      const rows = table && known ? cellsOf(table, body, known) : null;
      if (rows) {
        setCells(rows);
        setText(null);
        setForm('table');
      } else {
        setText(JSON.stringify(body, null, 2));
        setForm('json');
      }
    },
    body: form === 'table' ? fromTable : parsed(text)
  };
}
