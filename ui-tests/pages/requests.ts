import type { Page } from '@playwright/test';

const ours = '/user/test/jupyterlab-kserve/';

/** Collects what a page asks of our server half, from now on and in order. */
export function requestsOf(page: Page): string[] {
  const requests: string[] = [];
  const collect = (url: string) => {
    if (url.includes(ours)) {
      requests.push(url);
    }
  };
  page.on('request', request => collect(request.url()));
  page.on('websocket', socket => collect(socket.url()));
  return requests;
}

/** Collects what our server half answers to a page, over HTTP and the WebSocket. */
export function receivedFrom(page: Page): Promise<string>[] {
  const received: Promise<string>[] = [];
  page.on('response', response => {
    if (response.url().includes(ours)) {
      received.push(response.text().catch(() => ''));
    }
  });
  page.on('websocket', socket => {
    if (socket.url().includes(ours)) {
      socket.on('framereceived', ({ payload }) => {
        received.push(Promise.resolve(String(payload)));
      });
    }
  });
  return received;
}
