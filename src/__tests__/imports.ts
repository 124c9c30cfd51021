import * as ts from 'typescript';

// What files import from each other, and what of it goes in circles.

/** An import of one file, of whatever kind. */
export interface IImport {
  from: string;
  /** The path of a file, or the name of a package. */
  to: string;
  /** Only types are imported: nothing of it is left when it runs. */
  isType: boolean;
}

/**
 * All imports of some files, also the late ones and those of types.
 *
 * @param sources - text by path, with `/` and without a leading `./`
 */
export function importsOf(sources: ReadonlyMap<string, string>): IImport[] {
  return [...sources].flatMap(([from, text]) => {
    const found: IImport[] = [];
    const add = (specifier: ts.Node | undefined, isType: boolean) => {
      if (specifier && ts.isStringLiteral(specifier)) {
        found.push({
          from,
          to: resolve(from, specifier.text, sources),
          isType
        });
      }
    };
    const visit = (node: ts.Node): void => {
      if (ts.isImportDeclaration(node)) {
        add(node.moduleSpecifier, isTypeImport(node.importClause));
      } else if (ts.isExportDeclaration(node)) {
        add(node.moduleSpecifier, node.isTypeOnly);
      } else if (ts.isImportTypeNode(node)) {
        add(
          ts.isLiteralTypeNode(node.argument)
            ? node.argument.literal
            : undefined,
          true
        );
      } else if (
        ts.isCallExpression(node) &&
        node.expression.kind === ts.SyntaxKind.ImportKeyword
      ) {
        add(node.arguments[0], false);
      }
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(from, text, ts.ScriptTarget.Latest));
    return found;
  });
}

function isTypeImport(clause: ts.ImportClause | undefined): boolean {
  if (!clause || clause.isTypeOnly || clause.name) {
    return clause?.isTypeOnly ?? false;
  }
  const names = clause.namedBindings;
  return (
    names !== undefined &&
    ts.isNamedImports(names) &&
    names.elements.every(element => element.isTypeOnly)
  );
}

function resolve(
  from: string,
  specifier: string,
  sources: ReadonlyMap<string, string>
): string {
  if (!specifier.startsWith('.')) {
    return specifier;
  }
  const parts = foldersOf(from);
  for (const part of specifier.split('/')) {
    if (part === '..') {
      parts.pop();
    } else if (part !== '.') {
      parts.push(part);
    }
  }
  const path = parts.join('/');
  return (
    [path, `${path}.ts`, `${path}.tsx`].find(file => sources.has(file)) ?? path
  );
}

function foldersOf(path: string): string[] {
  return path.split('/').slice(0, -1);
}

/**
 * Circles of files that import values from each other. Which of them runs
 * first depends on which is asked for first.
 *
 * @returns one circle per line, e.g. `a.ts → b.ts → a.ts`
 */
export function fileCycles(imports: ReadonlyArray<IImport>): string[] {
  const values = imports.filter(({ isType }) => !isType);
  return circles(values.map(({ from, to }) => [from, to]));
}

/**
 * Circles of folders beside each other: none of them can be understood, tested
 * or moved without the others. Files beside the folders belong to none of them.
 *
 * @returns one circle per line, with an import for each step
 */
export function folderCycles(imports: ReadonlyArray<IImport>): string[] {
  const levels = new Map<string, [string, string, IImport][]>();
  for (const found of imports) {
    const from = foldersOf(found.from);
    const to = foldersOf(found.to);
    let depth = 0;
    while (depth < from.length && from[depth] === to[depth]) {
      depth += 1;
    }
    if (depth < from.length && depth < to.length) {
      const parent = from.slice(0, depth).join('/');
      const steps = levels.get(parent) ?? [];
      steps.push([
        from.slice(0, depth + 1).join('/'),
        to.slice(0, depth + 1).join('/'),
        found
      ]);
      levels.set(parent, steps);
    }
  }
  return [...levels.values()].flatMap(steps =>
    circles(
      steps.map(([from, to]) => [from, to]),
      (from, to) => {
        const step = steps.find(([one, other]) => one === from && other === to);
        return step ? `${step[2].from} imports ${step[2].to}` : '';
      }
    )
  );
}

/** The shortest circle through each node that is in one, each circle once. */
function circles(
  edges: ReadonlyArray<[string, string]>,
  why?: (from: string, to: string) => string
): string[] {
  const next = new Map<string, Set<string>>();
  for (const [from, to] of edges) {
    next.set(from, (next.get(from) ?? new Set()).add(to));
  }
  const found = new Map<string, string>();
  for (const start of [...next.keys()].sort()) {
    const circle = wayBack(start, next);
    const key = [...new Set(circle)].sort().join();
    if (circle.length > 0 && !found.has(key)) {
      const reasons = why
        ? circle.slice(1).map((node, index) => why(circle[index], node))
        : [];
      found.set(key, [circle.join(' → '), ...reasons].join('\n  '));
    }
  }
  return [...found.values()];
}

/** The shortest way from a node back to itself; empty when there is none. */
function wayBack(
  start: string,
  next: ReadonlyMap<string, ReadonlySet<string>>
): string[] {
  const ways = [[start]];
  const seen = new Set<string>();
  for (const way of ways) {
    for (const node of next.get(way[way.length - 1]) ?? []) {
      if (node === start) {
        return [...way, node];
      }
      if (!seen.has(node)) {
        seen.add(node);
        ways.push([...way, node]);
      }
    }
  }
  return [];
}

/**
 * Folders with more files than one can take in.
 *
 * @param limit - the most files that a folder may have
 */
export function crowdedFolders(
  paths: Iterable<string>,
  limit: number
): string[] {
  const counts = new Map<string, number>();
  for (const path of paths) {
    const folder = foldersOf(path).join('/');
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count > limit)
    .map(([folder, count]) => `${folder || 'src'} has ${count} files`);
}

/** Packages that draw. */
const DRAWING =
  /^(react|react-dom|@jupyterlab\/(apputils|ui-components))(\/|$)/;

/** What files outside of `panel/` import of it, or of what draws. */
export function drawingImports(imports: ReadonlyArray<IImport>): string[] {
  return imports
    .filter(
      ({ from, to }) =>
        // The one file that puts all plugins together.
        from !== 'index.ts' &&
        !from.startsWith('panel/') &&
        (to.startsWith('panel/') || DRAWING.test(to))
    )
    .map(({ from, to }) => `${from} imports ${to}`);
}
