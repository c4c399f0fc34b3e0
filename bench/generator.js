import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';

// The load generator: a process of its own that speaks HTTP/1.1 over kept connections, one request at a time on each. It is lean on
// purpose, because it shares the processors with what it measures.

const now = () => Number(process.hrtime.bigint()) / 1e6;

/** One connection; `send` gives the status and body of the answer. */
function connection(port) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  let received = Buffer.alloc(0);
  let answered;
  let failed;
  socket.on('error', (error) => failed?.(error));
  socket.on('close', () => failed?.(new Error('The connection was closed.')));
  socket.on('data', (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const end = received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = received.latin1Slice(0, end);
    const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
    if (length === undefined) return failed?.(new Error(`An answer without a length: ${head}`));
    if (received.length < end + 4 + Number(length)) return;
    const body = received.subarray(end + 4, end + 4 + Number(length));
    received = Buffer.alloc(0);
    answered({ status: Number(head.slice(9, 12)), body });
  });
  return {
    send: (text) =>
      new Promise((resolve, reject) => {
        answered = resolve;
        failed = reject;
        socket.write(text);
      }),
    close: () => {
      failed = undefined;
      socket.destroy();
    },
  };
}

/** Requests on paths picked at random; a POST has the body and a key of its own. */
function requests({ method, paths, headers, body }) {
  const fixed = Object.entries({ host: 'bench', ...headers })
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
  const tail =
    body === undefined ? `${fixed}\r\n` : `${fixed}content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`;
  return () => {
    const path = paths[Math.floor(Math.random() * paths.length)];
    if (body === undefined) return `${method} ${path} HTTP/1.1\r\n${tail}`;
    return `${method} ${path} HTTP/1.1\r\n${tail}idempotency-key: ${randomUUID()}\r\n\r\n${body}`;
  };
}

const quantile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))];
const isGood = ({ status }) => status >= 200 && status < 300;

/** Closed loop: every connection sends its next request when the last was answered. */
async function capacity({ port, connections, warmMs, countMs, ...what }) {
  const next = requests(what);
  const begun = now();
  const from = begun + warmMs;
  const until = from + countMs;
  const latencies = [];
  let acknowledged = 0;
  let refused = 0;
  let firstRefusal;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const line = connection(port);
      for (let sent = now(); sent < until;) {
        const answer = await line.send(next());
        const at = now();
        if (isGood(answer)) acknowledged += 1;
        else {
          refused += 1;
          firstRefusal ??= `${answer.status} ${answer.body.toString().slice(0, 300)}`;
        }
        if (at >= from && at < until && isGood(answer)) latencies.push(at - sent);
        sent = at;
      }
      line.close();
    }),
  );
  latencies.sort((a, b) => a - b);
  return {
    perSecond: latencies.length / (countMs / 1_000),
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    acknowledged,
    refused,
    firstRefusal,
  };
}

/** Open loop: the timetable is fixed in advance, and a request that has to wait for a connection is late from its own moment on. */
async function timetable({ port, connections, perSecond, warmMs, countMs, ...what }) {
  const next = requests(what);
  const free = Array.from({ length: connections }, () => connection(port));
  const waiting = [];
  const all = Math.round(((warmMs + countMs) / 1_000) * perSecond);
  const begun = now() + 50;
  const answers = [];
  const give = async (due) => {
    const line = free.pop() ?? (await new Promise((resolve) => waiting.push(resolve)));
    const answer = await line.send(next());
    const at = now();
    const counted = due >= begun + warmMs;
    answers.push({
      counted,
      good: isGood(answer),
      took: at - due,
      at,
      position: isGood(answer) ? JSON.parse(answer.body.toString()).position : '',
    });
    const first = waiting.shift();
    if (first) first(line);
    else free.push(line);
  };
  const given = [];
  for (let index = 0; index < all;) {
    const due = begun + (index * 1_000) / perSecond;
    if (now() >= due) {
      given.push(give(due));
      index += 1;
    } else await new Promise((resolve) => (due - now() > 1.5 ? setTimeout(resolve, 1) : setImmediate(resolve)));
  }
  await Promise.all(given);
  for (const line of free) line.close();
  return answers;
}

process.on('message', async ({ mode, ...ask }) => {
  try {
    process.send({ result: mode === 'timetable' ? await timetable(ask) : await capacity(ask) });
  } catch (error) {
    process.send({ error: String(error?.stack ?? error) });
  }
});
process.on('disconnect', () => process.exit(0));
process.send({ ready: true });
