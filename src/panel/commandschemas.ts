const text = (description: string) => ({
  type: 'string' as const,
  description
});

/** The schema of arguments that name a model or a service. */
export const TARGET = {
  args: {
    type: 'object' as const,
    properties: {
      name: text('The target.'),
      version: text('The version of a model; the newest without it.'),
      service: text('The service to deploy a model to; proposed without it.'),
      namespace: text('The namespace of the service; any without it.'),
      target: text('The serving target of the service; any without it.')
    }
  }
};

/** The schema of a command that takes nothing. */
export const NO_ARGUMENTS = {
  args: { type: 'object' as const, properties: {} }
};
