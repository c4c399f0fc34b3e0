import { appendFileSync, readFileSync } from 'node:fs';
import pg from 'pg';

// Loaded into a worker: while the file DEATHS has fewer than DEATHS_WANTED bytes, it kills itself with -9 whenever it is about to record an
// alarm, every second time after the statement has left the process.
const file = process.env.DEATHS;
const wanted = Number(process.env.DEATHS_WANTED);
const send = pg.Client.prototype.query;
const isRecord = ({ text, values } = {}) =>
  text?.includes('log.append') && values?.[0]?.some((stream) => String(stream).startsWith('followUp-'));

pg.Client.prototype.query = function (...given) {
  const deaths = isRecord(given[0] ?? {}) ? readFileSync(file).length : wanted;
  if (deaths >= wanted) return send.apply(this, given);
  appendFileSync(file, '.');
  const die = () => process.kill(process.pid, 'SIGKILL');
  if (deaths % 2 === 0) die();
  send.apply(this, given);
  setImmediate(die);
  return new Promise(() => undefined);
};
