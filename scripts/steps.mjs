// Set-up steps that run side by side, and not at all if nothing changed since the last time.
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync
} from 'node:fs';
import path from 'node:path';

const ignored = new Set(['node_modules', '__pycache__', '.state']);

function filesIn(place) {
  if (!existsSync(place)) {
    return [];
  }
  if (statSync(place).isFile()) {
    return [place];
  }
  return readdirSync(place)
    .filter(name => !ignored.has(name))
    .sort()
    .flatMap(name => filesIn(path.join(place, name)));
}

/** A hash of files, of the files in folders, and of further text. */
export function hashOf(places, text = '') {
  const hash = createHash('sha256').update(text);
  for (const file of places.flatMap(filesIn)) {
    hash.update(`\0${file}\0`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

function isDone(step, hash) {
  try {
    return (
      readFileSync(step.stamp, 'utf8') === hash &&
      step.outputs.every(output => existsSync(output)) &&
      (step.isGood?.() ?? true)
    );
  } catch {
    return false;
  }
}

/**
 * Run steps, each when those that it needs are through.
 *
 * @param steps - `name`; `needs` names of other steps; `inputs` files and folders; `text` further input; `outputs`
 *   what must exist; `isGood` whether it is still as the step left it; `stamp` where the hash of the inputs is kept (without it, `run` finds out itself); `run`
 * @param say - prints a line
 * @returns how many had something to do
 */
export async function runSteps(steps, say = console.log) {
  const promises = new Map();
  let worked = 0;
  let announced = false;
  const begin = step => {
    if (!promises.has(step.name)) {
      promises.set(step.name, complete(step));
    }
    return promises.get(step.name);
  };
  const complete = async step => {
    const needed = steps.filter(other => step.needs?.includes(other.name));
    await Promise.all(needed.map(begin));
    // After the needed ones: a step's inputs may be another's outputs.
    const hash = step.stamp && hashOf(step.inputs, step.text);
    if (hash && isDone(step, hash)) {
      return;
    }
    if (hash) {
      // A step that is cut off must not look done.
      rmSync(step.stamp, { force: true });
      if (!announced) {
        say('Setting up.');
        announced = true;
      }
    }
    const started = Date.now();
    const result = await step.run();
    if (hash) {
      mkdirSync(path.dirname(step.stamp), { recursive: true });
      writeFileSync(step.stamp, hash);
    }
    if (result !== 'unchanged') {
      worked += 1;
      say(`  ${step.name.padEnd(34)} ${secondsSince(started)}`);
    }
  };
  await Promise.all(steps.map(begin));
  return worked;
}

/** The time since then, for people. */
export function secondsSince(started) {
  return `${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s`;
}
