import { defineConfig } from '@playwright/test';
import { token } from './servers';

export default defineConfig({
  testDir: 'tests',
  projects: [
    { name: 'ui', testIgnore: 'compat.spec.ts' },
    // With the oldest JupyterLab, which galata is not made for.
    { name: 'compat', testMatch: 'compat.spec.ts' }
  ],
  // Two cores, shared with a Kubernetes control plane.
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  retries: process.env.CI ? 1 : 0,
  reporter: [
    ['list'],
    ['junit', { outputFile: process.env.JUPYTERLAB_KSERVE_TEST_REPORT }]
  ],
  use: {
    // Spares the login; login.spec.ts goes without it.
    extraHTTPHeaders: { Authorization: `token ${token}` },
    viewport: { width: 1280, height: 800 },
    // A trace costs time in each test: where there is a second try it is of that one.
    trace: process.env.CI ? 'on-first-retry' : 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync'
      ]
    }
  }
});
