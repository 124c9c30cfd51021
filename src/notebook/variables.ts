import type { TranslationBundle } from '@jupyterlab/translation';
import type { Kernel } from '@jupyterlab/services';
import { askKernel } from './kernel';

/** A variable of a kernel that a model is in. */
export interface IModelVariable {
  name: string;
  /** Its class with its module. */
  class: string;
}

/**
 * One expression that only looks: which names are bound, and what their classes
 * define. It reads no attribute of an object and calls nothing of the user's,
 * so neither properties nor `__getattr__` run.
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
 * The variables of a running kernel that hold models. The query runs nothing of
 * the user's.
 *
 * @throws Error with words for the user when it cannot be asked
 */
export async function modelVariables(
  kernel: Kernel.IKernelConnection,
  trans: TranslationBundle
): Promise<IModelVariable[]> {
  const words = {
    language: (name: string) =>
      trans.__(
        'The notebook uses %1. Only Python variables can be saved. Save the model as a file instead.',
        name
      ),
    failed: trans.__(
      'The kernel could not list its models. Call save_model_to_pvc in a cell instead.'
    )
  };
  return (await askKernel(kernel, QUERY, words, trans)) as IModelVariable[];
}
