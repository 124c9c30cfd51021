import type { JupyterFrontEnd } from '@jupyterlab/application';
import { INotebookTracker } from '@jupyterlab/notebook';
import type { Kernel } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';

/** After this long a kernel that does not answer is given up, in milliseconds. */
const PATIENCE_MS = 10_000;

/**
 * The kernel of the notebook that was used last.
 *
 * @returns null where none runs
 */
export async function notebookKernel(
  app: JupyterFrontEnd
): Promise<Kernel.IKernelConnection | null> {
  const tracker = await app.resolveOptionalService(INotebookTracker);
  return tracker?.currentWidget?.sessionContext.session?.kernel ?? null;
}

/**
 * Ask a kernel for the value of one Python expression. It is silent: it leaves
 * no trace in history, outputs or counters.
 *
 * @param expression - gives the hexadecimal form of JSON: nothing in it can be
 * quoted or cut by how the kernel shows text
 * @param words - what to say of a kernel of another language (`language`), and
 * of one that could not say (`failed`)
 * @returns the parsed JSON
 * @throws Error with words for the user when it cannot be asked
 */
export async function askKernel(
  kernel: Kernel.IKernelConnection,
  expression: string,
  words: { language: (name: string) => string; failed: string },
  trans: TranslationBundle
): Promise<unknown> {
  const { language_info: language } = await kernel.info;
  if (language.name !== 'python') {
    throw new Error(words.language(language.name));
  }
  if (kernel.status === 'busy') {
    throw new Error(
      trans.__('The kernel is busy. Wait for the running cell, then try again.')
    );
  }
  const future = kernel.requestExecute({
    code: '',
    silent: true,
    store_history: false,
    allow_stdin: false,
    user_expressions: { answer: expression }
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    const reply = await Promise.race([
      future.done,
      new Promise<never>((_, reject) => {
        timer = setTimeout(
          () =>
            reject(
              new Error(
                trans.__('The kernel does not respond. Try again later.')
              )
            ),
          PATIENCE_MS
        );
      })
    ]);
    const answer = readAnswer(reply?.content);
    if (answer === undefined) {
      throw new Error(words.failed);
    }
    return answer;
  } finally {
    clearTimeout(timer);
    future.dispose();
  }
}

/**
 * The JSON in a kernel's answer.
 *
 * @param content - of the execute_reply
 * @returns undefined where there is no answer
 */
export function readAnswer(content: unknown): unknown {
  const { user_expressions: answers } = content as {
    user_expressions?: {
      answer?: { status?: string; data?: Record<string, unknown> };
    };
  };
  const text = answers?.answer?.data?.['text/plain'];
  const hex = /^'((?:[0-9a-f]{2})*)'$/.exec(String(text))?.[1];
  if (hex === undefined) {
    return undefined;
  }
  const bytes = hex.match(/../g)?.map(pair => parseInt(pair, 16)) ?? [];
  return JSON.parse(new TextDecoder().decode(Uint8Array.from(bytes)));
}
