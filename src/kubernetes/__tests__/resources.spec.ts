import allowlist from '../../../jupyterlab_kserve/kubernetes/allowlist.json';
import * as resources from '../resources';

const known = allowlist.proxy.map(row => ({
  apiVersion: row.group ? `${row.group}/${row.version}` : row.version,
  kind: row.kind,
  plural: row.resource,
  namespaced: row.namespaced
}));

it.each(Object.entries(resources))(
  '%s is a resource that the proxy passes on',
  (_name, resource) => {
    expect(known).toContainEqual(resource);
  }
);
