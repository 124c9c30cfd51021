/** On each pod of a service, with the service's name. */
export const SERVICE_LABEL = 'serving.kserve.io/inferenceservice';

/** "true" on what the ODH dashboard lists. */
export const DASHBOARD_LABEL = 'opendatahub.io/dashboard';

/** How the ODH dashboard calls a service or a runtime. */
export const DISPLAY_NAME_ANNOTATION = 'openshift.io/display-name';

/** Set to "true" by whoever stops a service. */
export const STOP_ANNOTATION = 'serving.kserve.io/stop';

/** Holds the storageUri from before the last change of the version. */
export const PREVIOUS_ANNOTATION = 'jupyterlab-kserve/previous-storage-uri';
