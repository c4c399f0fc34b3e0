import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { Status } from '#infra/operations/status.js';

const registry = new Registry();
collectDefaultMetrics({ register: registry });

const gauge = (name: string, help: string, ...labelNames: string[]): Gauge<string> =>
  new Gauge({ name, help, labelNames, registers: [registry] });

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
  appended: new Counter({
    name: 'samenspel_events_appended_total',
    help: 'Events that commands of this process appended, by aggregate',
    labelNames: ['aggregate'],
    registers: [registry],
  }),
  inFlight: new Gauge({
    name: 'samenspel_http_requests_in_flight',
    help: 'Requests below /v1 that are being answered',
    registers: [registry],
  }),
  shed: new Counter({
    name: 'samenspel_http_requests_shed_total',
    help: 'Requests that were turned away unanswered, by code',
    labelNames: ['code'],
    registers: [registry],
  }),
  viewsBehind: gauge('samenspel_views_behind_seconds', 'Age of the oldest event not in the read models'),
  behind: gauge('samenspel_pass_behind_seconds', 'Age of the oldest event that a pass over the log has not seen', 'pass'),
  parked: gauge('samenspel_parked', 'What failed and waits to be tried again, by kind', 'kind'),
  remindersDue: gauge('samenspel_reminders_due', 'Alarms whose moment has come and that are undecided'),
  remindersLate: gauge('samenspel_reminders_oldest_lateness_seconds', 'How late the oldest of them is'),
  deliveries: gauge('samenspel_deliveries', 'Mails by state', 'state'),
  healthy: gauge('samenspel_healthy', '1 when a part can be used, else 0', 'part'),
  paused: gauge('samenspel_paused', 'Seconds since an operator let this work rest', 'work'),
};

/** Takes over figures of the whole service, as tables tell them: equal in every process that is asked. */
export function takeOver(status: Status): void {
  const fill = (to: Gauge<string>, label: string, figures: readonly (readonly [string, number])[]): void => {
    to.reset();
    for (const [name, figure] of figures) to.set({ [label]: name }, figure);
  };
  metrics.viewsBehind.set(status.passes.find(({ name }) => name === 'live')?.secondsBehind ?? 0);
  fill(
    metrics.behind,
    'pass',
    status.passes.map(({ name, secondsBehind }) => [name, secondsBehind]),
  );
  fill(metrics.parked, 'kind', Object.entries(status.parked));
  metrics.remindersDue.set(status.reminders.due);
  metrics.remindersLate.set(status.reminders.oldestLatenessSeconds);
  fill(metrics.deliveries, 'state', Object.entries(status.deliveries));
  fill(metrics.healthy, 'part', [
    ['store', Number(status.store.state === 'ok')],
    ['keys', Number(status.keys === 'ok')],
    ['queue', Number(status.queue === 'ok')],
  ]);
  fill(
    metrics.paused,
    'work',
    status.paused.map(({ work, since }) => [work, (Date.parse(status.at) - Date.parse(since)) / 1000]),
  );
}
