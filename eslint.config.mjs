import js from '@eslint/js';
import jupyter from '@jupyter/eslint-plugin';
import prettier from 'eslint-config-prettier';
import globals from 'globals';
import tseslint from 'typescript-eslint';

// Headless capabilities know each other only through the tokens.
const capabilities = [
  'server',
  'storage',
  'jobs',
  'migration',
  'kubernetes',
  'serving',
  'health'
];

const architecture = [
  ...capabilities.map(folder => ({
    files: [`src/${folder}/**/*.ts`],
    ignores: ['**/types.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: [...capabilities, 'panel']
                .filter(other => other !== folder)
                .flatMap(other => [`../${other}/*`, `../../${other}/*`]),
              message: 'Capabilities meet through ../tokens.'
            },
            {
              group: ['react', 'react-dom', '@jupyterlab/ui-components'],
              message: 'Only panel/ draws.'
            }
          ]
        }
      ]
    }
  })),
  {
    files: ['src/panel/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: capabilities.flatMap(other => [
                `../${other}/*`,
                `../../${other}/*`
              ]),
              message: 'The panel knows capabilities through ../tokens.'
            }
          ]
        }
      ]
    }
  }
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
