/** For a container's health check: an api answers on PORT, a worker on WORKER_METRICS_PORT. Ends with 0 when it does. */
const { PORT = '3000', WORKER_METRICS_PORT } = process.env;
const url = WORKER_METRICS_PORT ? `http://127.0.0.1:${WORKER_METRICS_PORT}/metrics` : `http://127.0.0.1:${PORT}/health/live`;
const isWell = await fetch(url, { signal: AbortSignal.timeout(2_500) }).then(
  ({ ok }) => ok,
  () => false,
);
process.exit(isWell ? 0 : 1);
