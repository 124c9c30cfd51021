import type { JSONValue } from '@lumino/coreutils';

/**
 * The name of an inference protocol as `protocolVersions` of a ServingRuntime
 * has it, `v1` for example.
 */
export type ProtocolId = string;

/** A column of the rows that a model takes. */
export interface IColumn {
  name: string;
  /** Of the Open Inference Protocol, `FP64` for example; null when not known. */
  datatype: string | null;
}

/** The columns that a model takes. */
export interface IColumns {
  columns: IColumn[];
  /** Each is sent with its name; else all are one matrix. */
  named: boolean;
  /** The name of the matrix. */
  input: string;
}

/** A model's answer as rows. */
export interface IAnswerTable {
  columns: string[];
  rows: JSONValue[][];
}

/**
 * How a model server is asked over REST, and answers. All of it is pure. One
 * file has one protocol; `registry.ts` lists them.
 */
export interface IInferenceProtocol {
  readonly id: ProtocolId;
  /** For a person, untranslated: `V1`. */
  readonly name: string;
  /** Answers arrive line by line while the model makes them. */
  readonly streams: boolean;
  /**
   * The path to send requests to.
   *
   * @param model - the name that the server has the model under
   */
  predictPath(model: string): string;
  /**
   * The path that answers with success once the model is loaded.
   *
   * @param model - the name that the server has the model under
   */
  readyPath(model: string): string;
  /**
   * The request for some rows.
   *
   * @param table - the columns of the model
   * @param rows - values in the order of the columns; null where one is missing
   */
  build(table: IColumns, rows: JSONValue[][]): JSONValue;
  /**
   * The rows of a request, as `build` has got them.
   *
   * @param table - the columns of the model
   * @param request - a request over this protocol
   * @returns null when it has no rows, or they are not of these columns
   */
  rowsOf(table: IColumns, request: JSONValue): JSONValue[][] | null;
  /**
   * A request that fits a model of which no example was saved.
   *
   * @param table - the columns of the model
   */
  example(table: IColumns): JSONValue;
  /**
   * The answer of a model as a table.
   *
   * @param answer - the body of the answer
   * @returns null for an error, and for an answer that is no table
   */
  parse(answer: JSONValue): IAnswerTable | null;
}
