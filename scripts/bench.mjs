// npm run bench: measures, and prints what was measured side by side. Nothing passes or fails here.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { badOption, parse } from './options.mjs';
import { activated, inRepository, program } from './places.mjs';
import { run, runScript } from './processes.mjs';
import { setUp } from './setup.mjs';

const folder = inRepository('bench');
/** What others measure with. */
const fixtures = ['browser', 'volume'];

/** The measurements: a file each, whose first line says what it measures. */
export function measurements() {
  return readdirSync(folder)
    .filter(file => /\.(py|mjs)$/.test(file))
    .map(file => ({
      name: path.parse(file).name,
      file: path.join(folder, file)
    }))
    .filter(({ name }) => !fixtures.includes(name))
    .map(({ name, file }) => {
      const [first] = readFileSync(file, 'utf8').split('\n');
      return { name, file, what: first.replace(/^(\/\/|""")\s*|"""$/g, '') };
    });
}

async function main() {
  const { values, positionals } = parse(
    process.argv.slice(2),
    { help: { type: 'boolean', short: 'h' } },
    { allowPositionals: true }
  );
  const known = measurements();
  const unknown = positionals.find(
    given => !known.some(({ name }) => name === given)
  );
  if (unknown) {
    throw badOption(`There is no measurement "${unknown}".`);
  }
  if (values.help || positionals.length === 0) {
    const list = known.map(({ name, what }) => `  ${name.padEnd(12)} ${what}`);
    console.log(
      `npm run bench -- [--help] measurement ...\n\n${list.join('\n')}\n\nLet nothing else run beside it.`
    );
    return 0;
  }
  await setUp({ tests: true, browser: true, chromium: true });
  for (const { name, file } of known) {
    if (!positionals.includes(name)) {
      continue;
    }
    console.log(`\n== ${name}`);
    const command = file.endsWith('.py') ? program('python') : process.execPath;
    const { code } = await run(command, [file], {
      env: activated(),
      stdio: 'inherit'
    });
    if (code !== 0) {
      return code;
    }
  }
  return 0;
}

if (process.argv[1] === inRepository('scripts', 'bench.mjs')) {
  await runScript(main);
}
