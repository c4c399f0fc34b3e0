import { openLog } from '#infra/log.js';
import { freePort } from '../../../test/support/free-port.js';
import { metrics, serveMetrics } from './metrics.js';

describe('the metrics of a worker', () => {
  it('are served where it was asked for, and nothing else is', async () => {
    const port = await freePort();
    const close = serveMetrics(port, '127.0.0.1', openLog('test', 'fatal'));
    metrics.lateness.observe(0.2);
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('samenspel_reminder_lateness_seconds_count 1');
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404);
    expect((await fetch(`http://127.0.0.1:${port}/metrics`, { method: 'POST' })).status).toBe(404);
    close();
  });

  it('are not served unless a port is named', () => {
    expect(serveMetrics(undefined, '127.0.0.1', openLog('test', 'fatal'))()).toBeUndefined();
  });
});
