import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

const registry = new Registry();
collectDefaultMetrics({ register: registry });

/** What Prometheus may read. Labels are routes, command names and codes; never an id. */
export const metrics = {
  registry,
  requests: new Histogram({
    name: 'samenspel_http_request_seconds',
    help: 'Time to answer, by route pattern and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [registry],
  }),
  commands: new Counter({
    name: 'samenspel_commands_total',
    help: 'Commands by name and outcome',
    labelNames: ['command', 'outcome'],
    registers: [registry],
  }),
  viewsBehind: new Gauge({
    name: 'samenspel_views_behind_seconds',
    help: 'Age of the oldest event not in the read models',
    registers: [registry],
  }),
};
