// Lists the texts that a user sees; with --check, those that docs/wording.md advises against.
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { badOption, parse } from './options.mjs';
import { onPath, program, repository } from './places.mjs';
import { PlainError, runScript } from './processes.mjs';

const help = `node scripts/texts.mjs [options] [folder]

Prints the texts that a user sees as file:line, a tab and the text: those of
src/ that are translated, the titles and descriptions in schema/, and the
strings of the Python packages that are more than one word.

  --check  print only the texts that docs/wording.md advises against, with
           what to say instead, and fail if there are any
  --help   this text
`;

/** Phrases that docs/wording.md advises against, with what to say instead. */
export const banned = [
  [/\bmay not\b/i, 'cannot, must not or is not allowed to'],
  [/(?<!\bthere )\b(is|are) no\b(?! longer)/i, 'is not a, are not'],
  [/\bno model\b(?! (file|card))/i, 'not a model, or no models'],
  [/\bnone\b/i, 'no pods, not recorded, not set'],
  [/\banew\b/i, 'again, refresh or restart'],
  [/\ball the same\b/i, 'anyway'],
  [/\bmeanwhile\b/i, 'in the meantime, or nothing'],
  [/\b(is|are) told\b|\bcan be told\b/i, 'shows, reports'],
  [/\b(whoever|somebody|nobody)\b/i, 'another user, anyone who, no one'],
  [
    /(?<!\b(?:see|check|know) )\bwhat (?:(?!\?)\w+ )?(is|are|was|were|has|have)\b(?![^.]*\?)/i,
    'a noun: the services, the changes'
  ],
  [/\bone that\b/i, 'the noun again'],
  [/\b(un)?mend(s|ed)?\b/i, 'fix, valid'],
  [/(^|[.:] )give (a|an|the|one|whole|cores|bytes|some)\b/i, 'Enter, pass'],
  [/\bfor (good|ever)\b/i, 'permanently, forever'],
  [/\bstands?\b(?= (here|there|twice|beside|in|on)\b)/i, 'appears, is'],
  [/\bany more\b/i, 'no longer'],
  [/\bcompanions?\b/i, 'artifact'],
  [/\bmoving tags?\b/i, 'alias'],
  [/\bbefore deploying\b/i, 'pre-flight checks'],
  [/\b(of yours|by itself|by themselves)\b/i, 'your, automatically']
].map(([pattern, instead]) => ({ pattern, instead }));

/** The calls of a translation bundle, with the arguments that are texts. */
const translations = new Map([
  ['__', [0]],
  ['gettext', [0]],
  ['_n', [0, 1]],
  ['ngettext', [0, 1]],
  ['_p', [1]],
  ['pgettext', [1]],
  ['_np', [1, 2]],
  ['npgettext', [1, 2]]
]);

function filesIn(folder, extensions) {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(entry => {
      const place = path.join(folder, entry.name);
      if (entry.isDirectory()) {
        return entry.name === '__tests__' ? [] : filesIn(place, extensions);
      }
      return extensions.includes(path.extname(entry.name)) ? [place] : [];
    });
}

/** The text of a literal or of literals that are joined with +, else undefined. */
function literal(node) {
  if (ts.isStringLiteralLike(node)) {
    return node.text;
  }
  if (
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind === ts.SyntaxKind.PlusToken
  ) {
    const parts = [literal(node.left), literal(node.right)];
    return parts.includes(undefined) ? undefined : parts.join('');
  }
  return ts.isParenthesizedExpression(node)
    ? literal(node.expression)
    : undefined;
}

/** The translated texts of one TypeScript file. */
export function textsOfTypeScript(file, source) {
  const root = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const texts = [];
  const visit = node => {
    if (
      ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression)
    ) {
      for (const at of translations.get(node.expression.name.text) ?? []) {
        const argument = node.arguments[at];
        const text = argument && literal(argument);
        if (text !== undefined) {
          const place = argument.getStart(root);
          const { line } = root.getLineAndCharacterOfPosition(place);
          texts.push({ file, line: line + 1, text });
        }
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(root);
  return texts;
}

const shownKeys = ['title', 'description', 'jupyter.lab.setting-icon-label'];

/** The titles and descriptions of a settings schema. */
export function textsOfSchema(file, source) {
  const texts = [];
  const visit = value => {
    for (const [key, inner] of Object.entries(value)) {
      if (typeof inner === 'object' && inner !== null) {
        visit(inner);
      } else if (shownKeys.includes(key)) {
        const before = source.slice(0, source.indexOf(JSON.stringify(inner)));
        texts.push({ file, line: before.split('\n').length, text: inner });
      }
    }
  };
  visit(JSON.parse(source));
  return texts;
}

/** The texts of the Python packages, which Python itself reads. */
function textsOfPython(root) {
  const python = onPath([program('python'), 'python3', 'python']);
  if (!python) {
    throw new PlainError('Python is not on the PATH. Install Python 3.10.');
  }
  const script = fileURLToPath(new URL('texts.py', import.meta.url));
  const { status, stdout, stderr } = spawnSync(python, [script, root], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024
  });
  if (status !== 0) {
    throw new PlainError(`The Python texts cannot be listed.\n${stderr}`);
  }
  return JSON.parse(stdout);
}

/** All texts of a checkout. */
export function textsOf(root) {
  const read = (folder, extensions, textsIn) =>
    filesIn(path.join(root, folder), extensions).flatMap(file =>
      textsIn(path.relative(root, file), readFileSync(file, 'utf8'))
    );
  return [
    ...read('src', ['.ts', '.tsx'], textsOfTypeScript),
    ...read('schema', ['.json'], textsOfSchema),
    ...textsOfPython(root)
  ];
}

/** The texts with a phrase that is advised against: the phrase, and what to say instead. */
export function faultsOf(texts) {
  return texts.flatMap(text =>
    banned.flatMap(({ pattern, instead }) => {
      const phrase = pattern.exec(text.text)?.[0];
      return phrase === undefined ? [] : [{ ...text, phrase, instead }];
    })
  );
}

/** Print lines, and wait until a pipe has taken them all: the script exits after that. */
function print(lines) {
  const text = lines.map(line => `${line}\n`).join('');
  return new Promise(resolve => process.stdout.write(text, resolve));
}

function lineOf({ file, line, text }) {
  return `${file}:${line}\t${text.replaceAll('\n', '\\n')}`;
}

async function main() {
  const { values, positionals } = parse(
    process.argv.slice(2),
    { check: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    { allowPositionals: true }
  );
  if (values.help) {
    await print([help.trimEnd()]);
    return 0;
  }
  if (positionals.length > 1) {
    throw badOption('Only one folder can be listed.');
  }
  const texts = textsOf(path.resolve(positionals[0] ?? repository));
  if (!values.check) {
    await print([...texts.map(lineOf), `${texts.length} texts`]);
    return 0;
  }
  const faults = faultsOf(texts);
  await print([
    ...faults.map(
      fault => `${lineOf(fault)}\n  “${fault.phrase}”: say ${fault.instead}`
    ),
    `${texts.length} texts, ${faults.length} to reword`
  ]);
  return faults.length === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await runScript(main);
}
