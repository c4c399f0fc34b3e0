import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { Counter, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { Log } from '#infra/log.js';
import { kindOf } from '#infra/log.js';

const registry = new Registry();
collectDefaultMetrics({ register: registry });

/** What only the process that does the work can tell; figures of the whole service are told by the api. */
export const metrics = {
  lateness: new Histogram({
    name: 'samenspel_reminder_lateness_seconds',
    help: 'From the moment of an alarm to its decision, by the clock of the service',
    buckets: [0.1, 0.5, 1, 2.5, 5, 15, 60, 300, 3_600],
    registers: [registry],
  }),
  duties: new Histogram({
    name: 'samenspel_duty_seconds',
    help: 'Time that a duty took, by name',
    labelNames: ['duty'],
    buckets: [0.005, 0.025, 0.1, 0.5, 1, 5, 30],
    registers: [registry],
  }),
  failures: new Counter({
    name: 'samenspel_duty_failures_total',
    help: 'Duties that failed and are tried again, by name',
    labelNames: ['duty'],
    registers: [registry],
  }),
};

/** Serves them as `GET /metrics` to whoever can reach the port; it holds figures only. Gives what closes it. */
export function serveMetrics(port: number | undefined, host: string, log: Log): () => void {
  if (port === undefined) return () => undefined;
  const server: Server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    registry.metrics().then(
      (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  server.on('error', (error) => log.error(kindOf(error), 'the metrics cannot be served'));
  server.listen(port, host);
  return () => server.close();
}
