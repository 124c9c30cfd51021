import type { TranslationBundle } from '@jupyterlab/translation';
import type { Kernel } from '@jupyterlab/services';

/** A variable of a kernel that a model is in. */
export interface IModelVariable {
  name: string;
  /** Its class with its module. */
  class: string;
}

/** After this long a kernel that does not answer is given up, in milliseconds. */
const PATIENCE_MS = 10_000;

/**
 * One expression that only looks: which names are bound, and what their classes
 * define. It reads no attribute of an object and calls nothing of the user's,
 * so neither properties nor `__getattr__` run. The answer is the hexadecimal
 * form of JSON: nothing in it can be quoted or cut by how the kernel shows text.
 */
const QUERY = `(lambda b: (lambda likely: __import__("json").dumps([
  {"name": name, "class": b.str(b.type(value).__module__) + "." + b.type(value).__qualname__}
  for name, value in b.sorted(b.list(b.globals().items()), key=lambda item: b.str(item[0]))
  if not name.startswith("_") and not b.isinstance(value, b.type) and likely(b.type(value))
]).encode().hex())(lambda cls: b.any(
  "predict" in b.vars(base)
  or (base.__module__, base.__qualname__) in (
    ("torch.nn.modules.module", "Module"), ("onnx.onnx_ml_pb2", "ModelProto"))
  for base in cls.__mro__)))(__import__("builtins"))`.replace(/\n\s*/g, ' ');

/**
 * The variables of a running kernel that hold models. The query is silent: it
 * leaves no trace in history, outputs or counters, and runs nothing of the
 * user's.
 *
 * @param kernel - the kernel
 * @param trans - the translation bundle
 * @throws Error with words for the user when it cannot be asked
 */
export async function modelVariables(
  kernel: Kernel.IKernelConnection,
  trans: TranslationBundle
): Promise<IModelVariable[]> {
  const { language_info: language } = await kernel.info;
  if (language.name !== 'python') {
    throw new Error(
      trans.__(
        'The notebook runs %1. Variables of Python can be saved; for others, save a file.',
        language.name
      )
    );
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
    user_expressions: { models: QUERY }
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
                trans.__('The kernel does not answer. Try again later.')
              )
            ),
          PATIENCE_MS
        );
      })
    ]);
    return readAnswer(reply?.content) ?? fail(trans);
  } finally {
    clearTimeout(timer);
    future.dispose();
  }
}

function fail(trans: TranslationBundle): never {
  throw new Error(
    trans.__(
      'The kernel could not say which models there are. Save with save_model_to_pvc in a cell.'
    )
  );
}

/**
 * The variables in a kernel's answer.
 *
 * @param content - of the execute_reply
 * @returns null where there is no answer
 */
export function readAnswer(content: unknown): IModelVariable[] | null {
  const { user_expressions: answers } = content as {
    user_expressions?: {
      models?: { status?: string; data?: Record<string, unknown> };
    };
  };
  const text = answers?.models?.data?.['text/plain'];
  const hex = /^'((?:[0-9a-f]{2})*)'$/.exec(String(text))?.[1];
  if (hex === undefined) {
    return null;
  }
  const bytes = hex.match(/../g)?.map(pair => parseInt(pair, 16)) ?? [];
  const decoded = new TextDecoder().decode(Uint8Array.from(bytes));
  return JSON.parse(decoded) as IModelVariable[];
}
