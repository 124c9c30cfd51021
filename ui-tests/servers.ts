const first = Number(process.env.JUPYTERLAB_KSERVE_TEST_PORT ?? 18800);

/** The token of all test servers; they listen on 127.0.0.1 only. */
export const token = 'test';

function server(name: string, index: number) {
  const port = first + index;
  return { name, port, url: `http://127.0.0.1:${port}/user/test/` };
}

/** The servers of the tests: one as it should be, four that lack one thing each. */
export const servers = {
  whole: server('whole', 0),
  withoutCluster: server('without-cluster', 1),
  withoutPermission: server('without-permission', 2),
  withoutVolume: server('without-volume', 3),
  withoutServerHalf: server('without-server-half', 4)
};
