import js from '@eslint/js';
import jupyter from '@jupyter/eslint-plugin';
import prettier from 'eslint-config-prettier';
import globals from 'globals';
import tseslint from 'typescript-eslint';

// Headless capabilities know each other only through the tokens.
const capabilities = ['server', 'storage', 'jobs', 'kubernetes', 'serving'];

// What views show and change, without drawing it: forms, drafts, plans, tables.
const viewModels = [
  'cards',
  'deploy',
  'health',
  'inference',
  'listing',
  'migration',
  'notebook',
  'operations',
  'saving'
];

const drawing = {
  group: [
    'react',
    'react-dom',
    '@jupyterlab/apputils',
    '@jupyterlab/ui-components'
  ],
  message: 'Only panel/ draws.'
};

/**
 * Forbid what is in a folder to import from other top-level folders. A pattern
 * counts the steps up to src/, so that a folder of the same name further down is
 * another one.
 */
function forbid(folder, others, message, patterns = []) {
  return [1, 2, 3, 4].map(depth => ({
    files: [`src/${folder}${'/*'.repeat(depth)}.{ts,tsx}`],
    ignores: ['**/types.ts', '**/__tests__/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: others.map(other => `${'../'.repeat(depth)}${other}/*`),
              message
            },
            ...patterns
          ]
        }
      ]
    }
  }));
}

const REST = 'Ask a capability: only it knows the paths of the server half.';

// The first segments of jupyterlab_kserve/routes.
const SEGMENTS =
  'status|models|inspect|comparison|requests|trash|files|download|jobs|migration|predict|kubernetes';

/** Views and view models speak to capabilities, never HTTP. */
const noRest = {
  files: [
    'src/panel/**/*.{ts,tsx}',
    ...viewModels.map(folder => `src/${folder}/**/*.ts`)
  ],
  // A source of this folder is a capability, beside what shows it.
  ignores: ['src/migration/*source.ts', '**/__tests__/**'],
  rules: {
    'no-restricted-syntax': [
      'error',
      {
        selector:
          'CallExpression[callee.property.name="request"]:matches([callee.object.name=/server/i], [callee.object.property.name=/server/i])',
        message: REST
      },
      {
        selector: `Literal[value=/^(${SEGMENTS})\\u002f/]`,
        message: REST
      },
      {
        selector: `TemplateLiteral > TemplateElement:first-child[value.raw=/^(${SEGMENTS})\\u002f/]`,
        message: REST
      }
    ]
  }
};

const architecture = [
  noRest,
  ...capabilities.flatMap(folder =>
    forbid(
      folder,
      [...capabilities, ...viewModels, 'panel'].filter(
        other => other !== folder
      ),
      'Capabilities meet through tokens.ts.',
      [drawing]
    )
  ),
  ...viewModels.flatMap(folder =>
    forbid(
      folder,
      [...capabilities, 'panel'],
      'Capabilities are known through tokens.ts, and nothing of the panel is.',
      [drawing]
    )
  ),
  // A protocol is data and pure functions: whoever sends, shows or writes code
  // for a request may import it, and it imports nothing of them.
  ...forbid(
    'protocols',
    [...capabilities, ...viewModels, 'panel'],
    'Protocols know nothing but requests and answers.',
    [drawing]
  ),
  ...forbid(
    'panel',
    capabilities,
    'The panel knows capabilities through tokens.ts.'
  )
];

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/**',
      '**/lib/**',
      'jupyterlab_kserve/labextension/**',
      '.venv*/**',
      '.demo/**',
      'coverage/**',
      'ui-tests/test-results/**',
      'ui-tests/playwright-report/**'
    ]
  },
  { files: ['**/*.{js,mjs,ts,tsx}'], ...js.configs.recommended },
  ...jupyter.configs.recommended.map(config => ({
    ...config,
    plugins: { ...config.plugins, jupyter }
  })),
  {
    files: ['src/**/*.{ts,tsx}'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        project: './tsconfig.test.json',
        tsconfigRootDir: import.meta.dirname
      }
    },
    rules: {
      '@typescript-eslint/naming-convention': [
        'error',
        {
          selector: 'interface',
          format: ['PascalCase'],
          custom: { regex: '^I[A-Z]', match: true }
        }
      ],
      // Lumino binds: `signal.connect(this._onChanged, this)`.
      '@typescript-eslint/unbound-method': 'off',
      curly: ['error', 'all'],
      eqeqeq: 'error'
    }
  },
  {
    // What it runs in the page stands in the same file.
    files: ['bench/**/*.mjs'],
    languageOptions: { globals: { ...globals.node, ...globals.browser } }
  },
  {
    files: ['ui-tests/**/*.ts'],
    extends: [...tseslint.configs.recommended],
    rules: {
      // Playwright reads a fixture's needs from this pattern, also that there are none.
      'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }]
    }
  },
  ...architecture,
  {
    files: ['*.js', '*.mjs', 'scripts/**/*.mjs', 'ui-tests/**/*.{js,mjs}'],
    languageOptions: { globals: globals.node }
  },
  prettier
);
