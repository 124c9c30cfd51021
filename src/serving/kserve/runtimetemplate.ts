import { v1 } from '../../protocols/v1';
import { v2 } from '../../protocols/v2';
import { servingRuntimes } from '../../tokens';
import type { IKubernetesObject } from '../../tokens';
import { DASHBOARD_LABEL, DISPLAY_NAME_ANNOTATION } from './annotations';

/** The runtime that is set up for models on a volume. */
export const VOLUME_RUNTIME = 'sklearn-pvc-runtime';

/**
 * The runtime that can be set up for a format where there is none: the one of
 * deploy/servingruntime.yaml, which a test compares.
 *
 * @param format - KServe's name of the format
 * @param namespace - where it will be
 * @returns null for formats that need somebody who knows the right image
 */
export function runtimeTemplate(
  format: string,
  namespace: string | null
): IKubernetesObject | null {
  return format === 'sklearn' ? sklearn(namespace) : null;
}

function sklearn(namespace: string | null): IKubernetesObject {
  const { apiVersion, kind } = servingRuntimes;
  const runtime = {
    apiVersion,
    kind,
    metadata: {
      name: VOLUME_RUNTIME,
      ...(namespace && { namespace }),
      labels: { [DASHBOARD_LABEL]: 'true' },
      annotations: {
        [DISPLAY_NAME_ANNOTATION]: 'scikit-learn from a volume (PVC)',
        'opendatahub.io/apiProtocol': 'REST'
      }
    },
    spec: {
      supportedModelFormats: [
        { name: 'sklearn', version: '1', autoSelect: true }
      ],
      protocolVersions: [v1.id, v2.id],
      containers: [
        {
          name: 'kserve-container',
          image: 'kserve/sklearnserver:latest',
          args: [
            // Without a name every model is served as "model".
            '--model_name={{.Name}}',
            '--model_dir=/mnt/models',
            '--http_port=8080'
          ],
          ports: [{ name: 'http1', containerPort: 8080, protocol: 'TCP' }],
          // Ready means that the model is loaded, not that a port is open.
          readinessProbe: {
            httpGet: { path: v2.readyPath('{{.Name}}'), port: 8080 },
            periodSeconds: 5,
            failureThreshold: 3
          },
          resources: {
            requests: { cpu: '100m', memory: '512Mi' },
            limits: { cpu: '1', memory: '2Gi' }
          },
          securityContext: {
            allowPrivilegeEscalation: false,
            privileged: false,
            runAsNonRoot: true,
            capabilities: { drop: ['ALL'] }
          }
        }
      ]
    }
  };
  return runtime;
}
