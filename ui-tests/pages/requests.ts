import type { Page } from '@playwright/test';

/** Collects what a page asks of our server half, from now on and in order. */
export function requestsOf(page: Page): string[] {
  const requests: string[] = [];
  const collect = (url: string) => {
    if (url.includes('/user/test/jupyterlab-kserve/')) {
      requests.push(url);
    }
  };
  page.on('request', request => collect(request.url()));
  page.on('websocket', socket => collect(socket.url()));
  return requests;
}
