// Reads command lines: what is wrong with one is said in plain words, with exit code 2.
import { parseArgs } from 'node:util';
import { PlainError } from './processes.mjs';

/** The error for a command line that cannot be meant. */
export function badOption(message) {
  return new PlainError(`${message}\n--help lists the options.`, 2);
}

/** Parse a command line. */
export function parse(args, options, { allowPositionals = false } = {}) {
  try {
    return parseArgs({ args, options, allowPositionals, strict: true });
  } catch (error) {
    // Node adds advice that does not fit here.
    throw badOption(`${error.message.split(/\. |\.$/)[0]}.`);
  }
}

/** A port number from the command line. */
export function portOf(text) {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port < 1 || port > 65535) {
    throw badOption(`--port takes a number from 1 to 65535, not "${text}".`);
  }
  return port;
}
